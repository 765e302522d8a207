/// The split patterns of GPT-2 and of cl100k and its kin, matched by hand: several times faster than the general
/// matcher, which tests hold it to.
struct WordScanner: Sendable {
  private enum Style: Sendable {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    case gpt2
    /// `(?i:'s|…)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digitsMax}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
    case cl100k(digitsMax: Int)
  }

  static let gpt2Pattern = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  static let llama3Pattern = cl100kPattern(digits: #"\p{N}{1,3}"#)
  static let qwen2Pattern = cl100kPattern(digits: #"\p{N}"#)

  private static func cl100kPattern(digits: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  private let style: Style
  private let classes = ScalarClassTable.shared

  /// The scanner for `regularExpression`; nil if it is none of those above.
  init?(regularExpression: String) {
    switch regularExpression {
    case Self.gpt2Pattern: style = .gpt2
    case Self.llama3Pattern: style = .cl100k(digitsMax: 3)
    case Self.qwen2Pattern: style = .cl100k(digitsMax: 1)
    default: return nil
    }
  }

  private enum Kind {
    case letter, number, whitespace, other
  }

  /// Where the word that starts at `start` ends. `start` is before `end`.
  func end(in text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    switch style {
    case .gpt2: gpt2End(text, start, end)
    case .cl100k(let digitsMax): cl100kEnd(text, start, end, digitsMax)
    }
  }

  @inline(__always)
  private func kind(_ text: Span<UInt8>, _ index: Int) -> (kind: Kind, length: Int) {
    let (scalar, length) = text.scalar(at: index)
    let mask = UInt32(1) << UInt32(classes[scalar])
    if mask & ScalarClass.letters != 0 { return (.letter, length) }
    if mask & ScalarClass.numbers != 0 { return (.number, length) }
    return (mask & ScalarClass.whitespace != 0 ? .whitespace : .other, length)
  }

  /// The end of the run of `wanted` from `start`.
  @inline(__always)
  private func runEnd(_ wanted: Kind, _ text: Span<UInt8>, _ start: Int, _ end: Int, countMax: Int = .max) -> Int {
    var index = start
    var count = 0
    while index < end, count < countMax {
      let (kind, length) = kind(text, index)
      if kind != wanted { break }
      index += length
      count += 1
    }
    return index
  }

  private func gpt2End(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    if let end = contractionEnd(text, start, end, ignoresCase: false) { return end }
    let word = text[start] == 0x20 && start + 1 < end ? start + 1 : start
    let first = kind(text, word).kind
    if first == .whitespace { return whitespaceEnd(text, start, end) }
    return runEnd(first, text, word, end)
  }

  private func cl100kEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ digitsMax: Int) -> Int {
    if let end = contractionEnd(text, start, end, ignoresCase: true) { return end }
    let (first, length) = kind(text, start)
    if first == .letter { return runEnd(.letter, text, start, end) }
    if first == .number { return runEnd(.number, text, start, end, countMax: digitsMax) }
    let next = start + length
    if next < end, !isNewline(text[start]), kind(text, next).kind == .letter {
      return runEnd(.letter, text, next, end)
    }
    let symbols = text[start] == 0x20 && next < end ? next : start
    if kind(text, symbols).kind == .other { return newlinesEnd(text, runEnd(.other, text, symbols, end), end) }
    return lastNewlineEnd(text, start, end) ?? whitespaceEnd(text, start, end)
  }

  private func isNewline(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  private func newlinesEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end, isNewline(text[index]) { index += 1 }
    return index
  }

  /// `\s*[\r\n]+`: up to the last newline of the white space.
  private func lastNewlineEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var index = runEnd(.whitespace, text, start, end)
    while index > start, !isNewline(text[index - 1]) { index -= 1 }
    return index > start ? index : nil
  }

  /// `\s+(?!\S)|\s+`: the white space without its last scalar if a word follows, which takes that one.
  private func whitespaceEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let run = runEnd(.whitespace, text, start, end)
    if run == end { return end }
    let shorter = text.startOfScalar(before: run)
    return shorter > start ? shorter : run
  }

  private func contractionEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int, ignoresCase: Bool) -> Int? {
    guard text[start] == UInt8(ascii: "'"), start + 1 < end else { return nil }
    let fold: UInt8 = ignoresCase ? 0x20 : 0
    let first = text[start + 1] | (text[start + 1] < 0x80 ? fold : 0)
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    // U+017F, long s, is an s where case is ignored.
    case 0xc5 where ignoresCase && text[start + 2] == 0xbf: return start + 3
    default: break
    }
    guard start + 2 < end else { return nil }
    switch (first, text[start + 2] | (text[start + 2] < 0x80 ? fold : 0)) {
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    default: return nil
    }
  }
}
