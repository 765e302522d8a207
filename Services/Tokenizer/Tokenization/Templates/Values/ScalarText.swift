/// Text as Python sees it: a sequence of Unicode scalars.
struct ScalarText: Equatable {
  var scalars: ArraySlice<Unicode.Scalar>

  init(_ text: String) { scalars = ArraySlice(text.unicodeScalars) }
  init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = ArraySlice(scalars) }

  var string: String { String(String.UnicodeScalarView(scalars)) }
  var isEmpty: Bool { scalars.isEmpty }

  /// Where `part` is first found at or after `start`.
  func range(of part: ScalarText, from start: Int? = nil) -> Range<Int>? {
    var index = start ?? scalars.startIndex
    let count = part.scalars.count
    while index + count <= scalars.endIndex {
      if scalars[index..<index + count].elementsEqual(part.scalars) { return index..<index + count }
      index += 1
    }
    return nil
  }

  /// Where `part` is last found.
  func lastRange(of part: ScalarText) -> Range<Int>? {
    var index = scalars.endIndex - part.scalars.count
    while index >= scalars.startIndex {
      let range = index..<index + part.scalars.count
      if scalars[range].elementsEqual(part.scalars) { return range }
      index -= 1
    }
    return nil
  }

  /// Cuts at each `separator`, at most `max` times.
  func split(separator: ScalarText, max: Int = .max) -> [ScalarText] {
    var parts: [ScalarText] = []
    var start = scalars.startIndex
    while parts.count < max, let range = range(of: separator, from: start) {
      parts.append(ScalarText(scalars[start..<range.lowerBound]))
      start = range.upperBound
    }
    return parts + [ScalarText(scalars[start...])]
  }

  /// Cuts at runs of white space, leaving out empty parts; after `max` cuts the rest is one part.
  func splitAtSpace(max: Int = .max) -> [ScalarText] {
    var parts: [ScalarText] = []
    var rest = scalars.drop(while: Self.isSpace)
    while !rest.isEmpty {
      let word = parts.count < max ? rest.prefix { !Self.isSpace($0) } : rest
      parts.append(ScalarText(word))
      rest = rest.dropFirst(word.count).drop(while: Self.isSpace)
    }
    return parts
  }

  func replacing(_ old: ScalarText, with new: ScalarText, max: Int = .max) -> ScalarText {
    if old.isEmpty { return interleaved(with: new, max: max) }
    let parts = split(separator: old, max: max)
    return ScalarText(parts.map { Array($0.scalars) }.joined(separator: Array(new.scalars)))
  }

  /// Python puts `new` before each character and at the end when the text to replace is empty.
  private func interleaved(with new: ScalarText, max: Int) -> ScalarText {
    var output: [Unicode.Scalar] = []
    for (index, scalar) in scalars.enumerated() { output += (index < max ? Array(new.scalars) : []) + [scalar] }
    return ScalarText(scalars.count < max ? output + new.scalars : output)
  }

  /// `\x1c`–`\x1f` count as white space in Python.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1c...0x1f).contains(scalar.value)
  }
}
