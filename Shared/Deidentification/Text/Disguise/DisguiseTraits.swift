/// Which layers of disguise a text may need, found in one pass: most text needs none.
struct DisguiseTraits: OptionSet, Sendable {
  let rawValue: UInt8

  /// An ampersand, a percent sign, a backslash.
  static let escape = DisguiseTraits(rawValue: 1)
  /// Greek, Cyrillic, and letters for mathematics.
  static let confusable = DisguiseTraits(rawValue: 2)
  /// A long run of letters, digits and signs of base 64 with a capital inside.
  static let code = DisguiseTraits(rawValue: 4)
  /// A "dot" or a sign in words that no sentence has.
  static let spokenSign = DisguiseTraits(rawValue: 8)
  /// Two numerals in words close together.
  static let numerals = DisguiseTraits(rawValue: 16)
  /// Some characters that stand alone one after the other, or groups of digits.
  static let spaced = DisguiseTraits(rawValue: 32)

  /// Linear in the text.
  static func of(_ bytes: [UInt8]) -> DisguiseTraits {
    bytes.withUnsafeBufferPointer { bytes in
      DisguiseByte.ofByte.withUnsafeBufferPointer { kinds in
        var scan = DisguiseScan(bytes, kinds)
        return scan.run()
      }
    }
  }
}

/// What a byte means to the scan.
private struct DisguiseByte: OptionSet {
  let rawValue: UInt8

  static let escape = DisguiseByte(rawValue: 1)
  static let confusable = DisguiseByte(rawValue: 2)
  static let code = DisguiseByte(rawValue: 4)
  static let character = DisguiseByte(rawValue: 8)
  static let capital = DisguiseByte(rawValue: 16)
  /// In a sign in words: the "o" of "dot", the "a" of "at", an "@", the middle of 艾.
  static let spoken = DisguiseByte(rawValue: 32)
  /// The lead byte of Han numerals.
  static let han = DisguiseByte(rawValue: 64)
  static let notable: DisguiseByte = [.escape, .confusable, .capital, .spoken, .han]

  static let ofByte: [DisguiseByte] = (0...255).map { (byte: UInt8) in
    var kind: DisguiseByte = []
    if "&%\\".utf8.contains(byte) { kind.insert(.escape) }
    if (0xce...0xd2).contains(byte) || byte == 0xe2 || byte == 0xf0 { kind.insert(.confusable) }
    if byte.isASCIILetter || byte.isASCIIDigit { kind.formUnion([.code, .character]) }
    if "+/-_".utf8.contains(byte) { kind.insert(.code) }
    if byte.isASCIIUppercase { kind.insert(.capital) }
    if "oOaA@".utf8.contains(byte) || byte == 0x89 { kind.insert(.spoken) }
    if (0xe3...0xe9).contains(byte) { kind.insert(.han) }
    return kind
  }
}

private struct DisguiseScan {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let kinds: UnsafeBufferPointer<DisguiseByte>
  private var traits: DisguiseTraits = []
  private var lastNumeral = -100
  private var singles = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<DisguiseByte>) {
    self.bytes = bytes
    self.kinds = kinds
  }

  mutating func run() -> DisguiseTraits {
    var wasCharacter = false
    var codeStart = 0
    var innerCapital = -1
    for index in bytes.indices {
      let kind = kinds[Int(bytes[index])]
      let isCharacter = kind.contains(.character)
      if !kind.contains(.code) {
        if index - codeStart >= Self.codeBytesMin, innerCapital > codeStart { traits.insert(.code) }
        codeStart = index + 1
      }
      if isCharacter, !wasCharacter { takeStart(index) }
      wasCharacter = isCharacter
      guard !kind.isDisjoint(with: .notable) else { continue }
      if kind.contains(.capital), index > codeStart { innerCapital = index }
      take(index, kind)
    }
    if bytes.count - codeStart >= Self.codeBytesMin, innerCapital > codeStart { traits.insert(.code) }
    return traits
  }

  /// As ``Base64Decoder`` asks for.
  private static let codeBytesMin = 12

  @inline(__always)
  private mutating func take(_ index: Int, _ kind: DisguiseByte) {
    if kind.contains(.escape) { traits.insert(.escape) }
    if kind.contains(.confusable) { traits.insert(.confusable) }
    if kind.contains(.spoken), isSpokenSign(index) { traits.insert(.spokenSign) }
    if kind.contains(.han) { takeNumeral(index) }
  }

  /// Bytes between two numerals of one number, of which the first is the longest: "seventeen, ".
  private static let numeralReach = 20

  private mutating func takeNumeral(_ index: Int) {
    guard Numeral.mayBegin(at: index, bytes) else { return }
    if index - lastNumeral <= Self.numeralReach { traits.insert(.numerals) }
    lastNumeral = index
  }

  /// A character after one that is none.
  private mutating func takeStart(_ index: Int) {
    if bytes[index].isASCIILetter { takeNumeral(index) }
    let isSingle = index + 1 == bytes.count || !kinds[Int(bytes[index + 1])].contains(.character)
    singles = isSingle ? singles + 1 : 0
    if singles == 3 || bytes[index].isASCIIDigit && mayBeGroups(index) { traits.insert(.spaced) }
  }

  /// As many digits as ``SpacingDecoder`` puts together, with signs between them.
  private func mayBeGroups(_ start: Int) -> Bool {
    var end = start
    var digits = 0
    while end < bytes.count, digits < SpacingDecoder.digitsOfNumber.lowerBound {
      if bytes[end].isASCIIDigit { digits += 1 } else if !SpacingDecoder.groupSigns.contains(bytes[end]) { break }
      end += 1
    }
    return digits == SpacingDecoder.digitsOfNumber.lowerBound
  }

  private func isSpokenSign(_ index: Int) -> Bool {
    guard index > 0, index + 1 < bytes.count else { return false }
    let (before, after) = (bytes[index - 1], bytes[index + 1])
    switch bytes[index] | 0x20 {
    case UInt8(ascii: "o"):
      let isDot = before | 0x20 == UInt8(ascii: "d") && after | 0x20 == UInt8(ascii: "t")
      return isDot && (index < 2 || !bytes[index - 2].isASCIILetter)
    case UInt8(ascii: "a"): return after | 0x20 == UInt8(ascii: "t") && "([{<_#".utf8.contains(before)
    case UInt8(ascii: "@") | 0x20: return !before.isASCIILetter && !before.isASCIIDigit
    default: return before == 0xe8 && after == 0xbe
    }
  }
}
