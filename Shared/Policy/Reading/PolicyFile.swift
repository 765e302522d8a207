internal import Deidentification
internal import Yams

/// The parts of a policy file, read and checked in the order in which they refer to each other.
struct PolicyFile {
  /// Bytes of a policy file: a thousand rules are far below it.
  static let bytesMax = 1 << 20
  static let version = 1

  let name: String
  var recognizers: [CustomRecognizer] = []
  var filterRules: [FilterRule] = []
  var filterGroups: [String: [FilterRule]] = [:]
  var rules: [PolicyRule] = []
  var testCases: [PolicyTestCase] = []

  init(yaml: String) throws(PolicyError) {
    let root = PolicyNode(node: try Self.compose(yaml), name: "policy")
    let object = try PolicyObject(root, keys: ["version", "name", "recognizers", "filters", "rules", "tests"])
    _ = try object.required("version").integer(Self.version...Self.version)
    name = try object.required("name").string()
    for item in try object["recognizers"]?.list() ?? [] { recognizers.append(try Self.recognizer(item)) }
    if let filters = object["filters"] { try readFilters(filters) }
    for item in try object.required("rules").list() { rules.append(try rule(item)) }
    for item in try object["tests"]?.list() ?? [] { testCases.append(try Self.testCase(item)) }
  }

  private static func compose(_ yaml: String) throws(PolicyError) -> Node {
    guard yaml.utf8.count <= bytesMax else {
      throw PolicyError(line: nil, reason: "the file is larger than \(bytesMax) bytes; split it")
    }
    do {
      let parser = try Yams.Parser(yaml: yaml)
      guard let node = try parser.singleRoot() else {
        throw PolicyError(line: nil, reason: "the file is empty; start from 'weir policy show'")
      }
      // A node refers to its anchor weakly, the parser strongly.
      try withExtendedLifetime(parser) { try refuseAnchors(node) }
      return node
    } catch {
      throw error as? PolicyError ?? syntaxError(error)
    }
  }

  /// An alias repeats its anchor's value, so that a few lines could stand for billions: policies go without.
  private static func refuseAnchors(_ node: Node) throws(PolicyError) {
    guard node.anchor == nil else {
      throw PolicyError(line: node.mark?.line, reason: "anchors ('&name') are not supported; write the value out")
    }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        try refuseAnchors(key)
        try refuseAnchors(value)
      }
    case .sequence(let items): for item in items { try refuseAnchors(item) }
    case .scalar, .alias: break
    }
  }

  /// The parser's own message without the excerpt of the file that it adds.
  private static func syntaxError(_ error: any Error) -> PolicyError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      PolicyError(line: mark.line, reason: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      PolicyError(line: context.mark.line, reason: "the key '\(keys.joined(separator: "', '"))' stands twice")
    default: PolicyError(line: nil, reason: "not YAML; check quotes and indentation")
    }
  }
}
