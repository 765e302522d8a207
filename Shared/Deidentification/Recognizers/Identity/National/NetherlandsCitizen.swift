/// Burgerservicenummer: the elfproef, weights 9 to 2 and -1.
///
/// Source: Wet algemene bepalingen burgerservicenummer; Logisch Ontwerp BSN.
extension CheckedNumber {
  static let netherlandsCitizen = CheckedNumber(
    name: "nl-bsn", lengths: [8, 9], groups: [[3, 3, 3], [4, 2, 3], [4, 5]],
    cues: ["bsn", "burgerservicenummer", "sofinummer", "sofi"], groupedScore: 0.6,
    check: { digits in
      let nine = digits.count == 8 ? [0] + digits : digits
      return nine.contains { $0 > 0 } && CheckDigits.sum(nine, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0
    })
}
