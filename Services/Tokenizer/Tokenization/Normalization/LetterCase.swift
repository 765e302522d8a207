internal import CBytePairs

/// Lower case scalar by scalar, without regard to the place in the word.
enum LetterCase {
  /// U+0130, whose lower case is the one of two scalars.
  private static let dottedI: UInt32 = 0x130

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
      } else if case let lower = weir_lowercase(scalar), lower != 0 {
        output.keep(text, done..<index)
        output.put(lower, for: index)
        done = index + length
      } else if scalar == dottedI {
        output.keep(text, done..<index)
        output.put(0x69, for: index)
        output.insert(0x307, at: index + length)
        done = index + length
      }
      index += length
    }
    output.keep(text, done..<text.count)
  }
}
