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
  static let letterD = DisguiseByte(rawValue: 32)
  /// The lead byte of Han.
  static let han = DisguiseByte(rawValue: 64)
  static let at = DisguiseByte(rawValue: 128)

  static let ofByte: [DisguiseByte] = (0...255).map { (byte: UInt8) in
    var kind: DisguiseByte = []
    if "&%\\".utf8.contains(byte) { kind.insert(.escape) }
    if (0xce...0xd2).contains(byte) || byte == 0xe2 || byte == 0xf0 { kind.insert(.confusable) }
    if byte.isASCIILetter || byte.isASCIIDigit { kind.formUnion([.code, .character]) }
    if "+/-_".utf8.contains(byte) { kind.insert(.code) }
    if byte.isASCIIUppercase { kind.insert(.capital) }
    if byte | 0x20 == UInt8(ascii: "d") { kind.insert(.letterD) }
    if (0xe3...0xe9).contains(byte) { kind.insert(.han) }
    if byte == UInt8(ascii: "@") { kind.insert(.at) }
    return kind
  }
}

private struct DisguiseScan {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let kinds: UnsafeBufferPointer<DisguiseByte>
  private let numerals = NumeralStarts.all
  private var traits: DisguiseTraits = []
  private var lastNumeral = -100
  private var singles = 0
  /// The run of characters and signs of base 64 that is read.
  private var codeStart = 0
  private var hasInnerCapital = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<DisguiseByte>) {
    self.bytes = bytes
    self.kinds = kinds
  }

  mutating func run() -> DisguiseTraits {
    var index = 0
    while index < bytes.count {
      let kind = kinds[Int(bytes[index])]
      if kind.contains(.character) {
        index = takeRun(index)
      } else if kind.contains(.code) {
        index += 1
      } else {
        endCode(at: index)
        index = takeSign(index, kind)
        codeStart = index
      }
    }
    endCode(at: bytes.count)
    return traits
  }

  /// As ``Base64Decoder`` asks for.
  private static let codeBytesMin = 12

  private mutating func endCode(at end: Int) {
    if hasInnerCapital {
      if end - codeStart >= Self.codeBytesMin { traits.insert(.code) }
      hasInnerCapital = false
    }
  }

  /// Letters and digits side by side; gives where they end.
  @inline(__always)
  private mutating func takeRun(_ start: Int) -> Int {
    var end = start
    var inner: DisguiseByte = []
    while true {
      end += 1
      guard end < bytes.count else { break }
      let kind = kinds[Int(bytes[end])]
      guard kind.contains(.character) else { break }
      inner.formUnion(kind)
    }
    let first = kinds[Int(bytes[start])]
    if inner.contains(.capital) || first.contains(.capital) && start > codeStart { hasInnerCapital = true }
    if inner.contains(.letterD) || first.contains(.letterD) { findDot(in: start..<end) }
    takeStart(start, isSingle: end == start + 1)
    return end
  }

  /// What is neither character nor sign of base 64; gives where it ends.
  @inline(__always)
  private mutating func takeSign(_ index: Int, _ kind: DisguiseByte) -> Int {
    if kind.contains(.han) { return takeHan(index) }
    if kind.contains(.escape) { traits.insert(.escape) }
    if kind.contains(.confusable) { traits.insert(.confusable) }
    if kind.contains(.at), index > 0, index + 1 < bytes.count, !kinds[Int(bytes[index - 1])].contains(.character) {
      traits.insert(.spokenSign)
    }
    return index + 1
  }

  /// Chinese characters side by side; gives where they end.
  @inline(__always)
  private mutating func takeHan(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, kinds[Int(bytes[index])].contains(.han) {
      takeNumeral(index)
      // 艾, of 艾特.
      if bytes[index] == 0xe8, index + 2 < bytes.count, bytes[index + 1] == 0x89, bytes[index + 2] == 0xbe {
        traits.insert(.spokenSign)
      }
      index += 3
    }
    return min(index, bytes.count)
  }

  /// Bytes between two numerals of one number, of which the first is the longest: "seventeen, ".
  private static let numeralReach = 20

  @inline(__always)
  private mutating func takeNumeral(_ index: Int) {
    guard numerals.mayBegin(at: index, bytes) else { return }
    if index - lastNumeral <= Self.numeralReach { traits.insert(.numerals) }
    lastNumeral = index
  }

  /// The first of some characters.
  @inline(__always)
  private mutating func takeStart(_ index: Int, isSingle: Bool) {
    if bytes[index].isASCIILetter {
      takeNumeral(index)
      if bytes[index] | 0x20 == UInt8(ascii: "a"), isSignAt(index) { traits.insert(.spokenSign) }
    } else if mayBeGroups(index) {
      traits.insert(.spaced)
    }
    singles = isSingle ? singles + 1 : 0
    if singles == 3 { traits.insert(.spaced) }
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

  /// "dot" without a letter before it.
  private mutating func findDot(in run: Range<Int>) {
    for index in run where bytes[index] | 0x20 == UInt8(ascii: "d") {
      guard index + 2 < bytes.count, bytes[index + 1] | 0x20 == UInt8(ascii: "o"),
        bytes[index + 2] | 0x20 == UInt8(ascii: "t")
      else { continue }
      if index == 0 || !bytes[index - 1].isASCIILetter { traits.insert(.spokenSign) }
    }
  }

  /// "(at", "_at".
  private func isSignAt(_ index: Int) -> Bool {
    guard index > 0, index + 1 < bytes.count, bytes[index + 1] | 0x20 == UInt8(ascii: "t") else { return false }
    switch bytes[index - 1] {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "_"),
      UInt8(ascii: "#"):
      return true
    default: return false
    }
  }
}
