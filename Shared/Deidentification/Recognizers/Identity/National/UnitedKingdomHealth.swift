/// National Health Service number: nine digits and a check by weights 10 to 2 modulo 11.
///
/// Source: NHS Data Dictionary, "NHS Number". The community health index of Scotland begins with a date and has the same
/// check.
extension CheckedNumber {
  static let nhs = CheckedNumber(
    name: "uk-nhs", lengths: [10], groups: [[3, 3, 4]],
    cues: ["nhs", "national health", "health service", "chi"],
    check: { digits in
      let check = 11 - CheckDigits.sum(digits, (2...10).reversed()) % 11
      return (check == 11 ? 0 : check) == digits[9] && Set(digits).count > 1
    })
}
