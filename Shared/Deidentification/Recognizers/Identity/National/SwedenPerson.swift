/// Personnummer: birth date (day plus 60 for a samordningsnummer), Luhn over the last ten digits.
///
/// Source: Folkbokföringslag (1991:481) § 18; Skatteverket SKV 704.
extension CheckedNumber {
  static let personnummer = CheckedNumber(
    name: "se-personnummer", lengths: [10, 12], groups: [[6, 4], [8, 4]],
    cues: ["personnummer", "personnr", "pnr", "samordningsnummer"], bareScore: 0.55,
    check: { digits in
      let ten = digits.suffix(10).map(\.self)
      let isCentury = digits.count == 10 || (18...20).contains(CalendarDay.number(digits[0...1]))
      let day = CalendarDay.number(ten[4...5])
      return isCentury && CalendarDay.isValid(month: CalendarDay.number(ten[2...3]), day: day > 60 ? day - 60 : day)
        && CheckDigits.luhn(ten)
    })
}
