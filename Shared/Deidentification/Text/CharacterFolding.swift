/// One-to-one folding of characters that look alike, do not show or are written in the traditional way, so that patterns
/// and lists need one form only.
///
/// Source: Unicode 15.1, "Halfwidth and Fullwidth Forms", "General Punctuation"; UTS #39 for invisible characters.
enum CharacterFolding {
  /// The folded scalar, or nil for one that does not show.
  static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case ..<0xa0: scalar
    case TraditionalCharacters.first...TraditionalCharacters.last: simplified(scalar)
    case 0xff01...0xff5e: Unicode.Scalar(scalar.value - 0xfee0)
    case 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b...0x180f, 0x200b...0x200f, 0x202a...0x202e,
      0x2060...0x206f, 0x3164, 0xfe00...0xfe0f, 0xfeff, 0xffa0, 0xe0000...0xe0fff:
      nil
    case 0xa0, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: " "
    case 0x2010...0x2015, 0x2212, 0xfe58, 0xfe63: "-"
    case 0x2018, 0x2019, 0x201b, 0x2032: "'"
    case 0x201c, 0x201d, 0x2033: "\""
    case 0x2022, 0x2027, 0x30fb, 0xff65: "·"
    case 0x0660...0x0669: Unicode.Scalar(scalar.value - 0x0660 + 0x30)
    case 0x06f0...0x06f9: Unicode.Scalar(scalar.value - 0x06f0 + 0x30)
    case 0x1d7ce...0x1d7ff: Unicode.Scalar((scalar.value - 0x1d7ce) % 10 + 0x30)
    default: scalar
    }
  }

  private static func simplified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = TraditionalCharacters.simplified(scalar.value)
    return value == 0 ? scalar : Unicode.Scalar(value)!
  }

  /// Marks that are drawn over the scalar before them: over a digit they only hide it.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x300...0x36f).contains(scalar.value) || (0x20d0...0x20ff).contains(scalar.value)
  }

  /// Whether a byte can begin a scalar that is folded or is a mark: every case of ``fold(_:)`` has its lead here.
  @inline(__always)
  static func isLead(_ byte: UInt8) -> Bool { byte >= 0xc2 && leads.contains(byte) }

  private static let leads = ByteSet(
    [0xc2, 0xcc, 0xcd, 0xd8, 0xd9, 0xdb, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xef, 0xf0, 0xf3])

  /// Whether a text has such a byte at all.
  static func mayChange(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var index = 0
      // Eight at a time while they are ASCII.
      while index + 8 <= bytes.count {
        if bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0,
          bytes[index..<index + 8].contains(where: isLead)
        {
          return true
        }
        index += 8
      }
      return bytes[index...].contains(where: isLead)
    }
  }
}
