/// Which surrogate stands for which identifier, for one conversation. Prints and reflects as a count only.
///
/// Two spellings of an identifier have two surrogates, so that restoring gives back exactly what was written.
/// For text that nobody restores, the oldest identifiers can be forgotten, so that a stream without end takes bounded
/// memory: their surrogates are never given to others, and they get new ones when they come again.
public struct SurrogateMap: Sendable {
  struct Identifier: Hashable, Sendable {
    let kind: EntityKind
    let text: String

    /// By the bytes: a letter with its accent in one character and in two are the same to `String`, and restoring must
    /// give back the one that was written.
    static func == (a: Identifier, b: Identifier) -> Bool {
      a.kind == b.kind && a.text.utf8.elementsEqual(b.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(kind.index)
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  /// Needed by operators that derive; nil where only placeholders are wanted. Never part of the file form.
  let keys: SurrogateKeys?
  private(set) var identifiers: [Placeholder: Identifier] = [:]
  /// Surrogates that look like identifiers.
  var likenesses = Likenesses()
  private var placeholders: [Identifier: Placeholder] = [:]
  /// By the kind's index.
  private var lastNumbers = [Int](repeating: 0, count: EntityKind.allCases.count)
  /// How many identifiers are kept when older ones are forgotten; nil keeps all.
  private let identifiersMax: Int?
  /// In the order in which they came, where the oldest are forgotten.
  private var order: [Identifier] = []
  /// Surrogates, ready to be found in a text, but for ``newTokens``.
  private var indexedTokens: TokenTrie?
  /// Surrogates that nobody has looked for yet, with their identifiers: most maps are never asked to restore.
  private var newTokens: [(text: String, original: String)] = []
  /// What later texts of the conversation are searched for.
  private(set) var names = NameDictionary()
  /// Names that ``names`` has not learned yet.
  private var newNames: [Identifier] = []
  /// Names that an irreversible operator replaced: later texts are searched for them, and no file holds them.
  private var forgottenNames: Set<String> = []

  /// `identifiersMax`: identifiers that are remembered from one text to the next; nil for all.
  public init(keys: SurrogateKeys? = nil, identifiersMax: Int? = nil) {
    self.keys = keys
    self.identifiersMax = identifiersMax
  }

  /// Identifiers known.
  public var count: Int { identifiers.count + likenesses.identifiers.count }

  /// The surrogate of an identifier: the one it already has, else a new one.
  mutating func surrogate(for text: String, kind: EntityKind) -> Placeholder {
    let identifier = Identifier(kind: kind, text: text)
    if let known = placeholders[identifier] { return known }
    let placeholder = Placeholder(kind: kind, number: lastNumbers[Int(kind.index)] + 1)
    insert(identifier, as: placeholder)
    return placeholder
  }

  /// What already stands for an identifier: looking for a likeness that there is none of is not done twice.
  func known(_ identifier: Identifier) -> String? {
    likenesses.texts[identifier] ?? placeholders[identifier]?.text
  }

  /// Identifiers for which memory is asked at once: most texts have no more.
  private static let fewIdentifiers = 8

  mutating func insert(_ identifier: Identifier, as placeholder: Placeholder) {
    if placeholders.isEmpty {
      placeholders.reserveCapacity(Self.fewIdentifiers)
      identifiers.reserveCapacity(Self.fewIdentifiers)
    }
    placeholders[identifier] = placeholder
    identifiers[placeholder] = identifier
    note(identifier, as: placeholder.text)
    let index = Int(placeholder.kind.index)
    lastNumbers[index] = max(lastNumbers[index], placeholder.number)
  }

  /// Remembers a name that has no surrogate here.
  mutating func noteName(_ identifier: Identifier) {
    guard identifier.kind == .name, forgottenNames.insert(identifier.text).inserted else { return }
    newNames.append(identifier)
  }

  /// Takes `text` for `identifier` unless it could be taken for something else.
  mutating func insert(_ identifier: Identifier, asLikeness text: String) -> Bool {
    guard likenesses.insert(identifier, as: text) else { return false }
    note(identifier, as: text)
    return true
  }

  private mutating func note(_ identifier: Identifier, as surrogate: String) {
    newTokens.append((surrogate, identifier.text))
    newNames.append(identifier)
    if identifiersMax != nil { order.append(identifier) }
  }
}

// MARK: Finding surrogates

extension SurrogateMap {
  /// All surrogates, ready to be found in a text. O(those that came since ``indexTokens()``).
  var tokens: TokenTrie {
    var tokens = indexedTokens ?? TokenTrie()
    for token in newTokens { tokens.insert(token.text, original: token.original) }
    return tokens
  }

  /// Makes ``tokens`` free until the next surrogate comes.
  mutating func indexTokens() {
    indexedTokens = tokens
    newTokens = []
  }
}

// MARK: From one text to the next

extension SurrogateMap {
  /// Brings ``names`` up to date. O(what came since the last text), and where identifiers are forgotten, on average too.
  mutating func prepareForText(_ tagger: Tagger) {
    if let identifiersMax, max(count, forgottenNames.count) > identifiersMax { forget(keeping: identifiersMax / 2) }
    for name in newNames { names.add(name, tagger) }
    newNames = []
  }

  /// Half at a time, because what is left must be put in order again.
  private mutating func forget(keeping kept: Int) {
    for identifier in order.dropLast(kept) {
      if let placeholder = placeholders.removeValue(forKey: identifier) { identifiers[placeholder] = nil }
      likenesses.remove(identifier)
    }
    likenesses.forgetTraces()
    forgottenNames = []
    newNames = order.suffix(kept)
    order = newNames
    names = NameDictionary()
    indexedTokens = nil
    newTokens =
      identifiers.map { ($0.key.text, $0.value.text) } + likenesses.identifiers.map { ($0.key, $0.value.text) }
  }
}

extension SurrogateMap: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "SurrogateMap(\(count) identifiers)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}
