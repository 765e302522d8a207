internal import Deidentification

extension PolicyFile {
  static func testCase(_ node: PolicyNode) throws(PolicyError) -> PolicyTestCase {
    let object = try PolicyObject(node, keys: ["name", "question", "decision", "filter", "deidentify"])
    var filter: [FilterExpectation] = []
    for item in try object["filter"]?.list() ?? [] { filter.append(try filterExpectation(item)) }
    var deidentify: [DeidentificationExpectation] = []
    for item in try object["deidentify"]?.list() ?? [] { deidentify.append(try deidentificationExpectation(item)) }
    let decision = try object.required("decision").choice(DecisionName.self)
    if decision == .deny, !filter.isEmpty || !deidentify.isEmpty {
      throw node.error("expects 'deny' and has texts; a denied question has none")
    }
    return PolicyTestCase(
      name: try object.required("name").string(), line: node.line,
      question: try question(try object.required("question")), decision: decision, filter: filter,
      deidentify: deidentify)
  }

  private static func question(_ node: PolicyNode) throws(PolicyError) -> PolicyQuestion {
    let object = try PolicyObject(node, keys: ["tenant", "role", "route", "model"])
    return PolicyQuestion(
      tenant: try object.required("tenant").string(), role: try object.required("role").string(),
      route: try object.required("route").string(), model: try object.required("model").string())
  }

  private static func filterExpectation(_ node: PolicyNode) throws(PolicyError) -> FilterExpectation {
    let object = try PolicyObject(node, keys: ["text", "becomes", "stopped", "categories"])
    return FilterExpectation(
      // What is left of a text that is stopped at once is empty.
      text: try object.required("text").string(), becomes: try object.required("becomes").anyString(),
      isStopped: try object.boolean("stopped", standard: false),
      categories: try categories(object["categories"]))
  }

  private static func categories(_ node: PolicyNode?) throws(PolicyError) -> Set<String>? {
    guard let node else { return nil }
    var categories: Set<String> = []
    for item in try node.list() { categories.insert(try item.string()) }
    return categories
  }

  private static func deidentificationExpectation(_ node: PolicyNode) throws(PolicyError)
    -> DeidentificationExpectation
  {
    let object = try PolicyObject(node, keys: ["text", "kinds"])
    var counts: [EntityKind: Int] = [:]
    for (name, count) in try PolicyObject.pairs(of: try object.required("kinds")) {
      guard let kind = EntityKind(rawValue: name) else { throw count.error("is no kind of identifier") }
      counts[kind] = try count.integer(0...1_000)
    }
    return DeidentificationExpectation(text: try object.required("text").string(), counts: counts)
  }
}
