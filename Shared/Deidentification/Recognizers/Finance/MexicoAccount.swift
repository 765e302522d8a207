/// CLABE: eighteen digits, weights 3, 7, 1 on the last digit of each product.
///
/// Source: Banco de México, Circular 2019/95.
extension CheckedNumber {
  static let clabe = CheckedNumber(
    name: "mx-clabe", kind: .account, lengths: [18], groups: [[3, 3, 11, 1]], cues: ["clabe"], bareScore: 0.6,
    check: { digits in
      let sum = zip(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7]).reduce(0) { $0 + $1.0 * $1.1 % 10 }
      return banks.contains(CalendarDay.number(digits.prefix(3))) && (10 - sum % 10) % 10 == digits[17]
    })

  /// The codes of institutions that a CLABE begins with. Source: Banco de México, catálogo de participantes del SPEI.
  private static let banks: Set<Int> = [
    2, 6, 9, 12, 14, 19, 21, 30, 32, 36, 37, 42, 44, 58, 59, 60, 62, 72, 102, 103, 106, 108, 110, 112, 113, 116, 124,
    126,
    127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 143, 145, 147, 148, 150, 151, 152, 154,
    155,
    156, 157, 158, 160, 166, 168, 600, 601, 602, 605, 606, 607, 608, 610, 614, 615, 616, 617, 618, 619, 620, 621, 622,
    623,
    626, 627, 628, 629, 630, 631, 632, 633, 634, 636, 637, 638, 640, 642, 646, 647, 648, 649, 651, 652, 653, 655, 656,
    659,
    901, 902,
  ]
}
