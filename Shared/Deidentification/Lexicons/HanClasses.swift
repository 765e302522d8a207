/// What the lists say of one Chinese character, those in one look that are asked of every character.
struct HanClasses: OptionSet, Sendable {
  let rawValue: UInt8

  static let commonSurname = HanClasses(rawValue: 1)
  static let compoundSurnameStart = HanClasses(rawValue: 2)
  static let provinceStart = HanClasses(rawValue: 4)
  static let cityStart = HanClasses(rawValue: 8)
  /// ``ChineseLexicon/ownLevels``.
  static let ownLevel = HanClasses(rawValue: 16)

  /// By the scalar, of the basic plane.
  static let ofScalar: [HanClasses] = (UInt32(0)..<0x10000).map { value in
    var classes: HanClasses = []
    if ChineseLexicon.commonSurnames.contains(value) { classes.insert(.commonSurname) }
    if ChineseLexicon.compoundSurnamePhrases.firsts.contains(value) { classes.insert(.compoundSurnameStart) }
    if ChineseLexicon.provinces.firsts.contains(value) { classes.insert(.provinceStart) }
    if ChineseLexicon.cityPhrases.firsts.contains(value) { classes.insert(.cityStart) }
    if ChineseLexicon.ownLevels.contains(value) { classes.insert(.ownLevel) }
    return classes
  }
}
