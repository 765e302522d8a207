/// ABA routing number: Federal Reserve prefix, weights 3, 7, 1 modulo 10.
///
/// Source: American Bankers Association, "Routing number policy", Key to Routing Numbers.
extension CheckedNumber {
  static let routingNumber = CheckedNumber(
    name: "us-aba-routing", kind: .account, lengths: [9], cues: ["routing", "aba", "rtn", "transit"],
    check: { digits in
      let prefix = digits[0] * 10 + digits[1]
      let isIssued =
        (1...12).contains(prefix) || (21...32).contains(prefix) || (61...72).contains(prefix) || prefix == 80
      return isIssued && CheckDigits.sum(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0
    })
}
