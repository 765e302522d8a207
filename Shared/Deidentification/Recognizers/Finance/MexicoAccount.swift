/// CLABE: eighteen digits, weights 3, 7, 1 on the last digit of each product.
///
/// Source: Banco de México, Circular 2019/95.
extension CheckedNumber {
  static let clabe = CheckedNumber(
    name: "mx-clabe", kind: .account, lengths: [18], groups: [[3, 3, 11, 1]], cues: ["clabe"], bareScore: 0.45,
    check: { digits in
      let sum = zip(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7]).reduce(0) { $0 + $1.0 * $1.1 % 10 }
      return (10 - sum % 10) % 10 == digits[17]
    })
}
