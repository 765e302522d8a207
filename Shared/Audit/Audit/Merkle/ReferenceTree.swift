/// The definitions of RFC 6962 section 2.1, word for word and slow: what the fast tree is compared with.
///
/// `D[n]` is the list of records; `k` is the largest power of two smaller than `n`.
enum ReferenceTree {
  /// MTH(D[n])
  static func root(_ records: ArraySlice<[UInt8]>) -> MerkleHash {
    switch records.count {
    case 0: return .empty
    case 1: return MerkleHash(leaf: records.first!)
    default:
      let (left, right) = split(records)
      return MerkleHash(left: root(left), right: root(right))
    }
  }

  /// PATH(m, D[n]): the siblings from the leaf up.
  static func inclusionProof(of index: Int, in records: ArraySlice<[UInt8]>) -> [MerkleHash] {
    guard records.count > 1 else { return [] }
    let (left, right) = split(records)
    return index < left.count
      ? inclusionProof(of: index, in: left) + [root(right)]
      : inclusionProof(of: index - left.count, in: right) + [root(left)]
  }

  /// PROOF(m, D[n])
  static func consistencyProof(from size: Int, in records: ArraySlice<[UInt8]>) -> [MerkleHash] {
    size == 0 || size == records.count ? [] : subproof(size, records, isWhole: true)
  }

  // SUBPROOF(m, D[n], b)
  private static func subproof(_ size: Int, _ records: ArraySlice<[UInt8]>, isWhole: Bool) -> [MerkleHash] {
    if size == records.count { return isWhole ? [] : [root(records)] }
    let (left, right) = split(records)
    return size <= left.count
      ? subproof(size, left, isWhole: isWhole) + [root(right)]
      : subproof(size - left.count, right, isWhole: false) + [root(left)]
  }

  private static func split(_ records: ArraySlice<[UInt8]>) -> (ArraySlice<[UInt8]>, ArraySlice<[UInt8]>) {
    var k = 1
    while k * 2 < records.count { k *= 2 }
    return (records.prefix(k), records.dropFirst(k))
  }
}
