import Foundation
import ModelFiles
import TestSupport
import Testing

@testable import Tokenization

/// The flat reader says what the general one says, or nothing.
@Suite struct FlatPiecesTests {
  private func general(_ json: [UInt8]) -> [[UInt8]?]? {
    guard let value = try? JSONParser.parse(json), let file = try? TokenizerJSON(.object([])) else { return nil }
    return try? file.pieces(.object([.init("vocab", value)]))
  }

  private func flat(_ json: [UInt8]) -> [[UInt8]?]? {
    json.withUnsafeBufferPointer { bytes in
      FlatPieces.read(bytes).flatMap { $1 == bytes.count ? $0.strings.strings : nil }
    }
  }

  @Test(arguments: [
    "{}", #"{"a":0}"#, #" { "b" : 1 , "a":0 } "#, #"{"a":3,"":1}"#,
    #"{"\u0120a":0,"\ud83d\ude42":1,"\"\\\/\b\f\n\r\t":2}"#,
    #"{"é中🙂":0}"#,
  ])
  func readsRegularObjects(_ json: String) throws {
    let bytes = Array(json.utf8).drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
    let expected = try #require(general(Array(bytes)))
    #expect(flat(Array(bytes)) == expected)
  }

  @Test(arguments: [
    "", "[]", #"{"a":0"#, #"{"a":0,}"#, #"{"a":0,"b":0}"#, #"{"a":0,"a":1}"#, #"{"a":-1}"#, #"{"a":1.0}"#, #"{"a":01}"#,
    #"{"a":4194304}"#, #"{"a":99999999999999999999}"#, #"{"a":"0"}"#, #"{"a\x":0}"#, #"{"\ud800":0}"#, #"{"\udc00":0}"#,
    #"{"\u12":0}"#, "{\"a\nb\":0}", #"{"a":0}{}"#, #"{"a" 0}"#, #"{a:0}"#,
  ])
  func leavesOthersAlone(_ json: String) { #expect(flat(Array(json.utf8)) == nil) }

  @Test func mutatedObjectsAreReadAlikeOrNotAtAll() {
    var random = SeededGenerator(seed: 91)
    let source = Array(#"{"a":0,"b":1,"ab":2,"\u0120a":3,"é":4,"c\"":6,"\ud83d\ude42":5}"#.utf8)
    var readCount = 0
    for _ in 0..<30_000 {
      var json = source
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: json.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: json.remove(at: index)
        case 1: json[index] = Array(#"{}":,\u0129 ad"#.utf8).randomElement(using: &random) ?? 0
        default: json.swapAt(index, Int.random(in: json.indices, using: &random))
        }
      }
      guard let read = flat(json) else { continue }
      readCount += 1
      #expect(read == general(json), "\(String(decoding: json, as: UTF8.self))")
    }
    #expect(readCount > 1_000)
  }

  @Test func findsMergesOfEitherForm() throws {
    let vocabulary = Array(#"{"a":0,"b":1,"ab":2,"Ġ":3,"Ġab":4,"abab":5}"#.utf8)
    let pieces = try #require(vocabulary.withUnsafeBufferPointer { FlatPieces.read($0)?.0 })
    func merges(_ json: String) -> [[Int32]]? {
      Array(json.utf8).withUnsafeBufferPointer { bytes in
        pieces.readMerges(bytes).flatMap { merges, length in
          length == bytes.count ? merges.map { [$0.left, $0.right, Int32($0.rank), $0.merged] } : nil
        }
      }
    }
    let expected: [[Int32]] = [[0, 1, 0, 2], [3, 2, 1, 4], [2, 2, 2, 5]]
    #expect(merges(#"["a b","Ġ ab","ab ab"]"#) == expected)
    #expect(merges(#"[["a","b"], ["\u0120","ab"] ,["ab","ab"]]"#) == expected)
    #expect(merges("[]") == [])
    for irregular in [
      "", "{}", #"["a b""#, #"["a c"]"#, #"["ab"]"#, #"["a  b"]"#, #"[" ab"]"#, #"["a b "]"#, #"[["a"]]"#,
      #"[["a","b","c"]]"#,
      #"["b a"]"#, #"["a b",]"#, #"[1]"#,
    ] { #expect(merges(irregular) == nil, "\(irregular)") }
    #expect(
      pieces.merges(["a b", "Ġ ab", "ab ab"])?.map { [$0.left, $0.right, Int32($0.rank), $0.merged] } == expected)
    #expect(pieces.merges(["a b", "ab"]).map { _ in 0 } == nil)
  }

  /// How files are laid out: without spaces, with one, and with a line for each thing.
  private static let layouts: [(comma: String, colon: String)] = [(",", ":"), (", ", ": "), (",\n      ", ": ")]

  /// Tokens of a byte to some forty, of which some have escapes, each made of two others.
  private struct MadeVocabulary {
    var tokens = ["a", "b", "Ġ", "\"", "é", "中", "\\"]
    var pairs: [(left: Int, right: Int, merged: Int)] = []

    init(_ random: inout SeededGenerator) {
      while tokens.count < 1_200 {
        let left = Int.random(in: tokens.indices, using: &random)
        let right = Int.random(in: tokens.indices, using: &random)
        let whole = tokens[left] + tokens[right]
        if whole.utf8.count > 40 { continue }
        let known = tokens.firstIndex(of: whole)
        pairs.append((left, right, known ?? tokens.count))
        if known == nil { tokens.append(whole) }
      }
    }

    static func quoted(_ text: String) -> String {
      #""\#(text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))""#
    }
  }

  @Test(arguments: layouts.indices) func readsLargeFilesOfAnyLayout(_ index: Int) throws {
    let (comma, colon) = Self.layouts[index]
    var random = SeededGenerator(seed: 23)
    let vocabulary = MadeVocabulary(&random)
    func json(_ ids: [Int]) -> [UInt8] {
      let members = ids.map { MadeVocabulary.quoted(vocabulary.tokens[$0]) + colon + "\($0)" }
      return Array("{\(members.joined(separator: comma))}".utf8)
    }
    let ordered = Array(vocabulary.tokens.indices)
    var swapped = ordered
    swapped.swapAt(700, 701)
    for ids in [ordered, swapped, ordered.reversed(), Array(ordered.dropFirst())] {
      let expected = try #require(general(json(ids)))
      #expect(flat(json(ids)) == expected)
    }
    let pieces = try #require(json(ordered).withUnsafeBufferPointer { FlatPieces.read($0)?.0 })
    for (id, token) in vocabulary.tokens.enumerated() { #expect(pieces.id(of: Array(token.utf8)) == Int32(id)) }
    #expect(pieces.id(of: Array("b中a?".utf8)) == nil && pieces.id(of: []) == nil)
    try expectMerges(vocabulary, pieces, comma)
  }

  private func expectMerges(_ vocabulary: MadeVocabulary, _ pieces: FlatPieces, _ comma: String) throws {
    let tokens = vocabulary.tokens
    let expected = vocabulary.pairs.enumerated().map { [Int32($1.left), Int32($1.right), Int32($0), Int32($1.merged)] }
    func read(_ merges: [String]) -> [[Int32]]? {
      Array("[\(merges.joined(separator: comma))]".utf8).withUnsafeBufferPointer { json in
        pieces.readMerges(json).map { $0.0.map { [$0.left, $0.right, Int32($0.rank), $0.merged] } }
      }
    }
    let texts = vocabulary.pairs.map { tokens[$0.left] + " " + tokens[$0.right] }
    let lists = vocabulary.pairs.map { [tokens[$0.left], tokens[$0.right]].map(MadeVocabulary.quoted) }
    #expect(read(texts.map(MadeVocabulary.quoted)) == expected)
    #expect(read(lists.map { "[\($0.joined(separator: comma))]" }) == expected)
    let packed = pieces.merges(PackedStrings(texts))
    #expect(packed?.map { [$0.left, $0.right, Int32($0.rank), $0.merged] } == expected)
    for wrong in ["\"a?\"", "\"a b?\"", "\" a\"", "[\"a\"]", "[\"a\",\"?\"]", "\"a  b\"", "1"] {
      var merges = texts.map(MadeVocabulary.quoted)
      merges[400] = wrong
      #expect(read(merges) == nil, "\(wrong)")
    }
  }

  /// Merges of a chain of tokens, each the one before and a letter, with bytes changed by chance.
  @Test(arguments: layouts.indices, [false, true]) func mutatedMergesAreReadAlikeOrNotAtAll(
    _ index: Int, _ areLists: Bool
  ) throws {
    let comma = Self.layouts[index].comma
    var random = SeededGenerator(seed: 47)
    let letters = ["a", "b", "Ġ", "\"", "\\", "é"]
    var tokens = letters
    var merges: [String] = []
    for round in 0..<60 {
      let left = round % 6 == 0 ? letters[0] : tokens.last ?? ""
      let right = letters.randomElement(using: &random) ?? ""
      if tokens.contains(left + right) { continue }
      tokens.append(left + right)
      let halves = [left, right].map(MadeVocabulary.quoted)
      merges.append(areLists ? "[\(halves.joined(separator: comma))]" : MadeVocabulary.quoted("\(left) \(right)"))
    }
    let members = tokens.enumerated().map { "\(MadeVocabulary.quoted($1)):\($0)" }
    let vocabulary = Array("{\(members.joined(separator: ","))}".utf8)
    let pieces = try #require(vocabulary.withUnsafeBufferPointer { FlatPieces.read($0)?.0 })
    let source = Array("[\(merges.joined(separator: comma))]".utf8)
    var readCount = 0
    for round in 0..<6_000 {
      var json = source
      for _ in 0..<(round == 0 ? 0 : Int.random(in: 1...2, using: &random)) {
        let place = Int.random(in: json.indices, using: &random)
        if Bool.random(using: &random) {
          json[place] = Array(#"ab"\ ,[]é"#.utf8).randomElement(using: &random) ?? 0
        } else {
          json.remove(at: place)
        }
      }
      let read = json.withUnsafeBufferPointer { bytes in
        pieces.readMerges(bytes).flatMap { $1 == bytes.count ? $0.map { [$0.left, $0.right, $0.merged] } : nil }
      }
      guard let read else { continue }
      readCount += 1
      #expect(read == generalMerges(json, tokens), "\(String(decoding: json, as: UTF8.self))")
    }
    #expect(readCount > 100)
  }

  private func generalMerges(_ json: [UInt8], _ tokens: [String]) -> [[Int32]]? {
    guard let merges = try? JSONParser.parse(json).array,
      let builder = try? BytePairBuilder(pieces: tokens.map { Array($0.utf8) }, isByteLevel: false)
    else { return nil }
    return try? merges.enumerated().map { rank, merge in
      let halves =
        merge.array?.compactMap { $0.string.map { Array($0.utf8) } } ?? BytePairBuilder.halves(merge.string ?? "")
      guard halves.count == 2 else { throw TokenizerError.malformed("no pair") }
      let entry = try builder.entry(halves[0], halves[1], rank: rank)
      return [entry.left, entry.right, entry.merged]
    }
  }

  /// A scalar's bytes in two strings make text together, but none of the two is.
  @Test func scalarsAreNotCutByStrings() {
    for filler in [0, 40] {
      let members = (0..<filler).map { "\"a\($0)\":\($0)," }.joined()
      let json =
        Array("{\(members)\"".utf8) + [0xc3] + Array("\":\(filler),\"".utf8) + [0xa9]
        + Array("\":\(filler + 1)}".utf8)
      #expect(flat(json) == nil && general(json) == nil)
    }
  }

  @Test func addedTokensAreShownButNotFound() throws {
    let pieces = try #require(Array(#"{"a":0,"b":1}"#.utf8).withUnsafeBufferPointer { FlatPieces.read($0)?.0 })
    let before = pieces.strings
    let added = [("<s>", 2), ("", 3), ("b", 1), ("<e>", 5)].map { AddedToken(content: $0, id: $1, isSpecial: true) }
    let strings: [[UInt8]?] = ["a", "b", "<s>", ""].map { Array($0.utf8) } + [nil, Array("<e>".utf8)]
    #expect(pieces.strings(with: added).strings == strings)
    #expect(pieces.id(of: Array("<s>".utf8)) == nil && pieces.id(of: Array("b".utf8)) == 1)
    #expect(before.strings == [Array("a".utf8), Array("b".utf8)])
  }

  /// Both ways of reading a file give the same tokenizer.
  @Test(.enabled(if: hasReferenceData), arguments: ["gpt-2", "qwen2.5", "llama-3.1", "llama-spm", "o200k_base"])
  func publishedFilesAreReadAlike(_ name: String) throws {
    let url = try #require(Fixtures.shared("tokenizer/vocabs/hf/\(name).json"))
    let json = Array(try #require(FileManager.default.contents(atPath: url.path)))
    let parts = try #require(try TokenizerJSON.flatParts(FlatTable(json)))
    // Not a tokenizer, whose merges are its tables'.
    let general = try TokenizerJSON(try JSONParser.parse(FlatTable(json), roundsTwice: true)).parts()
    #expect(parts.pieces.strings == general.pieces.strings)
    #expect(parts.addedTokens == general.addedTokens)
    guard case .bytePair(let one) = parts.model, case .bytePair(let other) = general.model else {
      Issue.record("no byte pairs")
      return
    }
    #expect(one.tokens.strings == other.tokens.strings)
    #expect(one.source.merges.map(\.merged) == other.source.merges.map(\.merged))
    #expect(one.source.merges.map(\.left) == other.source.merges.map(\.left))
    #expect(one.unknown.id == other.unknown.id && one.unknown.byteIDs == other.unknown.byteIDs)
  }

  @Test func memoryBehindATableIsGivenOnce() throws {
    let table = FlatTable<UInt64>(capacity: 1 << 18, in: .passedOn) { values in
      values[0] = 1
      return 1
    }
    let spare = try #require(table.takeSpare())
    #expect(spare.count == (1 << 21) - 64 && spare.allSatisfy { $0 == 0 })
    #expect(table.takeSpare() == nil && table[0] == 1)
    #expect(FlatTable<UInt64>(capacity: 1 << 18) { _ in 1 }.takeSpare() == nil && FlatTable([1]).takeSpare() == nil)
  }

  @Test func repeatedMembersAreLeftToTheGeneralReader() throws {
    let twice = SmallTokenizer.json.replacing(#""merges":["#, with: #""merges":[],"merges":["#)
    #expect(throws: TokenizerError.self) { try TokenizerJSON.flatParts(FlatTable(Array(twice.utf8))) }
    #expect(try TokenizerJSON.flatParts(FlatTable(Array(SmallTokenizer.json.utf8))).map { _ in 0 } == 0)
    #expect(try Tokenizer(json: Array(twice.utf8)).encode("abc", addSpecial: false) == [5])
  }
}
