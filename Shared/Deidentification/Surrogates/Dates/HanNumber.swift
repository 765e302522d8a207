/// Chinese numerals as dates use them: figure by figure for years, tens and ones for months and days.
enum HanNumber {
  private static let figures: [Character] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
  private static let zeros: Set<Character> = ["〇", "零", "○"]
  private static let characters = Set(figures).union(zeros).union(["十"])

  /// An ASCII or Chinese figure.
  static func isFigure(_ character: Character) -> Bool {
    character.isASCII && character.isNumber || characters.contains(character)
  }

  /// 二〇一六, with the zero that it uses.
  static func readFigures(_ text: String) -> (value: Int, zero: Character)? {
    guard (2...4).contains(text.count) else { return nil }
    var value = 0
    for character in text {
      guard let figure = zeros.contains(character) ? 0 : figures.firstIndex(of: character) else { return nil }
      value = value * 10 + figure
    }
    return (value, text.first(where: zeros.contains) ?? "〇")
  }

  static func figures(of value: Int, zero: Character) -> String {
    String(String(value).map { $0 == "0" ? zero : figures[$0.wholeNumberValue!] })
  }

  /// 十七; 1 to 99, in the one form that ``text(of:)`` writes.
  static func read(_ text: String) -> Int? { (1...99).first { Self.text(of: $0) == text } }

  static func text(of value: Int) -> String {
    let tens = value / 10 == 0 ? "" : value / 10 == 1 ? "十" : "\(figures[value / 10])十"
    return value % 10 == 0 ? tens : tens + String(figures[value % 10])
  }
}
