/// How encodings that are too short are filled up.
public struct Padding: Sendable, Equatable {
  /// Tokens that each encoding has at least; nil for as many as the longest of a batch.
  public var tokenCount: Int?
  /// Whether the count is rounded up to a multiple of this.
  public var multiple: Int?
  /// At which end is filled.
  public var direction: Truncation.Direction
  /// The token that fills.
  public var id: Int32
  /// Its type id.
  public var typeID: Int32

  /// A rule for filling up.
  public init(
    tokenCount: Int? = nil, multiple: Int? = nil, direction: Truncation.Direction = .right, id: Int32 = 0,
    typeID: Int32 = 0
  ) {
    self.tokenCount = tokenCount
    self.multiple = multiple
    self.direction = direction
    self.id = id
    self.typeID = typeID
  }

  /// The encodings, all filled up to the same length.
  public func apply(to batch: [Encoding]) -> [Encoding] {
    var count = tokenCount ?? batch.map(\.tokens.count).max() ?? 0
    if let multiple, multiple > 0, count % multiple > 0 { count += multiple - count % multiple }
    return batch.map { fill($0, count) }
  }

  private func fill(_ encoding: Encoding, _ count: Int) -> Encoding {
    var filled = encoding
    filled.overflow = encoding.overflow.map { fill($0, count) }
    guard count > encoding.tokens.count else { return filled }
    let token = Encoding.Token(
      id: id, typeID: typeID, scalars: 0..<0, bytes: 0..<0, isAdded: true, isPadding: true)
    let filling = Array(repeating: token, count: count - encoding.tokens.count)
    filled.tokens = direction == .right ? filled.tokens + filling : filling + filled.tokens
    return filled
  }
}
