/// Characters set apart ("1 3 8 1 2 …", "1-3-8-1", "j o h n @ x . o r g") and numbers in unusual groups
/// ("138 12 34 56 78", "138.1234.5678"), put together.
enum SpacingDecoder {
  /// Characters from which single ones are no list of marks or options.
  private static let singlesMin = 7
  /// Digits of what is looked for in unusual groups: from a telephone number to a card.
  static let digitsOfNumber = 10...19
  private static let groupsMax = 10

  private static let signs = ByteSet(" -._/*,".utf8)
  static let groupSigns = ByteSet(" -._".utf8)
  private static let addressSigns = ByteSet("@._-+".utf8)

  /// Linear in the text.
  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var index = 0
    while true {
      index = nextCharacter(bytes, from: index)
      guard index < bytes.count else { return found }
      // Most characters lie in a word: one look at the next tells.
      if let range = start(bytes, at: index) {
        found.append(replacement(bytes, range))
        index = range.upperBound
      } else {
        while index < bytes.count, isCharacter(bytes[index]) { index += 1 }
      }
    }
  }

  private static func nextCharacter(_ bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count, !isCharacter(bytes[index]) {
        index = bytes[index] < 0x80 ? index + 1 : bytes.nextASCII(from: index + 1)
      }
      return index
    }
  }

  private static func start(_ bytes: [UInt8], at index: Int) -> Range<Int>? {
    let isSingle = index + 1 < bytes.count && !isCharacter(bytes[index + 1])
    if isSingle, let range = singles(bytes, from: index) { return range }
    return bytes[index].isASCIIDigit ? groups(bytes, from: index) : nil
  }

  private static func replacement(_ bytes: [UInt8], _ range: Range<Int>) -> Reading.Replacement {
    // A dot between spaced letters is of the address, a dot between digits is what sets them apart.
    let isAddress = bytes[range].contains(UInt8(ascii: "@"))
    let kept = bytes[range].filter {
      isCharacter($0) || isAddress && addressSigns.contains($0)
    }
    return Reading.Replacement(range: range, bytes: kept)
  }

  /// Single characters with the same sign after each.
  private static func singles(_ bytes: [UInt8], from start: Int) -> Range<Int>? {
    guard start + 2 < bytes.count, let width = separator(bytes, start + 1) else { return nil }
    let sign = bytes[(start + 1)..<(start + 1 + width)]
    var count = 1
    var end = start + 1
    var hasDigits = bytes[start].isASCIIDigit
    while end + width < bytes.count, bytes[end..<(end + width)] == sign,
      isSingle(bytes[end + width], allowsSigns: sign.elementsEqual(" ".utf8)),
      end + width + 1 == bytes.count || !isCharacter(bytes[end + width + 1])
    {
      hasDigits = hasDigits || bytes[end + width].isASCIIDigit || bytes[end + width] == UInt8(ascii: "@")
      end += width + 1
      count += 1
    }
    return count >= singlesMin && hasDigits ? start..<end : nil
  }

  /// Groups of digits with the same sign between them, which no table of years or ranges looks like.
  private static func groups(_ bytes: [UInt8], from start: Int) -> Range<Int>? {
    var end = start
    var count = 0
    var groups = 1
    var sign: UInt8?
    while end < bytes.count {
      if bytes[end].isASCIIDigit {
        count += 1
      } else if groupSigns.contains(bytes[end]), sign == nil || sign == bytes[end], end + 1 < bytes.count,
        bytes[end + 1].isASCIIDigit
      {
        sign = bytes[end]
        groups += 1
      } else {
        break
      }
      end += 1
    }
    let isWhole = end == bytes.count || !bytes[end].isASCIILetter
    let isNumber = groups > (sign == UInt8(ascii: ".") ? 2 : 1) && groups <= groupsMax && digitsOfNumber.contains(count)
    return isNumber && isWhole && !isSum(bytes[start..<end]) ? start..<end : nil
  }

  /// "5 707 933 850": thousands.
  private static func isSum(_ bytes: ArraySlice<UInt8>) -> Bool {
    let groups = bytes.split { !$0.isASCIIDigit }
    return groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 } && bytes.contains(0x20)
  }

  private static func isCharacter(_ byte: UInt8) -> Bool { byte.isASCIIDigit || byte.isASCIILetter }

  private static func isSingle(_ byte: UInt8, allowsSigns: Bool) -> Bool {
    isCharacter(byte) || (allowsSigns && (addressSigns.contains(byte)))
  }

  private static func isSign(_ byte: UInt8) -> Bool { signs.contains(byte) }

  /// Bytes of the sign at `index`: an ASCII one, or "·" and "、".
  private static func separator(_ bytes: [UInt8], _ index: Int) -> Int? {
    if isSign(bytes[index]) || bytes[index] == UInt8(ascii: "|") { return 1 }
    guard bytes[index] >= 0x80 else { return nil }
    if bytes[index...].starts(with: "·".utf8) { return 2 }
    return bytes[index...].starts(with: "、".utf8) ? 3 : nil
  }
}
