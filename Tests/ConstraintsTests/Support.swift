import TestSupport

@testable import Constraints

/// The bytes, and some tokens that cut JSON where it is inconvenient.
enum SmallVocabulary {
  static let words: [[UInt8]] =
    (UInt8.min...UInt8.max).map { [$0] }
    + [
      "\",", "\"}", "\": ", "{\"", "[[", "]]", "}}", "},", "\", \"", ": \"", "null", "true", "false", "12", "0.", "1e",
      "-1",
      "\\u", "\\ud8", "\\\"", "\\n", "  ", "\n  ", "ab", "abc", "abcdefgh", "hello world, how are", "é", "日本", "日本語だ",
      "\"a\":", "\"b\": [", "]}", "\"]}\n", " }", "a\"", "long enough to be over twenty-four",
    ].map { Array($0.utf8) } + [
      [0xc3], [0xa9, 0x22], [0xe6, 0x97], [0xa5, 0xe6], [0xf0, 0x9f, 0x98], [0x80, 0x22, 0x2c], [],
    ]

  static let vocabulary = Vocabulary(count: words.count) { words[Int($0)] }
}

/// Whether `text` satisfies `schema` as answers are written.
func accepts(_ schema: String, _ text: String) throws(ConstraintError) -> Bool {
  var answer = ConstrainedText(try Constraint(schema: schema, vocabulary: SmallVocabulary.vocabulary))
  return answer.append(bytes: Array(text.utf8)) && answer.isComplete()
}

extension RandomNumberGenerator {
  mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &self) < part }
}
