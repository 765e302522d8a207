/// Takes the spaces that belong to a token off its place in the text.
struct OffsetTrimming: Sendable {
  /// Whether encoding put a space before the text, which then is none of the text's own.
  var addsPrefixSpace: Bool

  /// The scalars of a token that the file writes as `piece`; `isFirst` of its text.
  func trimmed(_ scalars: Range<Int>, piece: [UInt8], isFirst: Bool) -> Range<Int> {
    let marks = piece.scalarValues.map { $0 == Self.space || ScalarClass.isWhitespace($0) }
    var leading = marks.prefix { $0 }.count
    let trailing = marks.reversed().prefix { $0 }.count
    if leading == 1, isFirst || scalars.lowerBound == 0, addsPrefixSpace { leading = 0 }
    let start = min(scalars.lowerBound + leading, scalars.upperBound)
    let end = scalars.upperBound >= trailing ? max(scalars.upperBound - trailing, start) : scalars.upperBound
    return start..<max(start, end)
  }

  /// How the byte-level alphabet writes a space.
  private static let space: UInt32 = 0x120
}
