internal import Synchronization

/// The constraints of one model, so that the same schema is compiled once.
public final class ConstraintCache: Sendable {
  private let makeVocabulary: @Sendable () -> Vocabulary
  private let state = Mutex(State())

  private struct State {
    var vocabulary: Vocabulary?
    /// Compiled or refused, used last at the end.
    var entries: [(schema: String, outcome: Result<Constraint, ConstraintError>)] = []
  }

  /// `makeVocabulary` is called with the first schema: most workers never see one, and it takes a tenth of a second.
  public init(makeVocabulary: @escaping @Sendable () -> Vocabulary) { self.makeVocabulary = makeVocabulary }

  /// - Throws: `ConstraintError` for a schema that cannot be held exactly, naming keyword and place.
  public func constraint(for schema: String) throws(ConstraintError) -> Constraint {
    try state.withLock { state -> Result<Constraint, ConstraintError> in
      let known = state.entries.firstIndex { $0.schema.isSpelled(as: schema) }
      let entry =
        known.map { state.entries.remove(at: $0) } ?? (schema: schema, outcome: compile(schema, &state.vocabulary))
      state.entries.append(entry)
      if state.entries.count > ConstraintLimits.schemasMax { state.entries.removeFirst() }
      return entry.outcome
    }.get()
  }

  private func compile(_ schema: String, _ vocabulary: inout Vocabulary?) -> Result<Constraint, ConstraintError> {
    let own = vocabulary ?? makeVocabulary()
    vocabulary = own
    return Result { () throws(ConstraintError) in try Constraint(schema: schema, vocabulary: own) }
  }
}
