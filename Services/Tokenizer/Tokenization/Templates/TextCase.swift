/// Changes of case that Swift's library does not have.
enum TextCase {
  /// Python's `str.capitalize`: the first letter in title case, the rest in lower case.
  static func capitalized(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    let rest = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst()))
    return first.properties.titlecaseMapping + rest.lowercased()
  }

  /// Each word capitalized; a word starts after white space, a hyphen or a bracket.
  static func titled(_ text: String) -> String {
    var output = ""
    var word = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if ScalarText.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar) {
        output += capitalized(String(word)) + String(scalar)
        word = String.UnicodeScalarView()
      } else {
        word.append(scalar)
      }
    }
    return output + capitalized(String(word))
  }

  /// Python's `str.title`: a letter is in title case after anything without case, else in lower case.
  static func titledLetters(_ text: String) -> String {
    var output = ""
    var isAfterCased = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      output += isAfterCased ? properties.lowercaseMapping : properties.titlecaseMapping
      isAfterCased = properties.isCased
    }
    return output
  }

  /// Python's `str.istitle`: there are letters with case, upper ones where words start and lower ones within.
  static func isTitled(_ text: String) -> Bool {
    var hasCased = false
    var isAfterCased = false
    for scalar in text.unicodeScalars where scalar.properties.isCased || isAfterCased {
      let properties = scalar.properties
      if properties.isCased && properties.isLowercase != isAfterCased { return false }
      hasCased = hasCased || properties.isCased
      isAfterCased = properties.isCased
    }
    return hasCased
  }
}
