import Foundation
import TestSupport
import Testing

@testable import Tokenization

@Suite struct WordCutTests {
  private static let unigram = #"""
    {"added_tokens":[],"normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Strip","strip_left":false,
      "strip_right":true},{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"▁"}]},
     "pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
     "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁",-2],["a",-3],["b",-3.5],["ab",-4],["▁a",-4.5],
      ["é",-3],["中",-3],["▁中",-5],["\u0301",-6]]}}
    """#

  private static let wordPiece = #"""
    {"added_tokens":[],"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
      "strip_accents":null,"lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
     "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":20,
      "vocab":{"[UNK]":0,"a":1,"b":2,"##a":3,"##b":4,"ab":5,"e":6,"##e":7,"中":8,",":9,"'":10}}}
    """#

  /// With words cut apart and remembered, or the whole text at once with its places: the same ids, the first time and
  /// again.
  @Test(arguments: [unigram, wordPiece]) func changesNoIDs(_ json: String) throws {
    let tokenizer = try Tokenizer(json: Array(json.utf8))
    var random = SeededGenerator(seed: 43)
    let parts = [
      "a", "b", "AB", "ab", " ", "  ", "\n", "\r\n", "\t", "\u{301}", "é", "e\u{301}", "中", "\u{a0}", "\u{3000}",
      "\u{85}",
      "\u{200d}", ",", "'", "，", "。", "文字", "<", "¨", "\u{1f469}", "\u{600}", "▁", "\0",
    ]
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 0...14, using: &random)).compactMap { _ in parts.randomElement(using: &random) }
        .joined()
      let whole = try tokenizer.encoding(of: text, addSpecial: false).ids
      #expect(try tokenizer.encode(text, addSpecial: false) == whole, "\(text.debugDescription)")
      #expect(try tokenizer.encode(text, addSpecial: false) == whole)
    }
  }

  /// What a scalar becomes by itself it becomes among others.
  @Test(arguments: [unigram, wordPiece]) func scalarsKeepTheirFates(_ json: String) throws {
    try scalarsKeepTheirFates(Tokenizer(json: Array(json.utf8)))
  }

  @Test(
    .enabled(if: Fixtures.shared("tokenizer/vocabs/hf") != nil),
    arguments: ["t5-small", "xlnet-base-cased", "minilm", "bert-base-cased"])
  func scalarsKeepTheirFatesInFiles(_ name: String) throws {
    let file = try #require(Fixtures.shared("tokenizer/vocabs/hf/\(name).json"))
    try scalarsKeepTheirFates(Tokenizer(path: file.path))
  }

  /// A text that is replaced matters to words with its own scalars only.
  @Test(.enabled(if: Fixtures.shared("tokenizer/vocabs/hf/xlnet-base-cased.json") != nil))
  func scalarsOfReplacedTextsStayStepwise() throws {
    let file = try #require(Fixtures.shared("tokenizer/vocabs/hf/xlnet-base-cased.json"))
    let tokenizer = try Tokenizer(path: file.path)
    let cut = try #require(WordCut(tokenizer.parts))
    let fates: [(Unicode.Scalar, WordCut.Fate)] = [
      ("a", .same), ("\"", .same), ("`", .stepwise), ("'", .stepwise), ("é", .stepwise), (" ", .space),
    ]
    for (scalar, fate) in fates { #expect(cut.fate(of: scalar.value) == fate, "\(scalar.value)") }
    var random = SeededGenerator(seed: 48)
    for _ in 0..<10_000 {
      let text = (0..<Int.random(in: 0...9, using: &random)).compactMap { _ in
        ["a", "b", "`", "'", "``", "\"", "é", "\u{ff40}", "\u{301}", " ", "."].randomElement(using: &random)
      }
      let whole = try tokenizer.encoding(of: text.joined(), addSpecial: false).ids
      #expect(try tokenizer.encode(text.joined(), addSpecial: false) == whole, "\(text)")
    }
  }

  /// The steps of SentencePiece's own files, whose map of characters is that of a tokenizer.json here.
  @Test(.enabled(if: Fixtures.shared("tokenizer/vocabs/hf/t5-small.json") != nil), arguments: [true, false])
  func scalarsKeepTheirFatesInSentencePiece(_ cutsAtWhitespace: Bool) throws {
    let file = try #require(Fixtures.shared("tokenizer/vocabs/hf/t5-small.json"))
    let tokenizer = try Self.sentencePiece(Tokenizer(path: file.path).parts, cutsAtWhitespace)
    let cut = try #require(WordCut(tokenizer.parts))
    #expect(cut.fate(of: 0xe9) == .same)
    #expect(cut.fate(of: 0xff21) == .changed([0x41]))
    #expect(cut.fate(of: 0xa0) == .space)
    #expect(cut.fate(of: 0x0a) == .space)
    #expect(cut.fate(of: 0x0d) == .complex)
    #expect(cut.fate(of: 0x01) == .complex)
    try scalarsKeepTheirFates(tokenizer)
    var random = SeededGenerator(seed: 47)
    let parts = [
      "a", "é", "中", "Ａ", "\u{301}", "\u{1}", "¨", " ", "  ", "\u{a0}", "\u{3000}", "\n", "\r", "\t", "\u{85}", "▁",
      "\u{200b}",
    ]
    for _ in 0..<10_000 {
      let text = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in parts.randomElement(using: &random) }
        .joined()
      let whole = try tokenizer.encoding(of: text, addSpecial: false).ids
      #expect(try tokenizer.encode(text, addSpecial: false) == whole, "\(text.debugDescription)")
    }
  }

  private static func sentencePiece(_ parts: TokenizerParts, _ cutsAtWhitespace: Bool) throws -> Tokenizer {
    var parts = parts
    let space = Array("▁".utf8)
    parts.normalizer = .sequence([
      parts.normalizer, .strip(start: false, end: true), .replace(.spaceRuns, with: space),
    ])
    let metaspace = PreTokenizer.metaspace(Metaspace(replacement: space, scheme: .always, splits: true))
    let atWhitespace = PreTokenizer.split(.scalars(.whitespace), .removed, isInverted: false)
    parts.preTokenizer = cutsAtWhitespace ? .sequence([atWhitespace, metaspace]) : metaspace
    return try Tokenizer(parts)
  }

  /// Words put together by chance from all scalars of a page and some of another: the ids that the steps give the whole text.
  private func scalarsKeepTheirFates(_ tokenizer: Tokenizer) throws {
    var random = SeededGenerator(seed: 45)
    for page in Array(0..<UInt32(0x202)) + [0x2f8, 0xe01] {
      let other = Bool.random(using: &random) ? page : UInt32.random(in: 0..<0x30, using: &random)
      let scalars = (0..<UInt32(256)).flatMap { low in
        [page << 8 | low, other << 8 | UInt32.random(in: 0..<256, using: &random), 0x61]
      }
      var text = String.UnicodeScalarView()
      for scalar in scalars.shuffled(using: &random).compactMap(Unicode.Scalar.init) {
        text.append(scalar)
        if Int.random(in: 0..<4, using: &random) == 0 { text.append(" ") }
      }
      let whole = try tokenizer.encoding(of: String(text), addSpecial: false).ids
      #expect(try tokenizer.encode(String(text), addSpecial: false) == whole, "page \(page) with \(other)")
      #expect(try tokenizer.encode(String(text), addSpecial: false) == whole)
    }
  }

  /// Fates as the steps have them.
  @Test func tellsFates() throws {
    let cut = try #require(WordCut(try Tokenizer(json: Array(Self.wordPiece.utf8)).parts))
    let fates: [(Unicode.Scalar, WordCut.Fate)] = [
      ("a", .same), ("A", .changed([0x61])), (",", .alone([0x2c])), ("中", .alone(Array("中".utf8))), (" ", .space),
      ("\u{a0}", .space), ("É", .changed([0x65])), ("\u{301}", .changed([])), ("\u{200d}", .changed([])),
      ("ж", .same), ("\u{302e}", .complex),
    ]
    for (scalar, fate) in fates { #expect(cut.fate(of: scalar.value) == fate, "\(scalar.value)") }
    let other = try #require(WordCut(try Tokenizer(json: Array(Self.unigram.utf8)).parts))
    #expect(other.fate(of: 0xe9) == .stepwise)
    #expect(other.fate(of: 0x301) == .complex)
  }

  /// Words of any length, more of them than are remembered, and the same again: each gets its own ids.
  @Test(arguments: [unigram, wordPiece]) func wordsAreRememberedWithTheirIDs(_ json: String) throws {
    let tokenizer = try Tokenizer(json: Array(json.utf8))
    var random = SeededGenerator(seed: 44)
    let words = (0..<30_000).map { _ in
      (0..<Int.random(in: 1...40, using: &random)).map { _ in ["a", "b", "c", "."].randomElement(using: &random) ?? "a"
      }
      .joined()
    }
    let expected = try words.map { try tokenizer.encoding(of: $0, addSpecial: false).ids }
    for _ in 0..<2 {
      let chosen = (0..<40_000).map { _ in Int.random(in: 0..<words.count, using: &random) }
      let text = chosen.map { words[$0] }.joined(separator: " ")
      #expect(try tokenizer.encode(text, addSpecial: false) == chosen.flatMap { expected[$0] })
    }
  }

  /// Words of Unigram are cut into parts where no token reaches over, but not where two ways are as good: which is taken then
  /// depends on what rounding makes of the scores before.
  @Test func partsOfWordsAreWhatTheWholeIs() throws {
    var random = SeededGenerator(seed: 46)
    let letters = ["a", "b", "-", ".", "é", "中", "文", "<unk>"]
    func text(_ counts: ClosedRange<Int>) -> String {
      (0..<Int.random(in: counts, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }.joined()
    }
    for _ in 0..<200 {
      var vocabulary = ["<unk>": 0.0, "▁": -2]
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        vocabulary[text(1...3)] = -Double(Int.random(in: 1...9, using: &random)) / 3
      }
      let entries = vocabulary.sorted { $0.key < $1.key }.map { #"["\#($0.key)",\#($0.value)]"# }
      let unknown = vocabulary.keys.sorted().firstIndex(of: "<unk>") ?? 0
      let json = #"""
        {"added_tokens":[],"normalizer":null,"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},
          {"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}]},
         "model":{"type":"Unigram","unk_id":\#(unknown),"vocab":[\#(entries.joined(separator: ","))]}}
        """#
      let tokenizer = try Tokenizer(json: Array(json.utf8))
      for _ in 0..<20 {
        let text = (0..<Int.random(in: 1...6, using: &random)).map { _ in text(1...30) }.joined(separator: " ")
        let whole = try tokenizer.encoding(of: text, addSpecial: false).ids
        #expect(try tokenizer.encode(text, addSpecial: false) == whole, "\(text) with \(json)")
        #expect(try tokenizer.encode(text, addSpecial: false) == whole)
      }
    }
  }

  /// A control character is taken away: what is left of a word has its visible space all the same, also where that is
  /// unknown, and what is unknown on both sides becomes one token.
  @Test(arguments: ["\u{1}中", "\u{1}a中", "中\u{1}文", "a\u{1}", "\u{1}", "a \u{1} b", "\u{1}\u{1}文字 中\u{1}a\u{1}中"])
  func whatIsTakenAwayLeavesNoTrace(_ text: String) throws {
    let json = #"""
      {"added_tokens":[],"normalizer":{"type":"Nmt"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[
        {"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}]},
       "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁",-2],["a",-3],["b",-3.5],["▁a",-4.5]]}}
      """#
    let tokenizer = try Tokenizer(json: Array(json.utf8))
    let whole = try tokenizer.encoding(of: text, addSpecial: false).ids
    #expect(try tokenizer.encode(text, addSpecial: false) == whole)
    #expect(try tokenizer.encode(text, addSpecial: false) == whole)
  }

  /// More parts than are looked up at once.
  @Test func longWordsHaveTheIDsOfTheirParts() throws {
    let tokenizer = try Tokenizer(json: Array(Self.unigram.utf8))
    for piece in ["ab.", "中", "aab--", "a\u{301}"] {
      let text = "a " + String(repeating: piece, count: 1_000) + " b"
      #expect(try tokenizer.encode(text, addSpecial: false) == tokenizer.encoding(of: text, addSpecial: false).ids)
    }
  }
}
