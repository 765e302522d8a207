/// Lower case scalar by scalar, without regard to the place in the word.
enum LetterCase {
  static func writeLowercase<Output: TextOutput>(_ text: Span<UInt8>, into output: inout Output) {
    var done = 0
    var index = 0
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      if scalar < 0x80 {
        if scalar >= 0x41, scalar <= 0x5a {
          output.keep(text, done..<index)
          output.put(scalar | 0x20, for: index)
          done = index + 1
        }
      } else if let lower = LowercaseTable.shared[scalar] {
        output.keep(text, done..<index)
        for (place, part) in lower.enumerated() {
          if place == 0 { output.put(part, for: index) } else { output.insert(part, at: index + length) }
        }
        done = index + length
      }
      index += length
    }
    output.keep(text, done..<text.count)
  }
}

/// The lower case of every scalar that has one.
struct LowercaseTable: Sendable {
  /// Made once, on first use.
  static let shared = LowercaseTable()

  /// No scalar from here on has another lower case.
  private static let bound = 0x1f000
  /// Zero where the scalar is its own lower case.
  private var single = [UInt32](repeating: 0, count: bound)
  private var multiple: [UInt32: [UInt32]] = [:]

  private init() {
    for scalar in (UInt32(0x80)..<UInt32(Self.bound)).lazy.compactMap(Unicode.Scalar.init)
    where scalar.properties.changesWhenLowercased {
      let lower = scalar.properties.lowercaseMapping.unicodeScalars.map(\.value)
      if lower == [scalar.value] { continue }
      single[Int(scalar.value)] = lower[0]
      if lower.count > 1 { multiple[scalar.value] = lower }
    }
  }

  /// The lower case of a scalar; nil if that is the scalar itself.
  subscript(scalar: UInt32) -> [UInt32]? {
    guard scalar < Self.bound, single[Int(scalar)] != 0 else { return nil }
    return multiple[scalar] ?? [single[Int(scalar)]]
  }
}
