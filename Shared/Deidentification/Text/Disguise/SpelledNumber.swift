/// A number that somebody wrote digit by digit in words, or with a sign after each digit: nobody does so with a dose.
///
/// Seven digits are the shortest telephone number. Counting up ("one two three …") is none.
enum SpelledNumber {
  private static let digitsMin = 7

  /// Such numbers among what the last step of a reading replaced.
  static func candidates(in reading: Reading) -> [Candidate] {
    reading.lastEdits.compactMap { edit in
      let range = edit.target
      let digits = reading.text.bytes[range]
      // As many signs as digits: a group of three, as in a sum of money, has fewer.
      let isSpelled = edit.source.count >= 2 * digits.count - 1
      guard isSpelled, digits.count >= digitsMin, digits.allSatisfy(\.isASCIIDigit), !isCount(Array(digits)) else {
        return nil
      }
      return Candidate(range: range, kind: .phone, score: 0.7, recognizer: "number-spelled")
    }
  }

  private static func isCount(_ digits: [UInt8]) -> Bool {
    let steps = zip(digits.dropFirst(), digits).map { (Int($0) - Int($1) + 10) % 10 }
    return Set(steps.prefix(6)).count == 1
  }
}
