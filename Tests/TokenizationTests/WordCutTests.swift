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
      "\u{200d}", ",", "'", "¨", "\u{1f469}", "\u{600}", "▁", "\0",
    ]
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 0...14, using: &random)).compactMap { _ in parts.randomElement(using: &random) }
        .joined()
      let whole = try tokenizer.encoding(of: text, addSpecial: false).ids
      #expect(try tokenizer.encode(text, addSpecial: false) == whole, "\(text.debugDescription)")
      #expect(try tokenizer.encode(text, addSpecial: false) == whole)
    }
  }

  @Test func theCacheForgetsWhenItIsFull() {
    var cache = WordCache()
    var ids: [Int32] = []
    for number in 0..<(WordCache.wordCountMax + 10) {
      let word = Array("word\(number)".utf8)
      #expect(!cache.append(word.span, 0..<word.count, to: &ids))
      cache.insert(word.span, 0..<word.count, [Int32(number)])
      #expect(cache.append(word.span, 0..<word.count, to: &ids))
    }
    #expect(ids == (0..<Int32(WordCache.wordCountMax + 10)).map { $0 })
    let first = Array("word0".utf8)
    #expect(!cache.append(first.span, 0..<first.count, to: &ids))
  }
}
