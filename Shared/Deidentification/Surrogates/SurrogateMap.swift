/// Which surrogate stands for which identifier, for one conversation. Prints and reflects as a count only.
///
/// Two spellings of an identifier have two surrogates, so that restoring gives back exactly what was written.
public struct SurrogateMap: Sendable {
  struct Identifier: Hashable, Sendable {
    let kind: EntityKind
    let text: String
  }

  private(set) var identifiers: [Placeholder: Identifier] = [:]
  private var placeholders: [Identifier: Placeholder] = [:]
  private var lastNumbers: [EntityKind: Int] = [:]

  public init() {}

  /// Identifiers known.
  public var count: Int { identifiers.count }

  /// The surrogate of an identifier: the one it already has, else a new one.
  mutating func surrogate(for text: String, kind: EntityKind) -> Placeholder {
    let identifier = Identifier(kind: kind, text: text)
    if let known = placeholders[identifier] { return known }
    let placeholder = Placeholder(kind: kind, number: lastNumbers[kind, default: 0] + 1)
    insert(identifier, as: placeholder)
    return placeholder
  }

  mutating func insert(_ identifier: Identifier, as placeholder: Placeholder) {
    placeholders[identifier] = placeholder
    identifiers[placeholder] = identifier
    lastNumbers[placeholder.kind] = max(lastNumbers[placeholder.kind, default: 0], placeholder.number)
  }

  /// The identifiers of one kind, which later texts of the conversation are searched for.
  func texts(of kind: EntityKind) -> [String] {
    placeholders.keys.lazy.filter { $0.kind == kind }.map(\.text)
  }
}

extension SurrogateMap: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "SurrogateMap(\(count) identifiers)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}
