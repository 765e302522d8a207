/// What stands between words: signs of addresses, and the ends of tokens.
extension AnchorScanner {
  mutating func takeSign(at index: Int) -> Int {
    let kind = classes[Int(bytes[index])]
    if kind != .tokenSign { endToken(at: index) }
    switch kind {
    case .at: add(.at, index..<index + 1)
    case .point:
      if isDomain(index) { add(.domain, index..<index + 1) }
      if isHexadecimal(index, digits: 4, groups: 2) { add(.hexadecimal, index..<index + 1) }
    case .slash:
      if index > 1, bytes[index - 1] == UInt8(ascii: "/"), bytes[index - 2] == UInt8(ascii: ":") {
        add(.domain, index..<index + 1)
      }
    case .colon: if isColonAddress(index) { add(.hexadecimal, index..<index + 1) }
    case .tokenSign: if isHexadecimal(index, digits: 2, groups: 3) { add(.hexadecimal, index..<index + 1) }
    default: break
    }
    if kind == .at || kind == .colon { endChain() }
    return index + 1
  }

  mutating func takeOther(at index: Int) -> Int {
    endChain()
    endToken(at: index)
    return index + 1
  }

  private func isDomain(_ index: Int) -> Bool {
    guard index > 0, index + 2 < bytes.count, bytes[index - 1].isASCIILetter || bytes[index - 1].isASCIIDigit else {
      return false
    }
    return Self.domainStarts.contains(UInt16(bytes[index + 1] | 0x20) << 8 | UInt16(bytes[index + 2] | 0x20))
  }

  /// The first two letters of the domains that addresses without a scheme end with.
  private static let domainStarts = Set(
    [
      "co", "or", "ne", "ed", "go", "mi", "in", "bi", "io", "ai", "uk", "ac", "nh", "cn", "de", "fr", "eu", "me", "ap",
      "he", "ca", "cl",
    ].map { $0.utf8.reduce(0) { $0 << 8 | UInt16($1) } })

  /// Whether a sign stands after as many hexadecimal digits and before as many groups of them, parted by the same sign.
  private func isHexadecimal(_ index: Int, digits: Int, groups: Int) -> Bool {
    guard index >= digits, index + groups * (digits + 1) <= bytes.count else { return false }
    for offset in 1...digits where !bytes[index - offset].isHexadecimal { return false }
    for offset in 1..<(groups * (digits + 1)) {
      let isRight =
        offset % (digits + 1) == 0 ? bytes[index + offset] == bytes[index] : bytes[index + offset].isHexadecimal
      guard isRight else { return false }
    }
    return true
  }

  /// Two colons with at most four hexadecimal digits between them.
  private func isColonAddress(_ index: Int) -> Bool {
    var next = index + 1
    while next < bytes.count, next - index <= 4, bytes[next].isHexadecimal { next += 1 }
    return next < bytes.count && bytes[next] == UInt8(ascii: ":")
  }

  @inline(__always)
  mutating func endToken(at end: Int) {
    // Most are words.
    if token.hasDigit || end - token.start >= 20 { addToken(token.start..<end) }
    token = Token(start: end + 1)
  }

  private mutating func addToken(_ range: Range<Int>) {
    if token.hasDigit, token.hasLetter, range.count >= 5 { add(.mixedWord, range) }
    if range.count >= 20 || token.hasDigit && range.count >= 11 { add(.token, range) }
  }
}

/// A run of letters, digits, dashes and underscores.
struct Token {
  var start = 0
  var hasLetter = false
  var hasDigit = false
}
