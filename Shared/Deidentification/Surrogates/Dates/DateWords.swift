/// A date's text cut into figures, letters and single other characters; a clock time at its end is one piece.
struct DateWords {
  enum Word: Equatable {
    case figures(Substring)
    case letters(Substring)
    case other(Character)
  }

  var words: [Word] = []
  /// From the first figure of "10:30" on.
  let clock: String

  init(_ text: String) {
    let end = Self.clockStart(in: text)
    clock = String(text[end...])
    var rest = text[..<end]
    while let first = rest.first {
      let isFigure = first.isASCII && first.isNumber
      let isLetter = first.isASCII && first.isLetter
      let run = rest.prefix { isFigure ? $0.isASCII && $0.isNumber : isLetter && $0.isASCII && $0.isLetter }
      words.append(isFigure ? .figures(run) : isLetter ? .letters(run) : .other(first))
      rest = rest.dropFirst(max(1, run.count))
    }
  }

  /// Positions of figures in ``words``.
  var figures: [Int] {
    words.indices.filter { if case .figures = words[$0] { true } else { false } }
  }

  func figures(at index: Int) -> Substring {
    guard words.indices.contains(index), case .figures(let text) = words[index] else { return "" }
    return text
  }

  func letters(at index: Int) -> Substring {
    guard words.indices.contains(index), case .letters(let text) = words[index] else { return "" }
    return text
  }

  private static func clockStart(in text: String) -> String.Index {
    guard let colon = text.firstIndex(of: ":") else { return text.endIndex }
    return text[..<colon].lastIndex { !$0.isNumber }.map(text.index(after:)) ?? text.startIndex
  }
}

extension DateText {
  /// Puts fields in the place of words; every word after an ordinal's figures that `skipped` names is left out.
  init(_ words: DateWords, _ fields: [Int: (Part, Int, Style)], skipped: Set<Int> = []) {
    self.init(pieces: [])
    for (index, word) in words.words.enumerated() where !skipped.contains(index) {
      if let (part, value, style) = fields[index] {
        pieces.append(.field(part, style))
        set(part, value)
        continue
      }
      switch word {
      case .figures(let text), .letters(let text): pieces.append(.literal(String(text)))
      case .other(let character): pieces.append(.literal(String(character)))
      }
    }
    pieces.append(.literal(words.clock))
  }
}
