extension DeidentifiedText {
  /// The text with each surrogate-like mark (`[NAME_1]`) left out: what is worth searching for. Linear in the text.
  public var withoutSurrogates: DeidentifiedText {
    var kept = ""
    var rest = value[...]
    while let open = rest.firstIndex(of: "[") {
      kept += rest[..<open]
      let mark = rest[open...].prefix(Self.markLengthMax).prefix(while: { $0 != "]" })
      let isMark = mark.endIndex < rest.endIndex && Self.isSurrogateName(mark.dropFirst())
      kept += isMark ? " " : "["
      rest = isMark ? rest[rest.index(after: mark.endIndex)...] : rest[rest.index(after: open)...]
    }
    return DeidentifiedText(deidentified: kept + rest)
  }

  /// Characters of the longest mark: a kind's name and more digits than any document has identifiers.
  private static let markLengthMax = 24

  private static func isSurrogateName(_ text: Substring) -> Bool {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    return parts.count == 2 && EntityKind(rawValue: String(parts[0])) != nil && !parts[1].isEmpty
      && parts[1].allSatisfy { $0.isASCII && $0.isNumber }
  }
}
