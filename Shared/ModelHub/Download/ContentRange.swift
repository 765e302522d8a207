/// `Content-Range: bytes FIRST-LAST/TOTAL` (RFC 9110, section 14.4).
struct ContentRange: Equatable {
  let range: Range<Int64>
  let total: Int64

  /// nil for anything else, an unknown total among it.
  init?(_ field: String?) {
    guard let field, field.hasPrefix("bytes ") else { return nil }
    let halves = field.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let total = Self.number(halves[1]) else { return nil }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else { return nil }
    guard first <= last, last < total else { return nil }
    range = first..<(last + 1)
    self.total = total
  }

  /// Whether a refused range says that the file is empty: `bytes */0`.
  static func saysEmpty(_ field: String?) -> Bool { field == "bytes */0" }

  private static func number(_ text: Substring) -> Int64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
  }
}
