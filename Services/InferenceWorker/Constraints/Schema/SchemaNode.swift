/// One subschema, read: what its own keywords ask for.
struct SchemaNode: Sendable {
  /// The number of a subschema in its `SchemaDocument`.
  typealias ID = Int

  /// A JSON pointer, for messages.
  let place: String
  /// The schema `false`.
  var isFalse = false
  /// The values that `enum` or `const` name.
  var values: [JSON]?
  /// Values that `not` names.
  var excluded: [JSON] = []
  /// What `type` says; all where it says nothing.
  var types = Set(JSONType.allCases)
  /// The types that its other keywords speak of, where there is no `type`: what whoever leaves it out means.
  var spokenTypes: Set<JSONType> = []

  var allOf: [ID] = []
  /// Lists of subschemas of which one must hold: `anyOf` and `oneOf`.
  var choices: [[ID]] = []
  /// Which of these lists must not hold twice.
  var exclusive: Set<Int> = []

  var string = StringKeywords()
  var number = NumberKeywords()
  var array = ArrayKeywords()
  var object = ObjectKeywords()

  struct StringKeywords: Sendable {
    var lengthMin = 0
    var lengthMax: Int?
    /// Of `pattern` and `format`.
    var patterns: [String] = []
  }

  struct NumberKeywords: Hashable, Sendable {
    var lower: Bound?
    var upper: Bound?
    var divisors: [ExactNumber] = []

    struct Bound: Hashable, Sendable {
      let value: ExactNumber
      let isExclusive: Bool
    }
  }

  struct ArrayKeywords: Sendable {
    var prefix: [ID] = []
    var items: ID?
    var countMin = 0
    var countMax: Int?
    /// No two elements are equal.
    var isUnique = false
  }

  struct ObjectKeywords: Sendable {
    var properties: [(name: String, schema: ID)] = []
    var patterns: [(pattern: String, schema: ID)] = []
    var additional: ID?
    var required: [String] = []
    /// What every name must satisfy.
    var names: ID?
    var countMin = 0
    var countMax: Int?
  }
}

/// What `type` can say; an integer is a number too.
enum JSONType: String, CaseIterable, Sendable {
  case null, boolean, integer, number, string, array, object
}
