/// Extended grapheme clusters (Unicode Standard Annex #29), quick where scalars plainly stand alone.
enum GraphemeClusters {
  /// Whether the scalar at `index` is a cluster for itself, as far as can be told without the full rules: it and the
  /// next one are letters, ideographs or signs between which clusters always break.
  @inline(__always)
  static func isAlone(_ scalar: UInt32, _ length: Int, at index: Int, in text: Span<UInt8>) -> Bool {
    guard isSimple(scalar) else { return false }
    let next = index + length
    return next == text.count || isSimple(text.scalar(at: next).value)
  }

  /// Whether it is a letter, ideograph or sign between which clusters always break; not all such are known.
  @inline(__always)
  static func isSimple(_ scalar: UInt32) -> Bool {
    if scalar < 0x300 { return scalar != 0x0d && scalar != 0x0a }
    switch scalar {
    case 0x370...0x482, 0x48a...0x590, 0x60c...0x60f, 0x61d...0x64a, 0x660...0x66f, 0x671...0x6d5,
      0x2010...0x2027, 0x2190...0x231a, 0x3001...0x3029, 0x3041...0x3098, 0x309b...0x3296, 0x3400...0xa66e,
      0xac00...0xd7a3, 0xff01...0xff9d, 0x1f300...0x1f3fa, 0x1f400...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff:
      return true
    default: return false
    }
  }

  /// Where the scalars end that need the full rules, from `start` on: between two simple ones.
  static func endOfStretch(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    var isAfterSimple = false
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      let isSimple = isSimple(scalar)
      if isSimple && isAfterSimple { return index }
      isAfterSimple = isSimple
      index += length
    }
    return index
  }

  /// The clusters of `text[range]`, which begins at a border.
  static func clusters(of text: Span<UInt8>, in range: Range<Int>) -> [Range<Int>] {
    var bytes: [UInt8] = []
    for index in range { bytes.append(text[index]) }
    var clusters: [Range<Int>] = []
    var start = range.lowerBound
    for character in String(decoding: bytes, as: UTF8.self) {
      let end = start + character.utf8.count
      clusters.append(start..<end)
      start = end
    }
    return clusters
  }
}
