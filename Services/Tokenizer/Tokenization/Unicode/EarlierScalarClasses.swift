internal import CBytePairs

/// The class of every scalar as an earlier version of Unicode has it: scalars of later ones are unassigned.
struct EarlierScalarClasses: Sendable {
  /// Where the reference's punctuation and BERT's categories come from.
  static let unicode8 = EarlierScalarClasses(
    version: 8,
    [
      (0x166d, .otherPunctuation), (0x1734, .nonspacingMark), (0x1885, .otherLetter), (0x1886, .otherLetter),
      (0xa9bd, .spacingMark), (0x111c9, .otherPunctuation), (0x1171e, .nonspacingMark),
    ])
  /// Where the reference's combining marks come from.
  static let unicode9 = EarlierScalarClasses(
    version: 9, [(0x1cf2, .spacingMark), (0x1cf3, .spacingMark), (0x111c9, .otherPunctuation)])

  private let version: UInt8
  /// Scalars that have another category today, of those that matter: marks and punctuation.
  private let reclassified: [(scalar: UInt32, code: UInt8)]

  private init(version: UInt8, _ reclassified: [(scalar: UInt32, category: Unicode.GeneralCategory)]) {
    self.version = version
    self.reclassified = reclassified.map { ($0.scalar, ScalarClass.code(of: $0.category)) }
  }

  /// The class of a scalar value below 0x110000.
  subscript(scalar: UInt32) -> UInt8 {
    if let other = reclassified.first(where: { $0.scalar == scalar }) { return other.code }
    return weir_scalar_version(scalar) > version ? ScalarClass.unassigned : ScalarClassTable.shared[scalar]
  }

  /// The scalars whose class is one of `classes`, which are assigned ones.
  func ranges(of classes: UInt32) -> [ClosedRange<UInt32>] {
    let others = reclassified.map(\.scalar)
    let scalars = (ScalarClassTable.ranges(of: classes).joined().filter { !others.contains($0) } + others).sorted()
    var ranges: [ClosedRange<UInt32>] = []
    for scalar in scalars where classes >> UInt32(self[scalar]) & 1 != 0 { ranges.append(joining: scalar...scalar) }
    return ranges
  }
}
