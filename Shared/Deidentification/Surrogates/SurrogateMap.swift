/// Which surrogate stands for which identifier, for one conversation. Prints and reflects as a count only.
///
/// Two spellings of an identifier have two surrogates, so that restoring gives back exactly what was written.
public struct SurrogateMap: Sendable {
  struct Identifier: Hashable, Sendable {
    let kind: EntityKind
    let text: String
  }

  /// Needed by operators that derive; nil where only placeholders are wanted. Never part of the file form.
  let keys: SurrogateKeys?
  private(set) var identifiers: [Placeholder: Identifier] = [:]
  /// Surrogates that look like identifiers.
  var likenesses = Likenesses()
  private var placeholders: [Identifier: Placeholder] = [:]
  private var lastNumbers: [EntityKind: Int] = [:]
  /// Names that an irreversible operator replaced: later texts are searched for them, and no file holds them.
  private var forgottenNames: Set<String> = []

  public init(keys: SurrogateKeys? = nil) { self.keys = keys }

  /// Identifiers known.
  public var count: Int { identifiers.count + likenesses.identifiers.count }

  /// The surrogate of an identifier: the one it already has, else a new one.
  mutating func surrogate(for text: String, kind: EntityKind) -> Placeholder {
    let identifier = Identifier(kind: kind, text: text)
    if let known = placeholders[identifier] { return known }
    let placeholder = Placeholder(kind: kind, number: lastNumbers[kind, default: 0] + 1)
    insert(identifier, as: placeholder)
    return placeholder
  }

  /// What already stands for an identifier: looking for a likeness that there is none of is not done twice.
  func known(_ identifier: Identifier) -> String? {
    likenesses.texts[identifier] ?? placeholders[identifier]?.text
  }

  mutating func insert(_ identifier: Identifier, as placeholder: Placeholder) {
    placeholders[identifier] = placeholder
    identifiers[placeholder] = identifier
    lastNumbers[placeholder.kind] = max(lastNumbers[placeholder.kind, default: 0], placeholder.number)
  }

  /// Remembers a name that has no surrogate here.
  mutating func noteName(_ identifier: Identifier) {
    if identifier.kind == .name { forgottenNames.insert(identifier.text) }
  }

  /// The identifiers of one kind, which later texts of the conversation are searched for.
  func texts(of kind: EntityKind) -> [String] {
    let known = placeholders.keys.filter { $0.kind == kind } + likenesses.texts.keys.filter { $0.kind == kind }
    return known.map(\.text) + (kind == .name ? Array(forgottenNames) : [])
  }
}

extension SurrogateMap: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "SurrogateMap(\(count) identifiers)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}
