import Foundation
import TestSupport
import Testing
import Tokenization

/// Every reference case, from tokenizer.json and from GGUF: ids, decoded text and streamed text, exactly.
@Suite(.enabled(if: hasReferenceData), .serialized)
struct ConformanceTests {
  @Test(arguments: ReferenceVocabulary.supported)
  func agreesWithTheReference(_ vocabulary: ReferenceVocabulary) throws {
    let tokenizer = try #require(try vocabulary.tokenizer)
    try encodes(vocabulary, tokenizer)
    try decodes(vocabulary, tokenizer)
    try streams(vocabulary, tokenizer)
    try tellsPlaces(vocabulary, tokenizer)
    try truncates(vocabulary, tokenizer)
    try encodesLongTexts(vocabulary, tokenizer)
  }

  private func encodes(_ vocabulary: ReferenceVocabulary, _ tokenizer: Tokenizer) throws {
    let rows = try vocabulary.rows { $0["text"] != nil && $0["truncate"] == nil }
    #expect(rows.count > 600)
    for row in rows {
      let addSpecial = row["add_special"]?.bool ?? false
      if addSpecial && vocabulary.addsOtherSpecial { continue }
      let text = try #require(row["text"]?.string)
      let ids =
        if let pair = row["pair"]?.string {
          try tokenizer.encode(text, pairedWith: pair, addSpecial: addSpecial)
        } else {
          try tokenizer.encode(text, addSpecial: addSpecial, parseSpecial: row["parse_special"]?.bool ?? true)
        }
      #expect(ids == row.ids("ids"), "\(row["id"]?.string ?? "")")
    }
  }

  private func decodes(_ vocabulary: ReferenceVocabulary, _ tokenizer: Tokenizer) throws {
    for row in try vocabulary.rows(where: { $0["decoded"] != nil }) {
      let ids = try #require(row.ids("decode_ids") ?? row.ids("ids"))
      let decoded = try #require(row["decoded"]?.string)
      let plain = row["decoded_skip_special"]?.string ?? decoded
      #expect(tokenizer.decode(ids, skipSpecial: false).utf8.elementsEqual(decoded.utf8), "\(row["id"]?.string ?? "")")
      // Rows of pairs, and of special tokens taken as text, do not tell their text without special tokens.
      if row["pair"] != nil || row["parse_special"] != nil { continue }
      #expect(tokenizer.decode(ids, skipSpecial: true).utf8.elementsEqual(plain.utf8), "\(row["id"]?.string ?? "")")
    }
  }

  private func streams(_ vocabulary: ReferenceVocabulary, _ tokenizer: Tokenizer) throws {
    for row in try vocabulary.rows(where: { $0["stream_ids"] != nil }) {
      var decoder = StreamingDecoder()
      let chunks = try #require(row.ids("stream_ids")).map { decoder.push($0, of: tokenizer, includesSpecial: true) }
      #expect(chunks == row.texts("chunks"), "\(row["id"]?.string ?? "")")
      #expect(decoder.finish() == row["flush"]?.string, "\(row["id"]?.string ?? "")")
    }
  }

  private func encodesLongTexts(_ vocabulary: ReferenceVocabulary, _ tokenizer: Tokenizer) throws {
    let rows = try vocabulary.rows("cases/long") { _ in true }
    #expect(rows.count == 9)
    for row in rows {
      let name = try #require(row["text_ref"]?.string?.split(separator: "/").last)
      let text = try String(
        contentsOf: #require(Fixtures.shared("tokenizer/cases/long_texts/\(name)")), encoding: .utf8)
      let ids = try tokenizer.encode(text, addSpecial: row["add_special"]?.bool ?? false)
      #expect(ids.count == row["n"]?.int, "\(name)")
      #expect(ids.starts(with: row.ids("head") ?? [-1]), "\(name)")
      let tail = row.ids("tail") ?? [-1]
      #expect(ids.suffix(tail.count).elementsEqual(tail), "\(name)")
    }
  }

  /// Offsets and type ids, and the same ids as without them.
  private func tellsPlaces(_ vocabulary: ReferenceVocabulary, _ tokenizer: Tokenizer) throws {
    for row in try vocabulary.rows(where: { $0["text"] != nil && $0["truncate"] == nil }) {
      let addSpecial = row["add_special"]?.bool ?? false
      if addSpecial && vocabulary.addsOtherSpecial { continue }
      let name = row["id"]?.string ?? ""
      let encoding = try tokenizer.encoding(
        of: #require(row["text"]?.string), pairedWith: row["pair"]?.string, addSpecial: addSpecial,
        parseSpecial: row["parse_special"]?.bool ?? true)
      #expect(encoding.ids == row.ids("ids"), "\(name)")
      if let typeIDs = row.ids("type_ids"), !vocabulary.addsOtherTypes {
        #expect(encoding.typeIDs == typeIDs, "\(name)")
      }
      if let offsets = row["offsets"]?.array, vocabulary.hasOffsets {
        let expected = offsets.map { $0.array?.compactMap(\.int) ?? [] }
        #expect(encoding.tokens.map { [$0.scalars.lowerBound, $0.scalars.upperBound] } == expected, "\(name)")
      }
    }
  }

  private func truncates(_ vocabulary: ReferenceVocabulary, _ tokenizer: Tokenizer) throws {
    for row in try vocabulary.rows(where: { $0["truncate"] != nil }) {
      let addSpecial = row["add_special"]?.bool ?? false
      if addSpecial && vocabulary.addsOtherSpecial { continue }
      let rule = try #require(row["truncate"])
      let encoding = try tokenizer.encoding(
        of: #require(row["text"]?.string), addSpecial: addSpecial,
        truncation: Truncation(
          tokenCountMax: #require(rule["max_length"]?.int), stride: #require(rule["stride"]?.int),
          direction: rule["direction"]?.string == "left" ? .left : .right))
      let name = row["id"]?.string ?? ""
      #expect(encoding.ids == row.ids("ids"), "\(name)")
      #expect(encoding.overflow.count == row["n_overflow"]?.int, "\(name)")
      let overflow = row["overflow"]?.array?.map { $0.array?.compactMap { $0.int.map(Int32.init) } ?? [] } ?? []
      #expect(encoding.overflow.prefix(overflow.count).map(\.ids) == overflow, "\(name)")
    }
  }
}

@Suite(.enabled(if: Fixtures.shared("models/stories260K/reference.json") != nil))
struct SentencePieceConformanceTests {
  /// Scores instead of merges, and byte fallback: the GGUF of a small Llama.
  @Test func stories260K() throws {
    let folder = try #require(Fixtures.shared("models/stories260K"))
    let tokenizer = try Tokenizer(path: folder.appending(path: "stories260K-f32.gguf").path)
    let reference = try JSONParser.parse(Array(try Data(contentsOf: folder.appending(path: "reference.json"))))
    let rows = try #require(reference["tokenizer_cases"]?.array)
    #expect(!rows.isEmpty)
    for row in rows {
      let text = try #require(row["text"]?.string)
      #expect(try tokenizer.encode(text, addSpecial: false) == row.ids("ids"))
      #expect(tokenizer.decode(row.ids("ids") ?? [], skipSpecial: false) == row["decoded"]?.string)
    }
    #expect(tokenizer.endIDs == [2])
  }
}
