/// The check-digit schemes that identifiers of many countries share. Digits are values, 0 to 9.
enum CheckDigits {
  /// Doubles every second digit from the right. Source: ISO/IEC 7812-1 annex B.
  static func luhn(_ digits: some BidirectionalCollection<Int>) -> Bool {
    var sum = 0
    for (offset, digit) in digits.reversed().enumerated() {
      let value = offset % 2 == 1 ? digit * 2 : digit
      sum += value > 9 ? value - 9 : value
    }
    return sum % 10 == 0
  }

  /// Σ digit × weight over as many digits as there are weights.
  static func sum(_ digits: some Sequence<Int>, _ weights: some Sequence<Int>) -> Int {
    zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The digits' number modulo `modulus`.
  static func remainder(_ digits: some Sequence<Int>, _ modulus: Int) -> Int {
    digits.reduce(0) { ($0 * 10 + $1) % modulus }
  }

  /// Hybrid system MOD 11,10. Source: ISO/IEC 7064:2003 clause 9.
  static func mod11_10(_ digits: [Int]) -> Bool {
    var product = 10
    for digit in digits.dropLast() {
      let sum = (digit + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10 == digits.last
  }

  /// The dihedral group D5. Source: J. Verhoeff, "Error Detecting Decimal Codes", 1969.
  static func verhoeff(_ digits: [Int]) -> Bool {
    digits.reversed().enumerated().reduce(0) { multiplied[$0][permuted[$1.offset % 8][$1.element]] } == 0
  }

  /// Every second digit from the right times three. Source: GS1 General Specifications 7.9.
  static func ean(_ digits: [Int]) -> Bool {
    digits.reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 1 ? 3 : 1) } % 10 == 0
  }

  private static let multiplied = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ]
  private static let permuted = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7], [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
  ]
}

/// Whether digits make a day of the calendar; years are not checked.
enum CalendarDay {
  static func isValid(month: Int, day: Int) -> Bool {
    (1...12).contains(month) && day >= 1 && day <= [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Two digits of each, as they stand in many national numbers.
  static func isValid(month: ArraySlice<Int>, day: ArraySlice<Int>) -> Bool {
    isValid(month: number(month), day: number(day))
  }

  static func number(_ digits: some Sequence<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }
}
