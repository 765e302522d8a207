/// Who may share cached prefixes: the requests of one salt and one adapter.
public struct PrefixDomain: Sendable, Hashable {
  /// From the gateway, one for each tenant; nothing tells tenants apart here but this.
  public var salt: [UInt8]
  /// Keys and values of an adapted model are others.
  public var adapter: Int?

  public init(salt: [UInt8], adapter: Int? = nil) { (self.salt, self.adapter) = (salt, adapter) }
}

/// What a full page of the cache holds: its tokens, and through its parent all tokens before them.
///
/// Blocks are compared by their tokens and never by a digest alone, so that no collision can show one text's keys and
/// values to another.
struct PrefixBlock: Sendable, Hashable {
  let parent: Parent
  let tokens: [Int32]

  enum Parent: Sendable, Hashable {
    case start(PrefixDomain)
    /// The number that a block was given; no number is given twice.
    case block(UInt64)
  }
}
