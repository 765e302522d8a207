/// Proofs out of stored subtrees: RFC 6962 section 2.1.1 and 2.1.2, with a subtree of 2^k aligned leaves looked up
/// instead of computed from its records.
struct TreeProofs {
  let size: UInt64
  /// The root of the subtree over leaves `index · 2^level ..< (index + 1) · 2^level`, all of which exist.
  let subtree: (_ level: Int, _ index: UInt64) throws(AuditError) -> MerkleHash

  /// MTH(D[size])
  func root() throws(AuditError) -> MerkleHash { size == 0 ? .empty : try root(of: 0..<size) }

  /// PATH(index, D[size]): the siblings from the leaf up.
  func inclusion(of index: UInt64) throws(AuditError) -> [MerkleHash] {
    guard index < size else { throw .noSuchRecord(index: index, size: size) }
    var range = 0..<size
    var path: [MerkleHash] = []
    while range.count > 1 {
      let (left, right) = halves(of: range)
      path.append(try root(of: left.contains(index) ? right : left))
      range = left.contains(index) ? left : right
    }
    return path.reversed()
  }

  /// PROOF(old, D[size]): that the tree of `old` leaves is a prefix of this one.
  func consistency(from old: UInt64) throws(AuditError) -> [MerkleHash] {
    guard old <= size else { throw .noSuchRecord(index: old, size: size) }
    var range = 0..<size
    var path: [MerkleHash] = []
    guard old > 0, old < size else { return [] }
    while range.upperBound != old {
      let (left, right) = halves(of: range)
      path.append(try root(of: old <= left.upperBound ? right : left))
      range = old <= left.upperBound ? left : right
    }
    // The old root itself is known to the verifier when the last range is the whole old tree.
    if range.lowerBound > 0 { path.append(try root(of: range)) }
    return path.reversed()
  }

  private func root(of range: Range<UInt64>) throws(AuditError) -> MerkleHash {
    let count = UInt64(range.count)
    if count.nonzeroBitCount == 1 { return try subtree(count.trailingZeroBitCount, range.lowerBound / count) }
    let (left, right) = halves(of: range)
    return MerkleHash(left: try root(of: left), right: try root(of: right))
  }

  // Splits at the largest power of two smaller than the count.
  private func halves(of range: Range<UInt64>) -> (Range<UInt64>, Range<UInt64>) {
    let count = range.upperBound - range.lowerBound
    let middle = range.lowerBound + UInt64(1) << UInt64(63 - (count - 1).leadingZeroBitCount)
    return (range.lowerBound..<middle, middle..<range.upperBound)
  }
}
