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

  /// What is always a word by itself is so because the steps around the model make it one.
  @Test func aloneIsWhatThePartsIsolate() {
    for scalar in WordCut.punctuation.joined() { #expect(ScalarSet.punctuation.contains(scalar), "\(scalar)") }
    let plain = Set(WordCut.plain.joined())
    #expect(WordCut.punctuation.joined().allSatisfy(plain.contains))
    #expect(WordCut.ideographs.joined().allSatisfy(plain.contains))
  }

  /// Words of any length, more of them than are remembered, and the same again: each gets the ids it was given.
  @Test func wordsAreRememberedWithTheirIDs() throws {
    let tokenizer = try Tokenizer(json: Array(Self.wordPiece.utf8))
    let cut = try #require(WordCut(tokenizer.parts))
    let memories = WordMemories(cut)
    var random = SeededGenerator(seed: 44)
    let words = (0..<60_000).map { number in
      Array("w\(number)".utf8) + [UInt8](repeating: 0x78, count: Int.random(in: 0...40, using: &random))
    }
    func ids(_ word: ArraySlice<UInt8>) -> [Int32] {
      let sum = word.reduce(0) { ($0 * 31 + Int32($1)) % 100_000 }
      return [Int32](repeating: sum, count: Int(sum % 11))
    }
    for _ in 0..<2 {
      let chosen = (0..<40_000).compactMap { _ in words.randomElement(using: &random) }
      let text = Array(chosen.joined(separator: [0x20]))
      let found = try memories.withMemory { (memory) throws(TokenizerError) in
        var found: [Int32] = []
        try memory.encode(text, 0..<text.count, into: &found) { word, out in out += ids(text[word]) }
        return found
      }
      #expect(found == chosen.flatMap { ids($0[...]) })
    }
  }
}
