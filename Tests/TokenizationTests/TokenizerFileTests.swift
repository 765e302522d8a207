import ModelFiles
import TestSupport
import Testing

@testable import Tokenization

/// A tokenizer of a few words, with every part that a file can have.
enum SmallTokenizer {
  static let json = #"""
    {"version":"1.0","truncation":null,"padding":null,
     "added_tokens":[
      {"id":9,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
      {"id":10,"content":"<|end|>","single_word":false,"lstrip":false,"rstrip":true,"normalized":false,"special":true},
      {"id":11,"content":"<note>","single_word":false,"lstrip":true,"rstrip":false,"normalized":false,"special":false},
      {"id":12,"content":"solo","single_word":true,"lstrip":false,"rstrip":false,"normalized":false,"special":false}],
     "normalizer":{"type":"NFC"},
     "pre_tokenizer":{"type":"Sequence","pretokenizers":[
      {"type":"Split","pattern":{"Regex":"\\s?\\p{L}+|\\p{N}"},"behavior":"Isolated","invert":false},
      {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]},
     "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
      "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":0}}],
      "special_tokens":{"<s>":{"id":"<s>","ids":[9],"tokens":["<s>"]}}},
     "decoder":{"type":"ByteLevel"},
     "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"",
      "fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
      "vocab":{"a":0,"b":1,"c":2,"Ġ":3,"ab":4,"abc":5,"Ġab":6,"o":7,"s":8},
      "merges":["a b","ab c",["Ġ","ab"]]}}
    """#

  static func make(replacing old: String = "", with new: String = "") throws -> Tokenizer {
    let text = old.isEmpty ? json : json.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    #expect(old.isEmpty || text != json)
    return try Tokenizer(json: Array(text.utf8))
  }
}

@Suite struct TokenizerFileTests {
  @Test(
    arguments: [
      // text, ids without special tokens
      ("abc", [5]), ("ab abab", [4, 6, 4]), ("<s>a", [9, 0]), ("a <note>b", [0, 11, 1]), ("a<|end|>  b", [0, 10, 1]),
      ("solo", [12]), ("solos", [8, 7, 7, 8]), ("xyz", []), ("", []),
    ] as [(String, [Int32])])
  func encodes(_ text: String, _ ids: [Int32]) throws {
    let tokenizer = try SmallTokenizer.make()
    #expect(try tokenizer.encode(text, addSpecial: false) == ids)
    #expect(try tokenizer.encode(text, addSpecial: true) == [9] + ids)
  }

  @Test func specialTokensInTextCanBeTakenAsText() throws {
    let tokenizer = try SmallTokenizer.make()
    #expect(try tokenizer.encode("<s>a<note>", addSpecial: false, parseSpecial: false) == [8, 0, 11])
  }

  @Test func tellsItsParts() throws {
    let tokenizer = try SmallTokenizer.make()
    #expect(tokenizer.vocabularySize == 13)
    #expect(tokenizer.endIDs == [10])
    #expect(tokenizer.id(of: "abc") == 5)
    #expect(tokenizer.isSpecial(9) && !tokenizer.isSpecial(11))
    #expect(tokenizer.bytes(of: 6) == Array(" ab".utf8))
    #expect(tokenizer.bytes(of: 10) == [])
    #expect(tokenizer.bytesIncludingSpecial(of: 10) == Array("<|end|>".utf8))
    #expect(tokenizer.bytes(of: -1) == [] && tokenizer.bytes(of: 99) == [])
    #expect(tokenizer.decode([9, 6, 10, 99, -1], skipSpecial: true) == " ab")
  }

  @Test func readsTheConfiguration() throws {
    let config = #"{"chat_template":"{{ bos_token }}","bos_token":"<s>","eos_token":{"content":"<note>"}}"#
    let tokenizer = try Tokenizer(json: Array(SmallTokenizer.json.utf8), config: Array(config.utf8))
    #expect(tokenizer.chatTemplate == "{{ bos_token }}")
    #expect(tokenizer.specialTokens == ["bos_token": "<s>", "eos_token": "<note>"])
    #expect(tokenizer.endIDs == [10, 11])
  }

  @Test(arguments: [
    (#""type":"NFC""#, #""type":"Rot13""#, "normalizer Rot13"),
    (#""type":"Split""#, #""type":"Jieba""#, "pre_tokenizer Jieba"),
    (#""decoder":{"type":"ByteLevel"}"#, #""decoder":{"type":"Other"}"#, "decoder Other"),
    (#""type":"BPE""#, #""type":"Neural""#, "model Neural"),
    (#""Isolated""#, #""Shredded""#, "split behavior Shredded"),
    (#""dropout":null"#, #""dropout":0.1"#, "BPE dropout"), (#"\\p{N}"#, #"\\p{Klingon}"#, #"pattern \p{Klingon}"#),
    (#""type":"TemplateProcessing""#, #""type":"Other""#, "post_processor Other"),
  ])
  func namesWhatItLacks(_ old: String, _ new: String, _ component: String) {
    #expect(throws: TokenizerError.unsupported(component: component)) {
      try SmallTokenizer.make(replacing: old, with: new)
    }
  }

  @Test(arguments: [
    (#""c":2"#, #""c":1"#), (#""c":2"#, #""c":-1"#), (#""c":2"#, #""c":99999999999"#), (#""ab c""#, #""ab d""#),
    (#""ab c""#, #""abc""#), (#""vocab":{"#, #""words":{"#), (#""ids":[9]"#, #""idz":[9]"#),
    (#""Regex":"#, #""Rogex":"#),
  ])
  func refusesMalformedFiles(_ old: String, _ new: String) {
    #expect {
      try SmallTokenizer.make(replacing: old, with: new)
    } throws: { error in
      if case .malformed? = error as? TokenizerError { true } else { false }
    }
  }

  @Test func mutatedFilesNeverCrash() {
    var random = SeededGenerator(seed: 13)
    let file = Array(SmallTokenizer.json.utf8)
    for _ in 0..<3_000 {
      var bytes = file
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let byte =
          Bool.random(using: &random)
          ? UInt8.random(in: 0x20...0x7e, using: &random) : .random(in: 0...255, using: &random)
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = byte
      }
      guard let tokenizer = try? Tokenizer(json: bytes) else { continue }
      let ids = (try? tokenizer.encode("abc ab<s> 12 é solo", addSpecial: true)) ?? []
      _ = tokenizer.decode(ids, skipSpecial: false)
    }
  }
}

@Suite struct DisarmingTests {
  @Test(arguments: [
    ("plain <note> text", "plain <note> text"), ("<s>x", "< s>x"), ("a<|end|>b<|end|>", "a< |end|>b< |end|>"),
    ("<<s>", "<< s>"), ("<|end|>\u{301}", "< |end|>\u{301}"), ("中<s>", "中< s>"),
  ])
  func breaksSpecialTokensOnly(_ text: String, _ disarmed: String) throws {
    #expect(
      try SmallTokenizer.make().disarmingSpecialTokens(in: text).unicodeScalars.elementsEqual(disarmed.unicodeScalars))
  }

  /// Whatever is put together from parts of special tokens, none is left.
  @Test func leavesNoSpecialToken() throws {
    let tokenizer = try SmallTokenizer.make()
    var random = SeededGenerator(seed: 17)
    let parts = ["<", "s>", "<s>", "<|end|>", "|end|>", "<|", "end", "|>", " ", "\u{301}", "é", "<note>"]
    for _ in 0..<2_000 {
      let text = (0..<8).compactMap { _ in parts.randomElement(using: &random) }.joined()
      let ids = try tokenizer.encode(tokenizer.disarmingSpecialTokens(in: text), addSpecial: false)
      #expect(ids.filter { tokenizer.isSpecial($0) } == [])
    }
  }
}

@Suite struct GGUFTokenizerTests {
  private let metadata: [String: GGUFValue] = [
    "tokenizer.ggml.model": .string("gpt2"), "tokenizer.ggml.pre": .string("qwen2"),
    "tokenizer.ggml.tokens": .strings(["a", "b", "ab", "Ġ", "<|im_end|>", "[PAD]", "[PAD]"]),
    "tokenizer.ggml.token_type": .integers([1, 1, 1, 1, 3, 5, 5]), "tokenizer.ggml.merges": .strings(["a b"]),
    "tokenizer.ggml.eos_token_id": .integer(4), "tokenizer.chat_template": .string("x"),
  ]

  private func tokenizer(_ changes: [String: GGUFValue] = [:]) throws -> Tokenizer {
    try Tokenizer(try GGUFTokenizer(metadata.merging(changes) { $1 }).parts())
  }

  @Test func readsByteLevelVocabularies() throws {
    let tokenizer = try tokenizer()
    #expect(try tokenizer.encode("ab b<|im_end|>", addSpecial: true) == [2, 3, 1, 4])
    #expect(tokenizer.decode([2, 3, 1, 4], skipSpecial: true) == "ab b")
    #expect(tokenizer.endIDs == [4])
    #expect(tokenizer.chatTemplate == "x")
    #expect(tokenizer.specialTokens == ["eos_token": "<|im_end|>"])
  }

  /// They are compiled at their first use, which must not be the first to find one wrong.
  @Test(arguments: GGUFPatterns.families.flatMap(\.patterns))
  func everyNamedPatternIsOne(_ expression: String) throws { _ = try Pattern(expression) }

  @Test(arguments: [
    ("tokenizer.ggml.pre", "newest", "tokenizer.ggml.pre newest"),
    ("tokenizer.ggml.model", "rwkv", "tokenizer.ggml.model rwkv"),
  ])
  func namesWhatItLacks(_ key: String, _ value: String, _ component: String) {
    #expect(throws: TokenizerError.unsupported(component: component)) { try tokenizer([key: .string(value)]) }
  }

  @Test(
    arguments: [
      ["tokenizer.ggml.merges": .strings(["a c"])], ["tokenizer.ggml.merges": .strings(["ab"])],
      ["tokenizer.ggml.merges": .integer(1)], ["tokenizer.ggml.tokens": .strings([])],
      ["tokenizer.ggml.token_type": .integers([1])],
      ["tokenizer.ggml.tokens": .strings(["a", "a", "ab", "Ġ", "x", "y", "z"])],
      ["tokenizer.ggml.model": .string("llama")],
    ] as [[String: GGUFValue]])
  func refusesMalformedMetadata(_ changes: [String: GGUFValue]) {
    #expect(throws: TokenizerError.self) { try tokenizer(changes) }
  }

  /// Keys that are gone, of another kind, or hold other values: an error or a tokenizer, and no trap.
  @Test(arguments: ["gpt2", "llama", "t5", "bert"])
  func mutatedMetadataNeverCrashes(_ model: String) {
    var random = SeededGenerator(seed: 61)
    let names = ["a", "b", "ab", "▁a", "<unk>", "[CLS]", "[SEP]", "##a", "<0x0A>", "Ġ", "", "é", "<s>"]
    func value() -> GGUFValue {
      let count = Int.random(in: 0...9, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: return .integer(.random(in: -3...20, using: &random))
      case 1: return .float([.nan, .infinity, -1.5].randomElement(using: &random) ?? 0)
      case 2: return .bool(.random(using: &random))
      case 3: return .string((names + ["qwen2", "llama", "gemma4", "falcon"]).randomElement(using: &random) ?? "")
      case 4: return .integers(PackedIntegers((0..<count).map { _ in .random(in: -1...300, using: &random) }))
      case 5: return .floats((0..<count).map { _ in [.nan, -.infinity, -2, 0].randomElement(using: &random) ?? 0 })
      default: return .strings(PackedStrings((0..<count).map { _ in names.randomElement(using: &random) ?? "" }))
      }
    }
    var base = metadata
    base["tokenizer.ggml.model"] = .string(model)
    base["tokenizer.ggml.scores"] = .floats([0, -1, -2, -3, 0, 0, 0])
    if model == "bert" { base["tokenizer.ggml.tokens"] = .strings(["[CLS]", "[SEP]", "▁a", "▁b", "c", "[UNK]", "x"]) }
    let keys =
      base.keys.sorted() + [
        "tokenizer.ggml.bos_token_id", "tokenizer.ggml.unknown_token_id", "tokenizer.ggml.precompiled_charsmap",
        "tokenizer.ggml.add_bos_token", "tokenizer.ggml.add_space_prefix", "tokenizer.ggml.remove_extra_whitespaces",
      ]
    for _ in 0..<4_000 {
      var changed = base
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard let key = keys.randomElement(using: &random) else { continue }
        changed[key] = Int.random(in: 0..<6, using: &random) == 0 ? nil : value()
      }
      let tokenizer = try? Tokenizer(try GGUFTokenizer(changed).parts())
      let ids = try? tokenizer?.encode("ab é<s> b\n", addSpecial: true)
      _ = ids.map { tokenizer?.decode($0, skipSpecial: true) }
    }
  }

  /// Merges follow from the scores; bytes without token fall back.
  @Test func readsSentencePieceVocabularies() throws {
    let bytes = (0..<256).map { "<0x\($0 < 16 ? "0" : "")\(String($0, radix: 16, uppercase: true))>" }
    let tokens = ["<unk>", "<s>", "</s>"] + bytes + ["▁", "a", "b", "ab", "▁a"]
    let tokenizer = try tokenizer([
      "tokenizer.ggml.model": .string("llama"), "tokenizer.ggml.tokens": .strings(PackedStrings(tokens)),
      "tokenizer.ggml.token_type": .integers(
        PackedIntegers([2, 3, 3] + [Int64](repeating: 6, count: 256) + [1, 1, 1, 1, 1])),
      "tokenizer.ggml.scores": .floats([Double](repeating: 0, count: 259) + [-3, -4, -5, -1, -2]),
      "tokenizer.ggml.bos_token_id": .integer(1), "tokenizer.ggml.eos_token_id": .integer(2),
    ])
    #expect(try tokenizer.encode("ab a", addSpecial: true) == [1, 259, 262, 263])
    #expect(try tokenizer.encode("é", addSpecial: false) == [259, 3 + 0xc3, 3 + 0xa9])
    #expect(tokenizer.decode([259, 262, 263], skipSpecial: true) == "ab a")
    #expect(tokenizer.bytes(of: 3 + 0xc3) == [0xc3])
  }
}
