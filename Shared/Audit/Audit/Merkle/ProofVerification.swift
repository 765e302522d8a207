/// What a relying party computes. Source: RFC 9162 sections 2.1.3.2 and 2.1.4.2, in their words (fn, sn).
enum ProofVerification {
  /// Whether `leaf` is record `index` of the tree with this size and root.
  static func isIncluded(
    _ leaf: MerkleHash, at index: UInt64, size: UInt64, root: MerkleHash, proof: [MerkleHash]
  ) -> Bool {
    guard index < size else { return false }
    var fn = index
    var sn = size - 1
    var r = leaf
    for p in proof {
      guard sn > 0 else { return false }
      if fn & 1 == 1 || fn == sn {
        r = MerkleHash(left: p, right: r)
        while fn & 1 == 0, fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) }
      } else {
        r = MerkleHash(left: r, right: p)
      }
      (fn, sn) = (fn >> 1, sn >> 1)
    }
    return sn == 0 && r == root
  }

  /// Whether the tree of `first` leaves with `firstRoot` is a prefix of the tree of `second` leaves with `secondRoot`.
  static func isConsistent(
    first: UInt64, firstRoot: MerkleHash, second: UInt64, secondRoot: MerkleHash, proof: [MerkleHash]
  ) -> Bool {
    guard first <= second else { return false }
    if first == second { return proof.isEmpty && firstRoot == secondRoot }
    if first == 0 { return proof.isEmpty && firstRoot == .empty }
    var path = proof[...]
    if first.nonzeroBitCount == 1 { path = [firstRoot] + path }
    guard let start = path.popFirst() else { return false }
    var fn = first - 1
    var sn = second - 1
    while fn & 1 == 1 { (fn, sn) = (fn >> 1, sn >> 1) }
    var (fr, sr) = (start, start)
    for c in path {
      guard sn > 0 else { return false }
      if fn & 1 == 1 || fn == sn {
        fr = MerkleHash(left: c, right: fr)
        sr = MerkleHash(left: c, right: sr)
        while fn & 1 == 0, fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) }
      } else {
        sr = MerkleHash(left: sr, right: c)
      }
      (fn, sn) = (fn >> 1, sn >> 1)
    }
    return sn == 0 && fr == firstRoot && sr == secondRoot
  }
}
