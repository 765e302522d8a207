import TestSupport
import Testing

@testable import Constraints

/// The automaton agrees with a validator that knows nothing of automata.
struct AgreementTests {
  @Test(arguments: 0..<30) func `what the automaton takes is valid, and what is valid and in order is taken`(seed: Int)
    throws
  {
    var schemas = RandomSchemas(seed: UInt64(seed))
    for _ in 0..<12 {
      let schema = schemas.document()
      let validator = ReferenceValidator(root: try JSONReader.read(Array(schema.utf8)))
      let constraint: Constraint
      do {
        constraint = try Constraint(schema: schema, vocabulary: SmallVocabulary.vocabulary)
      } catch {
        #expect(error.code == .unsatisfiable, "\(schema): \(error)")
        for _ in 0..<100 {
          let text = schemas.value()
          #expect(try !validator.isValid(JSONReader.read(Array(text.utf8))), "\(schema) must take \(text)")
        }
        continue
      }
      for _ in 0..<150 {
        try check(Array(schemas.value(depth: 3).utf8), constraint, validator, schema, isInOrder: schemas.isOrdered)
      }
      for _ in 0..<6 {
        guard let text = randomText(constraint, &schemas.random) else { continue }
        try check(text, constraint, validator, schema)
        for _ in 0..<10 { try check(mutated(text, &schemas.random), constraint, validator, schema) }
      }
    }
  }

  private func check(
    _ text: [UInt8], _ constraint: Constraint, _ validator: ReferenceValidator, _ schema: String,
    isInOrder: Bool = false
  ) throws {
    var answer = ConstrainedText(constraint)
    let isTaken = answer.append(bytes: text) && answer.isComplete()
    let isValid = (try? JSONReader.read(text)).map(validator.isValid) ?? false
    let shown = String(decoding: text, as: UTF8.self)
    // A name that stands twice makes one member, which the reader of schemas takes for an error.
    if isTaken, !isValid { #expect(text.hasRepeatedName, "\(schema) took \(shown)") }
    if isValid, isInOrder { #expect(isTaken, "\(schema) must take \(shown)") }
  }

  /// An answer by random tokens; nil for one that grew too long.
  private func randomText(_ constraint: Constraint, _ random: inout SeededGenerator) -> [UInt8]? {
    var answer = ConstrainedText(constraint), text: [UInt8] = []
    for _ in 0..<400 {
      if answer.isComplete(), random.chance(0.5) || answer.isAtEnd() { return text }
      let allowed = answer.allowed().tokens
      guard !allowed.isEmpty else {
        Issue.record("nothing may follow \(String(decoding: text, as: UTF8.self))")
        return nil
      }
      let closing = allowed.filter { SmallVocabulary.words[$0].contains { "\"]}".utf8.contains($0) } }
      let token = (random.chance(0.6) ? closing : allowed).randomElement(using: &random) ?? allowed[0]
      let isTaken = answer.append(Int32(token))
      #expect(isTaken)
      text += SmallVocabulary.words[token]
    }
    return nil
  }

  private func mutated(_ text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var text = text
    let place = Int.random(in: 0..<text.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: text.remove(at: place)
    case 1: text[place] = "{}[]\",:019.-e nta\\u".utf8.randomElement(using: &random)!
    default: text.insert("{}[]\",:019.-e nta\\u".utf8.randomElement(using: &random)!, at: place)
    }
    return text
  }
}

extension [UInt8] {
  fileprivate var hasRepeatedName: Bool {
    do throws(ConstraintError) {
      _ = try JSONReader.read(self)
      return false
    } catch {
      return error.reason.contains("twice")
    }
  }
}
