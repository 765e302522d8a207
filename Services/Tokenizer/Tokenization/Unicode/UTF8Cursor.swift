/// Reading scalars of text that is known to be valid UTF-8.
extension Span<UInt8> {
  /// The scalar that starts at `index`, and how many bytes it takes.
  @inline(__always)
  func scalar(at index: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(self[index])
    if first < 0x80 { return (first, 1) }
    let second = UInt32(self[index + 1] & 0x3f)
    if first < 0xe0 { return ((first & 0x1f) << 6 | second, 2) }
    let third = UInt32(self[index + 2] & 0x3f)
    if first < 0xf0 { return ((first & 0x0f) << 12 | second << 6 | third, 3) }
    return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(self[index + 3] & 0x3f), 4)
  }

  /// Where the scalar starts that ends before `index`.
  @inline(__always)
  func startOfScalar(before index: Int) -> Int {
    var start = index - 1
    while self[start] & 0xc0 == 0x80 { start -= 1 }
    return start
  }
}
