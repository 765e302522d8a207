import ModelFiles
import TestSupport
import Testing

@testable import Tokenization

/// Protobuf as SentencePiece writes it.
private struct ProtobufWriter {
  var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7f {
      bytes.append(UInt8(rest & 0x7f | 0x80))
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func number(_ field: Int, _ value: Int) {
    varint(UInt64(field << 3))
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func text(_ field: Int, _ value: [UInt8]) {
    varint(UInt64(field << 3 | 2))
    varint(UInt64(value.count))
    bytes += value
  }

  mutating func float(_ field: Int, _ value: Float) {
    varint(UInt64(field << 3 | 5))
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32($0 * 8)) }
  }
}

@Suite struct SentencePieceFileTests {
  /// A model of a few pieces; the first three are unknown, start and end.
  static func file(
    _ pieces: [(String, Float)], algorithm: Int, training: [(Int, Int)] = [], normalization: [(Int, Int)] = []
  ) -> [UInt8] {
    var model = ProtobufWriter()
    for (index, (text, score)) in ([("<unk>", 0), ("<s>", 0), ("</s>", 0)] + pieces).enumerated() {
      var piece = ProtobufWriter()
      piece.text(1, Array(text.utf8))
      piece.float(2, score)
      if index < 3 { piece.number(3, index == 0 ? 2 : 3) }
      model.text(1, piece.bytes)
    }
    var trainer = ProtobufWriter()
    for (field, value) in [(3, algorithm)] + training { trainer.number(field, value) }
    model.text(2, trainer.bytes)
    var normalizer = ProtobufWriter()
    for (field, value) in normalization { normalizer.number(field, value) }
    model.text(3, normalizer.bytes)
    return model.bytes
  }

  private static let words: [(String, Float)] = [
    ("▁", -3), ("a", -4), ("b", -4), ("ab", -2), ("▁a", -2.5), ("▁ab", -1.5), ("a▁", -2.5), ("ab▁", -1.5),
  ]

  @Test(
    arguments: [
      // algorithm, training, normalization, text, ids without special tokens, text again
      (1, [], [], " ab  a ", [8, 7], "ab a"), (1, [], [(3, 0)], "ab", [6], "ab"), (1, [], [], "xy", [3, 0], "<unk>"),
      (2, [], [(4, 0)], "ab a", [8, 7], "ab a"), (2, [], [], "  ab   a ", [8, 7], "ab a"),
      (2, [(24, 1)], [], "ab a", [10, 9], "ab a"), (4, [], [], "ab", [3, 4, 5], "ab"),
      (3, [], [], "ab b", [8, 0], "ab<unk>"),
    ] as [(Int, [(Int, Int)], [(Int, Int)], String, [Int32], String)])
  func encodes(
    _ algorithm: Int, _ training: [(Int, Int)], _ normalization: [(Int, Int)], _ text: String, _ ids: [Int32],
    _ decoded: String
  ) throws {
    let file = Self.file(Self.words, algorithm: algorithm, training: training, normalization: normalization)
    let tokenizer = try Tokenizer(sentencePiece: file)
    #expect(try tokenizer.encode(text, addSpecial: false) == ids)
    #expect(tokenizer.decode(ids, skipSpecial: false) == decoded)
    #expect(try tokenizer.encoding(of: text, addSpecial: false).ids == ids)
  }

  @Test func theConfigurationSaysWhichTokensStandAround() throws {
    let file = Self.file(Self.words, algorithm: 2)
    #expect(try Tokenizer(sentencePiece: file).encode("ab", addSpecial: true) == [1, 8])
    let config = Array(#"{"add_bos_token":false,"add_eos_token":true}"#.utf8)
    #expect(try Tokenizer(sentencePiece: file, config: config).encode("ab", addSpecial: true) == [8, 2])
  }

  @Test(
    arguments: [
      [0x0a], [0x0a, 0x05, 0x01], [0x0f], [0x08], [0xff, 0xff, 0xff], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], [],
    ] as [[UInt8]])
  func refusesOtherFiles(_ bytes: [UInt8]) {
    #expect(throws: TokenizerError.self) { try Tokenizer(sentencePiece: bytes) }
  }

  @Test func mutatedFilesNeverCrash() {
    var random = SeededGenerator(seed: 23)
    for algorithm in 1...4 {
      let file = Self.file(Self.words, algorithm: algorithm)
      for _ in 0..<1_500 {
        let bytes = mutated(file, &random)
        guard let tokenizer = try? Tokenizer(sentencePiece: bytes) else { continue }
        _ = try? tokenizer.encoding(of: "ab é ab a", addSpecial: true)
      }
    }
  }
}

/// `bytes` with some changed, some taken out, or the end missing.
private func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.remove(at: index)
    case 1: bytes.insert(.random(in: 0...255, using: &random), at: index)
    case 2: bytes[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
    default: bytes[index] = .random(in: 0...255, using: &random)
    }
  }
  return Bool.random(using: &random) ? bytes : Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
}

@Suite struct RankFileTests {
  /// a, b, c, ab, abc, and a space.
  private static let file = "YQ== 0\nYg== 1\nYw== 2\nYWI= 3\nYWJj 4\nIA== 5\n"

  @Test func mergesWhatTogetherIsAToken() throws {
    let encoding = RankEncoding(pattern: WordPatterns.gpt2, special: [])
    let tokenizer = try Tokenizer(try RankFile(Array(Self.file.utf8)).parts(encoding))
    #expect(try tokenizer.encode("abc abab", addSpecial: false) == [4, 5, 3, 3])
    #expect(tokenizer.decode([4, 5, 3, 3], skipSpecial: false) == "abc abab")
  }

  @Test func namesFilesThatItDoesNotKnow() {
    #expect {
      try Tokenizer(ranks: Array(Self.file.utf8), fileName: "mine.tiktoken")
    } throws: { "\($0)".contains("mine.tiktoken") }
  }

  @Test(arguments: [
    "YQ==", "YQ== x", "?? 1", "YQ== -1", "YQ== 0\nYg== 0", "YQ== 99999999999", "YQ== 1 2", "YQ== 0\nYQ== 1",
  ])
  func refusesMalformedLines(_ text: String) {
    #expect(throws: TokenizerError.self) {
      try RankFile(Array(text.utf8)).parts(RankEncoding(pattern: "a", special: []))
    }
  }

  @Test func readsTekken() throws {
    let json = #"""
      {"config":{"pattern":"\\w+|\\s+","default_vocab_size":6,"default_num_special_tokens":3},
       "vocab":[{"rank":0,"token_bytes":"YQ=="},{"rank":1,"token_bytes":"Yg=="},{"rank":2,"token_bytes":"YWI="}]}
      """#
    let tokenizer = try Tokenizer(json: Array(json.utf8))
    #expect(try tokenizer.encode("<s>ab", addSpecial: true) == [1, 1, 5])
    var random = SeededGenerator(seed: 29)
    for _ in 0..<2_000 { _ = try? Tokenizer(json: mutated(Array(json.utf8), &random)) }
  }

  @Test func mutatedFilesNeverCrash() {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<2_000 {
      let bytes = mutated(Array(Self.file.utf8), &random)
      _ = try? Tokenizer(ranks: bytes, fileName: "gpt2.tiktoken")
      _ = RankFile.isLikely(bytes)
    }
  }
}

@Suite struct BertVocabularyTests {
  private static let file = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nab\n##c\na\n,\n"

  @Test func readsOneTokenALine() throws {
    let tokenizer = try Tokenizer(bertVocabulary: Array(Self.file.utf8))
    #expect(try tokenizer.encode("ABC, a x", addSpecial: true) == [2, 4, 5, 7, 6, 1, 3])
    #expect(tokenizer.decode([2, 4, 5, 7, 6, 3], skipSpecial: true) == "abc, a")
    let cased = try Tokenizer(
      bertVocabulary: Array(Self.file.utf8), config: Array(#"{"do_lower_case":false}"#.utf8))
    #expect(try cased.encode("ABC", addSpecial: false) == [1])
  }

  @Test func mutatedListsNeverCrash() {
    var random = SeededGenerator(seed: 62)
    for _ in 0..<6_000 {
      var bytes = Array((Self.file + "é\n##中\r\n").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = [0x0a, 0x0d, 0x23, 0x00, 0x5b, 0xe4, 0xff].randomElement(using: &random) ?? 0
        default: bytes.insert(contentsOf: bytes[index...].prefix(6), at: index)
        }
      }
      let tokenizer = try? Tokenizer(bertVocabulary: bytes)
      _ = try? tokenizer?.encode("abc é 中, [SEP]", addSpecial: true)
    }
  }

  @Test(arguments: ["ab\nab\n", "a\n", "[CLS]\n[SEP]\n\u{0}\n\u{0}\n"])
  func refusesMalformedLists(_ text: String) {
    #expect(throws: TokenizerError.self) { try Tokenizer(bertVocabulary: Array(text.utf8)) }
  }
}

@Suite struct CharsMapTests {
  @Test func randomMapsNeverCrash() throws {
    var random = SeededGenerator(seed: 37)
    let text = Array("ab é 中文 👩‍👩‍👧 e\u{301}\r\n".utf8)
    for _ in 0..<3_000 {
      let size = UInt32.random(in: 1...40, using: &random) * 4
      var blob = (0..<4).map { UInt8(truncatingIfNeeded: size >> UInt32($0 * 8)) }
      blob += (0..<Int(size)).map { _ in UInt8.random(in: 0...255, using: &random) }
      blob += Array("x\0yz\0é\0".utf8)
      guard let map = try? CharsMap(blob) else { continue }
      _ = try Normalizer.charsMap(map).normalize(text)
    }
  }

  @Test(arguments: [[], [4, 0, 0, 0], [255, 255, 255, 255, 0, 0, 0, 0], [3, 0, 0, 0, 1, 2, 3, 4]] as [[UInt8]])
  func refusesWrongLengths(_ blob: [UInt8]) { #expect(throws: TokenizerError.self) { try CharsMap(blob) } }
}

@Suite struct ByteTrieTests {
  @Test func findsWhatItHolds() {
    var random = SeededGenerator(seed: 41)
    for _ in 0..<200 {
      let keys = (0..<Int.random(in: 0...60, using: &random)).map { id in
        let key = (0..<Int.random(in: 1...6, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) * 85 }
        return (key: key, id: Int32(id))
      }
      let trie = ByteTrie(keys)
      let ids = Dictionary(keys.map { ($0.key, $0.id) }, uniquingKeysWith: { $1 })
      for _ in 0..<200 {
        let key = (0..<Int.random(in: 1...6, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) * 85 }
        #expect(trie.id(of: key.span, 0..<key.count) == ids[key] ?? ByteTrie.none)
      }
    }
  }
}
