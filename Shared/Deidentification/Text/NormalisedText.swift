/// A text as the recognizers see it: full-width forms folded, invisible characters dropped, each byte mapped back.
///
/// A span found here covers the same characters in the original, with every invisible character between them.
struct NormalisedText: Sendable {
  /// The original, UTF-8.
  let original: [UInt8]
  /// The folded text, UTF-8.
  let bytes: [UInt8]
  /// For each folded byte the offset of its scalar in `original`; nil where both texts are the same.
  private let origins: [Int32]?

  init(_ text: String) {
    original = Array(text.utf8)
    guard original.contains(where: { $0 >= 0x80 }) else {
      bytes = original
      origins = nil
      return
    }
    (bytes, origins) = Self.fold(text.unicodeScalars, utf8Count: original.count)
  }

  /// A text that is searched as it is, such as one from which a disguise was taken.
  init(bytes: [UInt8]) {
    original = bytes
    self.bytes = bytes
    origins = nil
  }

  /// The range of `original` which a range of `bytes` stands for. `range` must not be empty.
  func originalRange(of range: Range<Int>) -> Range<Int> {
    guard let origins else { return range }
    let last = Int(origins[range.upperBound - 1])
    return Int(origins[range.lowerBound])..<(last + Self.scalarLength(leadByte: original[last]))
  }

  private static func fold(_ scalars: String.UnicodeScalarView, utf8Count: Int) -> ([UInt8], [Int32]) {
    var bytes: [UInt8] = []
    var origins: [Int32] = []
    bytes.reserveCapacity(utf8Count)
    origins.reserveCapacity(utf8Count)
    var offset: Int32 = 0
    for scalar in scalars {
      let encoded = UTF8.encode(scalar)!
      let isHidden = bytes.last?.isASCIIDigit == true && CharacterFolding.isMark(scalar)
      if !isHidden, let folded = CharacterFolding.fold(scalar) {
        for byte in folded == scalar ? encoded : UTF8.encode(folded)! {
          bytes.append(byte)
          origins.append(offset)
        }
      }
      offset += Int32(encoded.count)
    }
    return (bytes, origins)
  }

  static func scalarLength(leadByte: UInt8) -> Int {
    switch leadByte {
    case ..<0x80: 1
    case ..<0xe0: 2
    case ..<0xf0: 3
    default: 4
    }
  }
}
