import TestSupport
import Testing

@testable import Constraints

/// Whatever stands in a schema, compiling it ends with a constraint or an error.
struct SchemaFuzzTests {
  private static let seeds = [
    #"{"type":"object","properties":{"a":{"type":"string","pattern":"^[a-z]{2,4}(x|y)*$"},"b":{"enum":[1,"x",null]}},"required":["a"]}"#,
    ##"{"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"array","items":{"$ref":"#/$defs/n"},"maxItems":3},{"type":"null"}]}}}"##,
    #"{"type":"number","minimum":-1.5,"exclusiveMaximum":1e3,"multipleOf":0.05}"#,
    #"{"oneOf":[{"const":"\u00e9\n"},{"type":["integer","boolean"]}],"description":"é"}"#,
    #"{"patternProperties":{"^\\d+$":{"format":"date-time"}},"additionalProperties":false,"maxProperties":4}"#,
  ]

  @Test(arguments: 0..<8) func `mutated schemas`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<150 {
      var bytes = Array(Self.seeds.randomElement(using: &random)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: Self.seeds.randomElement(using: &random)!.utf8.suffix(20), at: place)
        default: bytes[place] = "{}[]\",:0123\\^$*+?|()-".utf8.randomElement(using: &random)!
        }
      }
      taken(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(arguments: 0..<4) func `patterns of random characters`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<500 {
      let characters = (0..<Int.random(in: 1...20, using: &random)).map { _ in
        "ab^$.*+?()[]{}|\\,-19dwsuxp<:=!é😀".unicodeScalars.randomElement(using: &random)!
      }
      var work = Work()
      _ = try? ScalarAutomaton(pattern: String(String.UnicodeScalarView(characters)), &work)
    }
  }

  private func taken(_ schema: String) {
    guard let constraint = try? Constraint(schema: schema, vocabulary: SmallVocabulary.vocabulary) else { return }
    var answer = ConstrainedText(constraint)
    let allowed = answer.allowed()
    #expect(!allowed.isEmpty, "\(schema)")
  }
}
