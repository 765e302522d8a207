internal import Deidentification

extension PolicyFile {
  /// `deidentify:` in one of three forms: 'all'; a list of kinds; or a mapping from kinds to operators, in which
  /// 'default' is for the kinds that it leaves out and is 'placeholder' unless given.
  static func readDeidentification(_ node: PolicyNode?, into options: inout DeidentificationOptions) throws(PolicyError)
  {
    options.kinds = Set(EntityKind.allCases)
    guard let node else { return }
    if node.isScalar {
      guard try node.string() == "all" else {
        throw node.error("must be 'all' or a list of kinds, or a mapping of kinds to operators")
      }
    } else if node.isMapping {
      options.operators = try operators(node)
    } else {
      options.kinds = []
      for item in try node.list() { options.kinds.insert(try item.choice(EntityKind.self)) }
    }
  }

  private static let defaultKey = "default"

  private static func operators(_ node: PolicyNode) throws(PolicyError) -> OperatorTable {
    let object = try PolicyObject(node, keys: EntityKind.allCases.map(\.rawValue) + [defaultKey])
    var table = OperatorTable()
    if let standard = object[defaultKey] { table.standard = try method(standard, kind: nil) }
    for kind in EntityKind.allCases {
      if let value = object[kind.rawValue] { table[kind] = try method(value, kind: kind) }
    }
    return table
  }

  /// An operator's name, or `{operator: mask, keep_last: 4}`. `kind` is nil for the default.
  private static func method(_ node: PolicyNode, kind: EntityKind?) throws(PolicyError) -> IdentifierOperator {
    guard node.isMapping else {
      let name = try operatorName(node, kind: kind)
      return try method(name, PolicyObject(bare: node))
    }
    let keys = ["operator", "character", "keep_first", "keep_last", "text"]
    let object = try PolicyObject(node, keys: keys)
    let name = try operatorName(try object.required("operator"), kind: kind)
    for key in keys.dropFirst() where !name.options.contains(key) {
      if let option = object[key] {
        throw option.error("is no option of '\(name.rawValue)'; \(name.optionsText)")
      }
    }
    return try method(name, object)
  }

  private static func operatorName(_ node: PolicyNode, kind: EntityKind?) throws(PolicyError) -> IdentifierOperatorName
  {
    let name = try node.choice(IdentifierOperatorName.self)
    guard let kinds = name.kinds, kind.map(kinds.contains) != true else { return name }
    let allowed = kinds.map(\.rawValue).sorted().joined(separator: ", ")
    throw node.error("cannot be '\(name.rawValue)', which is for \(allowed)")
  }

  private static func method(_ name: IdentifierOperatorName, _ object: PolicyObject) throws(PolicyError)
    -> IdentifierOperator
  {
    switch name {
    case .placeholder: .placeholder
    case .surrogate: .surrogate
    case .mask: .mask(try mask(object))
    case .redact: .redact(try object["text"]?.anyString() ?? "")
    case .hash: .hash
    case .encrypt: .encrypt
    case .shiftDate: .shiftDate
    case .generalise: .generalise
    }
  }

  /// Characters that a mask may leave: more would be the identifier.
  private static let keptMax = 8

  private static func mask(_ object: PolicyObject) throws(PolicyError) -> Mask {
    var mask = Mask()
    if let node = object["character"] {
      let text = try node.string()
      guard text.count == 1, let character = text.first, !character.isLetter, !character.isNumber else {
        throw node.error("must be one character that is no letter and no digit")
      }
      mask.character = character
    }
    mask.keepFirst = try object["keep_first"]?.integer(0...keptMax) ?? 0
    mask.keepLast = try object["keep_last"]?.integer(0...keptMax) ?? 0
    return mask
  }
}

extension IdentifierOperatorName {
  /// The kinds that an operator can read; nil for all.
  fileprivate var kinds: Set<EntityKind>? {
    switch self {
    case .shiftDate: [.date]
    case .generalise: [.age, .date, .location]
    default: nil
    }
  }

  fileprivate var options: [String] {
    switch self {
    case .mask: ["character", "keep_first", "keep_last"]
    case .redact: ["text"]
    default: []
    }
  }

  fileprivate var optionsText: String {
    options.isEmpty ? "it has none" : "it has \(options.joined(separator: ", "))"
  }
}
