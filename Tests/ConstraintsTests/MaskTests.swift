import Foundation
import TestSupport
import Testing
import Tokenization

@testable import Constraints

/// A mask holds just the tokens whose bytes the automaton takes.
struct MaskTests {
  private static let schemas = [
    "{}", #"{"type":"string"}"#, #"{"type":"string","maxLength":30}"#,
    #"{"type":"string","maxLength":7,"minLength":3}"#,
    #"{"type":"string","pattern":"^[a-z ]+$"}"#, #"{"enum":["abc","abcdefgh",12,123,null]}"#,
    #"{"type":"number","minimum":-12.5}"#,
    #"{"type":"array","items":{"type":"array","items":{"type":"string"},"maxItems":2},"minItems":1}"#,
    #"{"properties":{"a":{"type":"string"},"b":{"type":"array","items":{"type":"integer"}}},"required":["b"]}"#,
    #"{"properties":{"a":{"type":"boolean"}},"additionalProperties":{"type":"string","format":"date"}}"#,
  ]

  @Test(arguments: schemas) func `a mask is what trying every token gives`(schema: String) throws {
    var random = SeededGenerator(seed: 5)
    let vocabulary = SmallVocabulary.vocabulary
    let constraint = try Constraint(schema: schema, vocabulary: vocabulary)
    for _ in 0..<8 {
      var answer = ConstrainedText(constraint)
      for _ in 0..<60 {
        let mask = answer.allowed()
        for token in 0..<Int32(vocabulary.count) {
          var trial = answer
          let isTaken = trial.append(token)
          #expect(mask.contains(Int(token)) == isTaken, "\(SmallVocabulary.words[Int(token)])")
        }
        let again = answer.allowed()
        #expect(again == mask)
        if answer.isAtEnd() { break }
        let isTaken = answer.append(Int32(try #require(mask.tokens.randomElement(using: &random))))
        #expect(isTaken)
      }
    }
  }

  /// Control tokens add no bytes, whatever they are written as.
  @Test func `a token without bytes is never allowed`() throws {
    let words: [[UInt8]] = (UInt8.min...UInt8.max).map { [$0] } + [[], Array("<|end|>".utf8)]
    let vocabulary = Vocabulary(count: words.count) { words[Int($0)] }
    var answer = ConstrainedText(try Constraint(schema: #"{"type":"string"}"#, vocabulary: vocabulary))
    let isOpen = answer.append(0x22)
    let mask = answer.allowed()
    #expect(isOpen && !mask.contains(256) && mask.contains(257))
  }

  @Test func `a vocabulary that cannot write JSON is refused, and one without other bytes is kept to what it has`()
    throws
  {
    let letters = Vocabulary(count: 26) { [UInt8($0) + 97] }
    #expect(throws: ConstraintError.self) { try Constraint(schema: "{}", vocabulary: letters) }
    let ascii = Vocabulary(count: 128) { $0 < 127 ? [UInt8($0)] : Array("é".utf8.prefix(1)) }
    var answer = ConstrainedText(try Constraint(schema: #"{"type":"string"}"#, vocabulary: ascii))
    let isOpen = answer.append(0x22)
    // What begins a character that no token completes leads nowhere.
    let allowed = answer.allowed().tokens
    #expect(isOpen && allowed == Array(0x20...0x7e))
    #expect(throws: ConstraintError.self) { try Constraint(schema: #"{"const":"é"}"#, vocabulary: ascii) }
  }

  @Test func `an answer finds its place again after the tables were emptied`() throws {
    let constraint = try Constraint(
      schema: #"{"type":"array","items":{"type":"string","maxLength":5000}}"#, vocabulary: SmallVocabulary.vocabulary)
    var early = ConstrainedText(constraint), late = early
    let begins = early.append(bytes: Array(#"["one","#.utf8))
    let before = early.allowed()
    let isLong = late.append(
      bytes: Array("[\"".utf8) + Array(repeating: 0x61, count: ConstraintLimits.configurationsMax))
    let (after, within) = (early.allowed(), late.allowed())
    #expect(begins && isLong && after == before && within.contains(0x61))
    let ends = early.append(bytes: Array(#""two"]"#.utf8)), isAtEnd = early.isAtEnd()
    #expect(ends && isAtEnd)
  }

  /// The vocabulary of a real model: masks of states along an answer, against trying every token.
  @Test(.enabled(if: Fixtures.shared("tokenizer/vocabs/hf/qwen2.5.json") != nil))
  func `a real vocabulary's masks`() throws {
    let tokenizer = try Tokenizer(path: Fixtures.shared("tokenizer/vocabs/hf/qwen2.5.json")!.path)
    let vocabulary = Vocabulary(count: tokenizer.vocabularySize) { tokenizer.bytes(of: $0) }
    #expect(vocabulary.canWriteJSON)
    let schema =
      #"{"properties":{"city":{"type":"string","maxLength":40},"when":{"format":"date"},"n":{"type":"integer"}}}"#
    var answer = ConstrainedText(try Constraint(schema: schema, vocabulary: vocabulary))
    for id in try tokenizer.encode(#"{"city": "São Paulo, \"SP\"", "when": "2024-05-06", "n": 12}"#, addSpecial: false)
    {
      let mask = answer.allowed()
      let tried = (0..<Int32(vocabulary.count)).filter { token in
        var trial = answer
        return trial.append(token)
      }
      #expect(mask.tokens == tried.map(Int.init))
      let isTaken = answer.append(id)
      #expect(isTaken)
    }
    let isAtEnd = answer.isAtEnd()
    #expect(isAtEnd)
  }
}
