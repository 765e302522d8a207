import Foundation
import TestSupport
import Testing

@testable import Tokenization

/// A compiled tokenizer is the same tokenizer; a file that is not surely the right one is not used.
@Suite struct CompiledTokenizerTests {
  private static let texts = [
    "", "a", "abc ab solo solos <s><|end|>  b <note>", "The patient's blood pressure was 120/80 mmHg.\n\n  Next line",
    "头孢克肟 0.1 g，每日两次。", "naïve e\u{301} 🙂‍👩 \u{0}\u{fffd}", String(repeating: "ab ", count: 400),
  ]

  private func isSame(_ one: Tokenizer, _ other: Tokenizer) throws -> Bool {
    guard one.vocabularySize == other.vocabularySize, one.endIDs == other.endIDs, one.padding == other.padding,
      one.chatTemplate == other.chatTemplate, one.specialTokens == other.specialTokens,
      one.truncation == other.truncation
    else { return false }
    for text in Self.texts {
      let ids = try one.encode(text, addSpecial: true)
      let everyThird = ids.enumerated().filter { $0.offset % 3 != 1 }.map(\.element)
      guard try ids == other.encode(text, addSpecial: true),
        try one.encoding(of: text, pairedWith: "b a", addSpecial: true)
          == other.encoding(of: text, pairedWith: "b a", addSpecial: true)
      else { return false }
      for ids in [ids, everyThird] {
        guard one.decode(ids, skipSpecial: false) == other.decode(ids, skipSpecial: false),
          one.decode(ids, skipSpecial: true) == other.decode(ids, skipSpecial: true),
          ids.map({ one.bytes(of: $0) }) == ids.map({ other.bytes(of: $0) })
        else { return false }
      }
    }
    return true
  }

  private func reopened(_ tokenizer: Tokenizer) throws -> Tokenizer? {
    try withFolder { folder in
      guard let writer = tokenizer.compiled() else { return nil }
      writer.write(to: folder + "/x", key: [1])
      return try CompiledFile(path: folder + "/x", key: [1]).map { file in try Tokenizer(file) }
    }
  }

  private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "weirtok-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  @Test func aSmallTokenizerComesBack() throws {
    let tokenizer = try SmallTokenizer.make()
    let back = try #require(try reopened(tokenizer))
    #expect(try isSame(tokenizer, back))
    #expect(try back.encode("abc", addSpecial: false) == [5])
  }

  /// Every model, normalizer, pre-tokenizer, post-processor and decoder of the published vocabularies.
  @Test(.enabled(if: hasReferenceData), arguments: ReferenceVocabulary.supported)
  func aPublishedVocabularyComesBack(_ vocabulary: ReferenceVocabulary) throws {
    let tokenizer = try #require(try vocabulary.tokenizer)
    let back = try #require(try reopened(tokenizer))
    #expect(try isSame(tokenizer, back))
  }

  @Test func theCacheFollowsItsSource() throws {
    try withFolder { folder in
      let source = folder + "/tokenizer.json", cache = folder + "/cache"
      func open() throws -> Tokenizer { try Tokenizer(path: source, cache: cache) }
      func compiledFiles() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: cache) }
      try Data(SmallTokenizer.json.utf8).write(to: URL(filePath: source))
      #expect(try open().id(of: "abc") == 5)
      #expect(try compiledFiles().count == 1)
      #expect(try open().id(of: "abc") == 5)
      let changed = SmallTokenizer.json.replacing(#""abc":5"#, with: #""abd":5"#).replacing(#","ab c""#, with: "")
      try Data(changed.utf8).write(to: URL(filePath: source))
      #expect(try open().id(of: "abc") == nil)
      #expect(try open().id(of: "abd") == 5)
      try Data(#"{"bos_token":"<s>"}"#.utf8).write(to: URL(filePath: folder + "/tokenizer_config.json"))
      #expect(try open().specialTokens == ["bos_token": "<s>"])
      #expect(try open().specialTokens == ["bos_token": "<s>"])
      #expect(try compiledFiles().count == 1)
    }
  }

  @Test func aFolderThatCannotBeWrittenIsNoError() throws {
    try withFolder { folder in
      let source = folder + "/tokenizer.json"
      try Data(SmallTokenizer.json.utf8).write(to: URL(filePath: source))
      #expect(try Tokenizer(path: source, cache: source + "/no-folder").id(of: "abc") == 5)
    }
  }

  /// Cut at any length, any bit turned over, another key, another file: not used, and made anew.
  @Test func aDamagedFileIsNotUsed() throws {
    let writer = try #require(try SmallTokenizer.make().compiled())
    let bytes = writer.bytes(key: [7, 8])
    var random = SeededGenerator(seed: 71)
    try withFolder { folder in
      let path = folder + "/x"
      func opens(_ bytes: [UInt8], key: [UInt64] = [7, 8]) throws -> Bool {
        try Data(bytes).write(to: URL(filePath: path))
        return CompiledFile(path: path, key: key) != nil
      }
      #expect(try opens(bytes))
      #expect(try !opens(bytes, key: [7, 9]) && !opens(bytes, key: [7]) && !opens(bytes + [0]))
      for _ in 0..<200 { #expect(try !opens(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))))) }
      for _ in 0..<600 {
        var damaged = bytes
        let index = Int.random(in: 0..<min(bytes.count, Bool.random(using: &random) ? 512 : .max), using: &random)
        damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        // Bytes between sections are read by nobody, but are part of the checksum all the same; those behind the header
        // are not.
        if try opens(damaged) { #expect(isPaddingOfHeader(index, bytes)) }
      }
    }
  }

  private func isPaddingOfHeader(_ index: Int, _ bytes: [UInt8]) -> Bool {
    let sections = CompiledFile.Section.allCases.count
    return index >= (7 + 2 + 2 * sections) * 8 && index < ((7 + 2 + 2 * sections) * 8 + 63) / 64 * 64
  }

  /// The parts section alone, whatever it holds: an error or a tokenizer, and no trap.
  @Test func mutatedPartsNeverCrash() throws {
    var packer = Packer()
    let parts = try SmallTokenizer.make().parts
    packer.put(parts.normalizer)
    packer.put(parts.preTokenizer)
    packer.put(parts.postProcessor)
    packer.put(parts.decoder)
    packer.put(parts.addedTokens)
    packer.put(parts.chat)
    var random = SeededGenerator(seed: 72)
    for _ in 0..<20_000 {
      var bytes = packer.bytes
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...8, using: &random))
      var unpacker = Unpacker(bytes)
      do {
        let _: Normalizer = try unpacker.value()
        let _: PreTokenizer = try unpacker.value()
        let _: PostProcessor = try unpacker.value()
        let _: Decoder = try unpacker.value()
        let _: [AddedToken] = try unpacker.values()
        let _: ChatSettings = try unpacker.value()
      } catch {}
    }
  }
}
