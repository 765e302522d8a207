/// A text as the recognizers see it: full-width forms and traditional characters folded, invisible characters dropped,
/// each byte mapped back.
///
/// A span found here covers the same characters in the original, with every invisible character between them.
struct NormalisedText: Sendable {
  /// The original, UTF-8.
  let original: [UInt8]
  /// The folded text, UTF-8.
  let bytes: [UInt8]
  /// Where the two go on at different distances; empty where all that was folded kept its length.
  private let shifts: [FoldShift]

  init(_ text: String) {
    original = Array(text.utf8)
    (bytes, shifts) = CharacterFolding.mayChange(original) ? Self.fold(original) : (original, [])
  }

  /// A text that is searched as it is, such as one from which a disguise was taken.
  init(bytes: [UInt8]) {
    original = bytes
    self.bytes = bytes
    shifts = []
  }

  /// The range of `original` which a range of `bytes` stands for. `range` must not be empty. O(log foldings).
  func originalRange(of range: Range<Int>) -> Range<Int> {
    let last = scalarStart(of: range.upperBound - 1)
    return scalarStart(of: range.lowerBound)..<(last + Self.scalarLength(leadByte: original[last]))
  }

  /// Where the scalar of `original` begins that a byte of `bytes` stands for.
  private func scalarStart(of index: Int) -> Int {
    var (low, high) = (0, shifts.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(shifts[middle].folded) <= index { low = middle + 1 } else { high = middle }
    }
    var origin = low == 0 ? index : index - Int(shifts[low - 1].folded) + Int(shifts[low - 1].original)
    while original[origin] & 0xc0 == 0x80 { origin -= 1 }
    return origin
  }

  private static func fold(_ original: [UInt8]) -> ([UInt8], [FoldShift]) {
    TraditionalCharacters.table.withUnsafeBufferPointer { traditional in
      original.withUnsafeBufferPointer { fold($0, traditional) }
    }
  }

  private static func fold(
    _ original: UnsafeBufferPointer<UInt8>, _ traditional: UnsafeBufferPointer<UInt16>
  ) -> ([UInt8], [FoldShift]) {
    var bytes: [UInt8] = []
    var shifts: [FoldShift] = []
    bytes.reserveCapacity(original.count)
    var copied = 0
    var index = 0
    while index < original.count {
      if let ideograph = ideograph(original, at: index), traditional[ideograph] == 0 {
        index += 3
        continue
      }
      guard CharacterFolding.isLead(original[index]) else {
        index += 1
        continue
      }
      let (scalar, length) = original.scalar(at: index)
      let isOverDigit = index > 0 && hasDigit(before: index, original, bytes, copied)
      let folded = isOverDigit && CharacterFolding.isMark(scalar) ? nil : CharacterFolding.fold(scalar)
      if folded != scalar {
        bytes += original[copied..<index]
        let start = bytes.count
        if let folded { bytes += UTF8.encode(folded)! }
        copied = index + length
        if bytes.count - start != length {
          shifts.append(FoldShift(folded: Int32(start), original: Int32(index)))
          shifts.append(FoldShift(folded: Int32(bytes.count), original: Int32(copied)))
        }
      }
      index += length
    }
    bytes += original[copied...]
    return (bytes, shifts)
  }

  /// Where an ideograph of the block that ``TraditionalCharacters`` covers stands in its table; nil at another scalar.
  @inline(__always)
  private static func ideograph(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    guard bytes[index] >= 0xe4, bytes[index] <= 0xe9, index + 2 < bytes.count else { return nil }
    let value =
      Int(bytes[index] & 0xf) << 12 | Int(bytes[index + 1] & 0x3f) << 6 | Int(bytes[index + 2] & 0x3f)
    return value >= Int(TraditionalCharacters.first) ? value - Int(TraditionalCharacters.first) : nil
  }

  /// Whether the last folded byte before `index` is a digit, of what is copied or still to be.
  private static func hasDigit(
    before index: Int, _ original: UnsafeBufferPointer<UInt8>, _ bytes: [UInt8], _ copied: Int
  ) -> Bool {
    copied < index ? original[index - 1].isASCIIDigit : bytes.last?.isASCIIDigit == true
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

/// From `folded` on, bytes of the folded text stand for those of the original from `original` on.
private struct FoldShift: Sendable {
  var folded: Int32
  var original: Int32
}
