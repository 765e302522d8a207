/// What has to be known of a number's digits so far.
struct NumberScan: Hashable, Sendable {
  enum Phase: Hashable, Sendable { case start, sign, zero, integer, point, fraction, mark, exponentSign, exponent }

  var phase = Phase.start
  var isNegative = false
  /// Digits of the present part.
  var count = 0
  /// How the digits compare with those of the least and the greatest magnitude.
  var low = Order.equal, high = Order.equal
  /// The digits modulo the divisor.
  var rest = 0

  enum Order: Hashable, Sendable { case less, equal, greater }

  /// Whether digits may follow, or the next part.
  var isInInteger: Bool { phase == .zero || phase == .integer }
}

/// A least or greatest magnitude, digit by digit.
struct MagnitudeBound: Hashable, Sendable {
  let integer: [UInt8]
  let fraction: [UInt8]
  let isExclusive: Bool

  init(_ bound: SchemaNode.NumberKeywords.Bound) {
    (integer, fraction) = bound.value.magnitude.parts
    isExclusive = bound.isExclusive
  }

  func order(_ order: NumberScan.Order, integerDigit digit: UInt8, at index: Int) -> NumberScan.Order {
    index < integer.count ? Self.order(order, digit, integer[index]) : order
  }

  func order(_ order: NumberScan.Order, fractionDigit digit: UInt8, at index: Int) -> NumberScan.Order {
    Self.order(order, digit, index < fraction.count ? fraction[index] : 0)
  }

  /// The order when the integer part has `count` digits and no more.
  func order(_ order: NumberScan.Order, integerDigits count: Int) -> NumberScan.Order {
    count < integer.count ? .less : count > integer.count ? .greater : order
  }

  /// The order when the fraction has `count` digits and no more.
  func order(_ order: NumberScan.Order, fractionDigits count: Int) -> NumberScan.Order {
    // A bound's last digit is not zero.
    order == .equal && count < fraction.count ? .less : order
  }

  private static func order(_ order: NumberScan.Order, _ digit: UInt8, _ bound: UInt8) -> NumberScan.Order {
    order != .equal ? order : digit < bound ? .less : digit > bound ? .greater : .equal
  }
}
