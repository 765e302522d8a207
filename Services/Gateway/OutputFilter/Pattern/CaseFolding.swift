/// Which scalars differ in case alone.
///
/// Source: Unicode Standard, section 3.13, simple case folding; two scalars are equal when their orbits meet.
enum CaseFolding {
  /// The set with every scalar that equals one of its members but for case.
  static func closure(of set: ScalarSet) -> ScalarSet {
    var result = set
    for (scalar, orbit) in orbits where set.contains(scalar) {
      for other in orbit { result.insert(other...other) }
    }
    return result
  }

  /// Cased scalars with the others of their orbit. Made once, when the first rule that ignores case is compiled.
  private static let orbits: [(UInt32, [UInt32])] = {
    var members: [UInt32: [UInt32]] = [:]
    for value in candidates {
      guard let scalar = Unicode.Scalar(value), scalar != dotlessI, scalar.properties.changesWhenCaseMapped else {
        continue
      }
      members[root(of: scalar), default: []].append(value)
    }
    return members.values.flatMap { orbit in orbit.map { value in (value, orbit.filter { $0 != value }) } }
  }()

  /// 'ı' has the upper case 'I' and yet is no 'i': simple folding leaves it alone.
  private static let dotlessI: Unicode.Scalar = "\u{131}"

  /// Cased letters end before U+1F000 (Adlam, the last, is at U+1E900).
  private static let candidates: Range<UInt32> = 0..<0x1F000

  /// The lower case of the upper case: 'ſ' and 's' meet in 's', 'ς' and 'σ' in 'σ', the kelvin sign and 'k' in 'k'.
  private static func root(of scalar: Unicode.Scalar) -> UInt32 {
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return (single(upper.properties.lowercaseMapping) ?? upper).value
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }
}
