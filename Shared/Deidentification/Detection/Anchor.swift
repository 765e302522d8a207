/// A sign in the text that no match of a pattern is without, and how far around it a match may reach.
///
/// Patterns are searched only around their anchors, which one pass over the text finds for all of them: most text has
/// none and costs no search.
struct Anchor: Sendable, Hashable {
  enum Sign: Sendable, Hashable {
    case mark(Mark)
    case phrases([String])
  }

  let sign: Sign
  /// Bytes before the sign's first and after its last byte that a match may take.
  let before: Int
  let after: Int
  /// Whether there must be a digit within that reach.
  var needsDigit = false

  static func mark(_ mark: Mark, before: Int, after: Int) -> Anchor {
    Anchor(sign: .mark(mark), before: before, after: after)
  }

  /// Words, and phrases of several, apart by commas. They begin where no letter stands before them and end where none
  /// follows, but for those with a star. Those with a capital must be written so. Chinese ones stand anywhere.
  static func words(_ list: String, before: Int = 0, after: Int, needsDigit: Bool = false) -> Anchor {
    let phrases = list.split { $0 == "," || $0 == "\n" }.map { $0.trimmed }.filter { !$0.isEmpty }
    return Anchor(sign: .phrases(phrases), before: before, after: after, needsDigit: needsDigit)
  }
}

/// Shapes of bytes at which patterns are anchored.
enum Mark: Int, Sendable, CaseIterable {
  /// As many digits and more with nothing but signs between them.
  case digits4, digits7
  /// Digits with a dash, slash or point between them, or eight in a row: as dates are written.
  case date
  /// A number, then a space and a capital or another number: "12 Elm".
  case houseNumber
  /// A capitalised word that ends as streets and flats do, then a number: "Lindenallee 12".
  case numberAfterStreet
  /// A number from 90 to 129.
  case highAge
  /// "the 9th".
  case ordinal
  case at
  /// Colons, dashes or points between hexadecimal digits, as in network addresses.
  case hexadecimal
  /// A full stop before the first letters of a top-level domain; two slashes after a colon.
  case domain
  /// A run of eleven letters, digits, dashes and underscores with a digit in it, or of twenty without, as in a key.
  case token
  /// Letters and digits in one word.
  case mixedWord
  /// A degree sign, or 经 and 纬.
  case degree
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
