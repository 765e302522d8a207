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
}
