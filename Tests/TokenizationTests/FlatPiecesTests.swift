import Foundation
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
    let strings = try ByteStrings(["a b", "Ġ ab", "ab ab"].map { Array($0.utf8) })
    #expect(pieces.merges(strings)?.map { [$0.left, $0.right, Int32($0.rank), $0.merged] } == expected)
    #expect(pieces.merges(try ByteStrings([Array("a b".utf8), Array("ab".utf8)])) == nil)
  }

  /// Both ways of reading a file give the same tokenizer.
  @Test(.enabled(if: hasReferenceData), arguments: ["gpt-2", "qwen2.5", "llama-3.1", "llama-spm", "o200k_base"])
  func publishedFilesAreReadAlike(_ name: String) throws {
    let url = try #require(Fixtures.shared("tokenizer/vocabs/hf/\(name).json"))
    let json = Array(try #require(FileManager.default.contents(atPath: url.path)))
    let parts = try #require(try TokenizerJSON.flatParts(FlatTable(json)))
    let general = try Tokenizer(readingAll: FlatTable(json))
    #expect(parts.pieces.strings == general.parts.pieces.strings)
    #expect(parts.addedTokens == general.parts.addedTokens)
    guard case .bytePair(let one) = parts.model, case .bytePair(let other) = general.parts.model else {
      Issue.record("no byte pairs")
      return
    }
    #expect(one.tokens.strings == other.tokens.strings)
    #expect(one.source.merges.map(\.merged) == other.source.merges.map(\.merged))
    #expect(one.source.merges.map(\.left) == other.source.merges.map(\.left))
    #expect(one.unknown.id == other.unknown.id && one.unknown.byteIDs == other.unknown.byteIDs)
  }

  @Test func repeatedMembersAreLeftToTheGeneralReader() throws {
    let twice = SmallTokenizer.json.replacing(#""merges":["#, with: #""merges":[],"merges":["#)
    #expect(throws: TokenizerError.self) { try TokenizerJSON.flatParts(FlatTable(Array(twice.utf8))) }
    #expect(try TokenizerJSON.flatParts(FlatTable(Array(SmallTokenizer.json.utf8))).map { _ in 0 } == 0)
    #expect(try Tokenizer(json: Array(twice.utf8)).encode("abc", addSpecial: false) == [5])
  }
}
