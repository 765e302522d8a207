/// A decimal number as the quotient of its digits and a power of ten, which can be off by the last bit: that bit decides
/// between ways of cutting text whose probabilities are equal on paper.
///
/// Source: `parse_number` and `f64_from_parts` of serde_json, with which the reference tokenizers read their files.
enum DecimalQuotient {
  /// The value of a JSON number; nil for what is none, or is too large.
  static func value(of text: String) -> Double? {
    guard let exact = Double(text) else { return nil }
    let parts = text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") })
    guard let (digits, dropped) = significand(parts[0]), let written = exponent(parts) else { return exact }
    let exponent = written + dropped
    guard abs(exponent) <= 308, let power = Double("1e\(abs(exponent))") else { return exact }
    let value = exponent < 0 ? Double(digits) / power : Double(digits) * power
    guard value.isFinite else { return nil }
    return text.utf8.first == UInt8(ascii: "-") ? -value : value
  }

  private static func exponent(_ parts: [Substring.UTF8View]) -> Int? {
    parts.count < 2 ? 0 : Int(String(decoding: parts[1], as: UTF8.self))
  }

  /// The digits as far as they fit in 64 bits, and the power of ten to put them right. More digits of a fraction are
  /// passed over; nil if whole digits do not fit.
  private static func significand(_ text: Substring.UTF8View) -> (digits: UInt64, exponent: Int)? {
    var digits: UInt64 = 0
    var exponent = 0
    var isFraction = false
    for byte in text {
      if byte == UInt8(ascii: ".") { isFraction = true }
      guard (0x30...0x39).contains(byte) else { continue }
      let (tens, isOver) = digits.multipliedReportingOverflow(by: 10)
      let (sum, isOverNow) = tens.addingReportingOverflow(UInt64(byte - 0x30))
      if isOver || isOverNow { return isFraction ? (digits, exponent) : nil }
      digits = sum
      if isFraction { exponent -= 1 }
    }
    return (digits, exponent)
  }
}
