/// What to look for: the obligations of a policy, in this module's terms.
public struct DeidentificationOptions: Sendable, Hashable {
  /// Kinds that are replaced; others stay as they are.
  public var kinds = Set(EntityKind.allCases)
  /// Whether an age below 90 or the year of an event is an identifier where it is told of a person outside clinical text
  /// (``PersonalTimes``).
  public var personalTimes = true
  /// Recognizers that the policy adds to the built-in ones.
  public var custom: [CustomRecognizer] = []
  /// What replaces each kind.
  public var operators = OperatorTable()

  public init() {}
}

/// An operator for each kind.
public struct OperatorTable: Sendable, Hashable {
  /// For kinds without an operator of their own.
  public var standard: IdentifierOperator
  private var byKind: [EntityKind: IdentifierOperator]

  public init(standard: IdentifierOperator = .placeholder, _ byKind: [EntityKind: IdentifierOperator] = [:]) {
    self.standard = standard
    self.byKind = byKind
  }

  public subscript(kind: EntityKind) -> IdentifierOperator {
    get { byKind[kind] ?? standard }
    set { byKind[kind] = newValue }
  }

  /// Whether every kind becomes a placeholder, so that no other text can be taken for a surrogate.
  public var isPlaceholdersOnly: Bool { standard == .placeholder && byKind.values.allSatisfy { $0 == .placeholder } }
}

/// A recognizer from a policy file.
public struct CustomRecognizer: Sendable, Codable, Hashable {
  public var name: String
  public var kind: EntityKind
  /// RE2 syntax. Group 1, when there is one, is the identifier; else the whole match.
  public var pattern: String
  /// 0 to 1. A match below 0.5 counts only beside one of `contextWords`.
  public var score: Float
  public var contextWords: [String]

  public init(name: String, kind: EntityKind, pattern: String, score: Float = 0.9, contextWords: [String] = []) {
    self.name = name
    self.kind = kind
    self.pattern = pattern
    self.score = score
    self.contextWords = contextWords
  }
}
