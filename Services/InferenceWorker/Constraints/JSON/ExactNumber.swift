/// A decimal number, exactly: 0.d₁d₂d₃… × 10^exponent.
struct ExactNumber: Hashable, Sendable {
  let isNegative: Bool
  /// From 0 to 9, without zeros at either end; none for zero.
  let digits: [UInt8]
  let exponent: Int

  /// Exponents beyond this are of no number that a double can hold.
  private static let exponentMax = 400

  init(isNegative: Bool = false, digits: [UInt8], exponent: Int) {
    let leading = digits.prefix { $0 == 0 }.count
    var rest = digits[leading...]
    while rest.last == 0 { rest.removeLast() }
    self.digits = Array(rest)
    self.isNegative = isNegative && !rest.isEmpty
    self.exponent = rest.isEmpty ? 0 : exponent - leading
  }

  init(_ value: Int) {
    let digits = String(value.magnitude).utf8.map { $0 - 0x30 }
    self.init(isNegative: value < 0, digits: digits, exponent: digits.count)
  }

  /// nil for what is no JSON number (RFC 8259 §6), or one that is out of all bounds.
  init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    func digits() -> [UInt8] {
      let run = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(run.count)
      return run.map { $0 - 0x30 }
    }
    func take(_ characters: String) -> Bool {
      guard let first = rest.first, characters.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    let isNegative = take("-")
    let integer = digits()
    guard !integer.isEmpty, integer.count == 1 || integer[0] != 0 else { return nil }
    let hasPoint = take(".")
    let fraction = hasPoint ? digits() : []
    guard !hasPoint || !fraction.isEmpty else { return nil }
    var scale = 0
    if take("eE") {
      let isDown = !take("+") && take("-")
      let exponent = digits()
      guard !exponent.isEmpty, exponent.count < 6 else { return nil }
      scale = exponent.reduce(0) { $0 * 10 + Int($1) } * (isDown ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    self.init(isNegative: isNegative, digits: integer + fraction, exponent: integer.count + scale)
    guard abs(self.exponent) <= Self.exponentMax else { return nil }
  }

  var isZero: Bool { digits.isEmpty }
  var isInteger: Bool { digits.count <= exponent || isZero }
  var magnitude: ExactNumber { ExactNumber(digits: digits, exponent: exponent) }
  var negated: ExactNumber { ExactNumber(isNegative: !isNegative, digits: digits, exponent: exponent) }
  /// Digits after the point.
  var fractionDigits: Int { isZero ? 0 : max(0, digits.count - exponent) }

  /// The digits before and after the point: `0` and none for zero.
  var parts: (integer: [UInt8], fraction: [UInt8]) {
    guard exponent > 0 else {
      return ([0], isZero ? [] : Array(repeating: 0, count: -exponent) + digits)
    }
    let integer = digits.prefix(exponent)
    return (integer + Array(repeating: 0, count: exponent - integer.count), Array(digits.dropFirst(exponent)))
  }

  /// As JSON writes it, without an exponent.
  var text: String {
    let (integer, fraction) = parts
    func string(_ digits: [UInt8]) -> String { String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) }
    return (isNegative ? "-" : "") + string(integer) + (fraction.isEmpty ? "" : "." + string(fraction))
  }

  /// The value times 10^scale, where that is an integer of 15 digits at most.
  func scaled(by scale: Int) -> Int? {
    let places = exponent + scale
    guard isZero || (digits.count <= places && places <= 15) else { return nil }
    let value = (digits + Array(repeating: 0, count: max(0, places - digits.count))).reduce(0) { $0 * 10 + Int($1) }
    return isNegative ? -value : value
  }

  /// Whether the value is a whole multiple of `divisor`, which is `unit` / 10^scale.
  func isMultiple(of unit: Int, scale: Int) -> Bool {
    guard !isZero else { return true }
    let places = exponent + scale
    guard digits.count <= places else { return false }
    let rest = digits.reduce(0) { ($0 * 10 + Int($1)) % unit }
    return (digits.count..<places).reduce(rest) { rest, _ in rest * 10 % unit } == 0
  }
}

extension ExactNumber: Comparable {
  static func < (a: Self, b: Self) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    return a.isNegative ? isLess(b, a) : isLess(a, b)
  }

  private static func isLess(_ a: Self, _ b: Self) -> Bool {
    if a.isZero || b.isZero { return a.isZero && !b.isZero }
    if a.exponent != b.exponent { return a.exponent < b.exponent }
    return a.digits.lexicographicallyPrecedes(b.digits)
  }
}
