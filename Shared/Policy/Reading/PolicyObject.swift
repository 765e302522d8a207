internal import Yams

/// A mapping of the policy file whose keys are all known.
struct PolicyObject {
  let node: PolicyNode
  private let values: [String: PolicyNode]

  /// Throws for a key that is not among `keys`: a misspelt obligation must not be silently absent.
  init(_ node: PolicyNode, keys: [String]) throws(PolicyError) {
    let pairs = try Self.pairs(of: node)
    for (key, value) in pairs where !keys.contains(key) {
      throw PolicyError(
        line: value.line, reason: "unknown key '\(key)' in '\(node.name)'; known are \(keys.joined(separator: ", "))")
    }
    self.node = node
    values = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// A mapping without any key, for a value that may also be a bare name.
  init(bare node: PolicyNode) {
    self.node = node
    values = [:]
  }

  /// The keys and values of a mapping whose keys are names given by the author.
  static func pairs(of node: PolicyNode) throws(PolicyError) -> [(String, PolicyNode)] {
    guard case .mapping(let mapping) = node.node else { throw node.error("must be a mapping of 'key: value' lines") }
    var pairs: [(String, PolicyNode)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else { throw node.error("has a key that is not text") }
      pairs.append((scalar.string, PolicyNode(node: value, name: scalar.string)))
    }
    return pairs
  }

  subscript(_ key: String) -> PolicyNode? { values[key] }

  func required(_ key: String) throws(PolicyError) -> PolicyNode {
    guard let value = values[key] else {
      throw PolicyError(line: node.line, reason: "'\(node.name)' needs the key '\(key)'")
    }
    return value
  }

  func integer(_ key: String, _ limit: ObligationLimits.Limit) throws(PolicyError) -> Int {
    try values[key]?.integer(limit.range) ?? limit.standard
  }

  func boolean(_ key: String, standard: Bool) throws(PolicyError) -> Bool {
    try values[key]?.boolean() ?? standard
  }
}
