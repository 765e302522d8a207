extension DeidentifiedText {
  /// The text with each bracketed surrogate (`[NAME_1]`, `[NAME:…]`, `[NAME]`) left out: what is worth searching for.
  /// Linear in the text.
  public var withoutSurrogates: DeidentifiedText {
    var kept: [UInt8] = []
    var rest = Array(value.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "[")) {
      kept += rest[..<open]
      rest = rest[open...]
      let count = Self.surrogateBytes(rest)
      kept.append(count > 0 ? 0x20 : UInt8(ascii: "["))
      rest = rest.dropFirst(max(count, 1))
    }
    return DeidentifiedText(deidentified: String(decoding: kept + rest, as: UTF8.self))
  }

  /// Bytes of the longest mark: sealed identifiers are longer than placeholders.
  private static let markBytesMax = SealedShape.headMax + SealedShape.payloadMax + 1

  /// Bytes of the surrogate that `text` begins with; 0 when it begins with none.
  private static func surrogateBytes(_ text: ArraySlice<UInt8>) -> Int {
    let body = text.prefix(markBytesMax).dropFirst()
    let isMark = { (byte: UInt8) in byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || Base64URL.contains(byte) }
    let inner = body.prefix(while: isMark)
    guard inner.endIndex < text.endIndex, text[inner.endIndex] == UInt8(ascii: "]") else { return 0 }
    let mark = text[...inner.endIndex]
    let isBare = EntityKind(rawValue: String(decoding: inner, as: UTF8.self)) != nil
    return isBare || Placeholder(mark) != nil || SealedShape(mark) != nil ? mark.count : 0
  }
}
