/// What the lists say of one character, those in one look that are asked of every character of a Chinese text.
struct HanClasses: OptionSet, Sendable {
  let rawValue: UInt16

  static let commonSurname = HanClasses(rawValue: 1)
  static let rareSurname = HanClasses(rawValue: 2)
  static let compoundSurnameStart = HanClasses(rawValue: 4)
  /// ``ChineseLexicon/givenCharacters``, ``ChineseLexicon/functionCharacters`` and ``ChineseLexicon/boundaryCharacters``.
  static let given = HanClasses(rawValue: 8)
  static let function = HanClasses(rawValue: 16)
  static let boundary = HanClasses(rawValue: 32)
  /// Of words around a name.
  static let cueBeforeEnd = HanClasses(rawValue: 64)
  static let cueAfterStart = HanClasses(rawValue: 128)
  static let titleAfterStart = HanClasses(rawValue: 256)
  static let surnameTitleStart = HanClasses(rawValue: 512)
  static let provinceStart = HanClasses(rawValue: 1024)
  static let cityStart = HanClasses(rawValue: 2048)
  /// ``ChineseLexicon/ownLevels``.
  static let ownLevel = HanClasses(rawValue: 4096)

  /// By the scalar, of the basic plane.
  static let ofScalar: [HanClasses] = {
    var ofScalar = [HanClasses](repeating: [], count: 0x10000)
    for (scalars, classes) in lists {
      for value in scalars.values { ofScalar[Int(value)].insert(classes) }
    }
    return ofScalar
  }()

  private static var lists: [(ScalarSet, HanClasses)] {
    [
      (ChineseLexicon.commonSurnames, .commonSurname), (ChineseLexicon.rareSurnames, .rareSurname),
      (ChineseLexicon.compoundSurnamePhrases.firsts, .compoundSurnameStart), (ChineseLexicon.givenCharacters, .given),
      (ChineseLexicon.functionCharacters, .function), (ChineseLexicon.boundaryCharacters, .boundary),
      (ChineseLexicon.cueBeforePhrases.lasts, .cueBeforeEnd), (ChineseLexicon.cueAfterPhrases.firsts, .cueAfterStart),
      (ChineseLexicon.titleAfterPhrases.firsts, .titleAfterStart),
      (ChineseLexicon.surnameTitlePhrases.firsts, .surnameTitleStart),
      (ChineseLexicon.provinces.firsts, .provinceStart), (ChineseLexicon.cityPhrases.firsts, .cityStart),
      (ChineseLexicon.ownLevels, .ownLevel),
    ]
  }
}
