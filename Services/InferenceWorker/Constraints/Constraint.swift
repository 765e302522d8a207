internal import Synchronization

/// A schema that answers are held to, compiled for one vocabulary. Shared by all answers to the same schema.
public final class Constraint: Sendable {
  let vocabulary: Vocabulary
  private let automaton: Automaton
  private let tables: Mutex<Tables>

  /// What has been found so far, for the answers to come.
  struct Tables {
    var configurations: Configurations
    var masks: [Int32: TokenMask] = [:]
    /// Rises when all is forgotten, after which the numbers of configurations mean others.
    var generation = 0
  }

  /// - Throws: `ConstraintError` for a schema that cannot be held exactly, naming keyword and place.
  public init(schema: String, vocabulary: Vocabulary) throws(ConstraintError) {
    guard vocabulary.canWriteJSON else {
      throw ConstraintError(.unsupported, "the model's vocabulary lacks tokens for single characters of JSON")
    }
    automaton = try GrammarBuilder.automaton(for: schema, isToken: vocabulary.isToken)
    self.vocabulary = vocabulary
    tables = Mutex(Tables(configurations: Configurations(automaton)))
  }

  /// Works on the tables, which are empty again where they had grown too large.
  func withTables<Result>(_ body: (inout Tables) -> Result) -> Result {
    tables.withLock { tables in
      if tables.configurations.count > ConstraintLimits.configurationsMax {
        tables = Tables(configurations: Configurations(automaton), generation: tables.generation + 1)
      }
      return body(&tables)
    }
  }
}

extension Constraint: Hashable {
  public static func == (a: Constraint, b: Constraint) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Constraint.Tables {
  mutating func mask(after configuration: Int32, of vocabulary: Vocabulary) -> TokenMask {
    if let known = masks[configuration] { return known }
    let mask = configurations.mask(after: configuration, of: vocabulary)
    if masks.count >= ConstraintLimits.masksMax { masks.removeAll(keepingCapacity: true) }
    masks[configuration] = mask
    return mask
  }

  /// The configuration after `text`, or `dead`.
  mutating func configuration(_ start: Int32, after text: some Sequence<UInt8>) -> Int32 {
    var configuration = start
    for byte in text where configuration != Configurations.dead {
      configuration = configurations.next(configuration, byte)
    }
    return configuration
  }
}
