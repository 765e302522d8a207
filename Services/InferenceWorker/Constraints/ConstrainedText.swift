/// An answer under a constraint, as far as it has come.
public struct ConstrainedText: Sendable {
  private let constraint: Constraint
  /// The bytes so far, to find the place again when the constraint's tables were emptied.
  private var text: [UInt8] = []
  private var configuration: Int32
  private var generation: Int

  public init(_ constraint: Constraint) {
    self.constraint = constraint
    (configuration, generation) = constraint.withTables { ($0.configurations.first, $0.generation) }
  }

  /// The tokens that may follow: whatever they are, the answer can still be completed.
  ///
  /// Tokens that end an answer are not among them.
  public mutating func allowed() -> TokenMask {
    let vocabulary = constraint.vocabulary
    return withPlace { tables, configuration in tables.mask(after: configuration, of: vocabulary) }
  }

  /// Whether the text satisfies the schema as it is.
  public mutating func isComplete() -> Bool { withPlace { $0.configurations.isComplete[Int($1)] } }

  /// Whether the text satisfies the schema and nothing can follow it.
  public mutating func isAtEnd() -> Bool {
    withPlace { $0.configurations.isComplete[Int($1)] && $0.configurations.isAtEnd($1) }
  }

  /// Takes a token; false, and no change, where it is not allowed.
  public mutating func append(_ token: Int32) -> Bool {
    guard token >= 0, token < constraint.vocabulary.count else { return false }
    return append(bytes: constraint.vocabulary.texts[token])
  }

  mutating func append(bytes: some Collection<UInt8>) -> Bool {
    let next = withPlace { $0.configuration($1, after: bytes) }
    guard next != Configurations.dead, !bytes.isEmpty else { return false }
    configuration = next
    text += bytes
    return true
  }

  private mutating func withPlace<Result>(_ body: (inout Constraint.Tables, Int32) -> Result) -> Result {
    constraint.withTables { tables in
      if tables.generation != generation {
        configuration = tables.configuration(tables.configurations.first, after: text)
        generation = tables.generation
      }
      return body(&tables, configuration)
    }
  }
}
