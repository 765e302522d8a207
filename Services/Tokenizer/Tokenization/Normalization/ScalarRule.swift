/// Rules that look at one scalar at a time: it stays, goes, becomes a space or gets spaces around it.
enum ScalarRule: String, Sendable {
  /// BERT's cleaning: no control characters, every white space a space.
  case bertCleaning
  /// BERT's spaces around Chinese characters.
  case spacedIdeographs
  /// Without nonspacing marks, as BERT strips accents.
  case withoutNonspacingMarks
  /// Without any marks.
  case withoutMarks
  /// The cleaning of neural machine translation in SentencePiece.
  case nmt

  private enum Fate {
    case stays, goes, becomesSpace, getsSpaces
  }

  func write<Output: TextOutput>(_ text: Span<UInt8>, into output: inout Output) {
    var done = 0
    var index = 0
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      let fate = fate(of: scalar)
      if fate != .stays {
        output.keep(text, done..<index)
        done = index + length
      }
      switch fate {
      case .stays, .goes: break
      case .becomesSpace: output.put(0x20, for: index)
      case .getsSpaces:
        output.put(0x20, for: index)
        output.insert(scalar, at: index + length)
        output.insert(0x20, at: index + length)
      }
      index += length
    }
    output.keep(text, done..<text.count)
  }

  @inline(__always)
  private func fate(of scalar: UInt32) -> Fate {
    switch self {
    case .bertCleaning: Self.bertCleaned(scalar)
    case .spacedIdeographs: scalar >= 0x3400 && Self.isBertIdeograph(scalar) ? .getsSpaces : .stays
    case .withoutNonspacingMarks: Self.isMark(scalar, 1 << 5, .unicode8) ? .goes : .stays
    case .withoutMarks: Self.isMark(scalar, ScalarClass.marks, .unicode9) ? .goes : .stays
    case .nmt: Self.nmtCleaned(scalar)
    }
  }

  @inline(__always)
  private static func isMark(_ scalar: UInt32, _ classes: UInt32, _ table: EarlierScalarClasses) -> Bool {
    scalar >= 0x300 && classes >> UInt32(table[scalar]) & 1 != 0
  }

  /// Control, format and private use.
  private static let controls: UInt32 = 1 << 25 | 1 << 26 | 1 << 28 | 1 << UInt32(ScalarClass.whitespaceControl)

  private static func bertCleaned(_ scalar: UInt32) -> Fate {
    if scalar >= 0x20 && scalar < 0x7f { return .stays }
    switch scalar {
    case 0x09, 0x0a, 0x0d: return .becomesSpace
    case 0, 0xfffd: return .goes
    default: break
    }
    if controls >> UInt32(EarlierScalarClasses.unicode8[scalar]) & 1 != 0 { return .goes }
    return ScalarClass.isWhitespace(scalar) ? .becomesSpace : .stays
  }

  /// Source: `_is_chinese_char` in google-research/bert `tokenization.py`.
  private static func isBertIdeograph(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x2a6df, 0x2a700...0x2b73f, 0x2b740...0x2b81f,
      0x2b920...0x2ceaf, 0x2f800...0x2fa1f:
      true
    default: false
    }
  }

  /// Source: the `nmt_nfkc` rules of SentencePiece.
  private static func nmtCleaned(_ scalar: UInt32) -> Fate {
    switch scalar {
    case 0x01...0x08, 0x0b, 0x0e...0x1f, 0x7f, 0x8f, 0x9f: .goes
    case 0x09, 0x0a, 0x0c, 0x0d, 0x1680, 0x200b...0x200f, 0x2028, 0x2029, 0x2581, 0xfeff, 0xfffd: .becomesSpace
    default: .stays
    }
  }
}
