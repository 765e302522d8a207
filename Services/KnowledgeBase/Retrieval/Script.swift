extension Unicode.Scalar {
  /// Whether the scalar belongs to a script written without spaces between words, of which pairs are indexed.
  var isUnspaced: Bool {
    switch value {
    case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x323af: true  // Han
    case 0x3040...0x30ff: true  // Hiragana, Katakana
    default: false
    }
  }

  /// Whether the scalar is part of a word or number.
  var isWordPart: Bool { properties.isAlphabetic || properties.numericType != nil || isCombining }

  private var isCombining: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
