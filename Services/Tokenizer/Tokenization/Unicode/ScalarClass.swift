/// A scalar's general category as a small number, so that a set of categories is a 32-bit mask.
///
/// One code is ours: control characters that are white space (U+0009–U+000D, U+0085), because `\s` cuts category Cc.
enum ScalarClass {
  static let whitespaceControl: UInt8 = 30
  static let unassigned: UInt8 = 29

  /// As Unicode 16 has it, which is what the reference tokenizers use; the standard library may know a later version.
  static func code(of scalar: Unicode.Scalar) -> UInt8 {
    if scalar == reclassified { return code(of: .lowercaseLetter) }
    guard let age = scalar.properties.age, age.major <= 16 else { return unassigned(scalar) }
    let category = scalar.properties.generalCategory
    if category == .control && scalar.properties.isWhitespace { return whitespaceControl }
    return code(of: category)
  }

  /// U+0295, the one scalar whose category a later version changed: from Ll to Lo in Unicode 17.
  private static let reclassified: Unicode.Scalar = "\u{295}"

  private static func unassigned(_ scalar: Unicode.Scalar) -> UInt8 {
    scalar.properties.generalCategory == .privateUse ? code(of: .privateUse) : unassigned
  }

  static func code(of category: Unicode.GeneralCategory) -> UInt8 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: unassigned
    @unknown default: unassigned
    }
  }

  static let letters: UInt32 = 0b1_1111
  static let marks: UInt32 = 0b111 << 5
  static let numbers: UInt32 = 0b111 << 8
  static let punctuation: UInt32 = 0b111_1111 << 11
  static let symbols: UInt32 = 0b1111 << 18
  static let separators: UInt32 = 0b111 << 22
  static let whitespace: UInt32 = separators | 1 << UInt32(whitespaceControl)
  static let other: UInt32 = 0b1_1111 << 25 | 1 << UInt32(whitespaceControl)
  static let wordCharacters: UInt32 = letters | marks | 1 << 8 | 1 << 11
  static let all: UInt32 = (1 << 31) - 1

  /// Whether the class of `scalar` is one of `classes`.
  @inline(__always)
  static func contains(_ classes: UInt32, _ scalar: UInt32) -> Bool {
    classes >> UInt32(ScalarClassTable.shared[scalar]) & 1 != 0
  }

  @inline(__always)
  static func isWhitespace(_ scalar: UInt32) -> Bool { contains(whitespace, scalar) }

  /// The categories of a property name as patterns write it in `\p{…}`; nil for a name that is no general category.
  static func mask(named name: String) -> UInt32? {
    switch name {
    case "L", "Letter": letters
    case "M", "Mark": marks
    case "N", "Number": numbers
    case "P", "Punctuation", "Punct": punctuation
    case "S", "Symbol": symbols
    case "Z", "Separator": separators
    case "C", "Other": other
    case "Cc": 1 << 25 | 1 << UInt32(whitespaceControl)
    default: abbreviations.firstIndex(of: name).map { 1 << UInt32($0) }
    }
  }

  private static let abbreviations = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
    "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]
}
