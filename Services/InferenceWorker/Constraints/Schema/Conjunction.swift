/// Subschemas that must all hold of one value, in the order in which they were found.
///
/// The same set of subschemas met again is the same place of the grammar: that is what makes recursive schemas finite.
struct Conjunction: Hashable, Sendable {
  private(set) var nodes: [SchemaNode.ID]

  init(_ nodes: [SchemaNode.ID]) {
    self.nodes = []
    append(nodes)
  }

  mutating func append(_ more: [SchemaNode.ID]) {
    for node in more where !nodes.contains(node) { nodes.append(node) }
  }

  /// Both together.
  func and(_ other: Conjunction) -> Conjunction {
    var both = self
    both.append(other.nodes)
    return both
  }
}
