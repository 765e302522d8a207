/// One kind of value that a place of the schema allows.
enum Shape: Sendable {
  /// What `enum` or `const` leaves.
  case values([JSON])
  case null
  case boolean
  case number(NumberShape)
  case string(StringShape)
  case array(ArrayShape)
  case object(ObjectShape)
}

struct NumberShape: Hashable, Sendable {
  let isInteger: Bool
  let keywords: SchemaNode.NumberKeywords
  let place: String
}

struct StringShape: Hashable, Sendable {
  let lengthMin: Int
  let lengthMax: Int?
  let patterns: [String]
  /// Texts that it is not.
  var excluded: [String] = []
  let place: String
}

struct ArrayShape: Sendable {
  /// What the first elements are, and then all others.
  let prefix: [Conjunction]
  let items: Conjunction
  let countMin: Int
  let countMax: Int?
  /// No two elements are equal.
  let isUnique: Bool
  let place: String
}

struct ObjectShape: Sendable {
  struct Property: Sendable {
    let name: String
    let value: Conjunction
    let isRequired: Bool
  }

  /// In the order in which answers have them.
  let properties: [Property]
  /// What other members there may be, by the patterns that their names match; nil for none.
  let others: OtherMembers?
  let countMin: Int
  let countMax: Int?
  let place: String

  /// Members that the schema does not name.
  struct OtherMembers: Sendable {
    /// Of which patterns a name matches, as bits, is what its value must be.
    let patterns: [String]
    let values: [Int32: Conjunction]
    /// What names must be besides: one of each list.
    let names: [[StringShape]]
  }
}
