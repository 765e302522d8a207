/// The decimal texts of the numbers that a shape allows, digit by digit.
///
/// Numbers with bounds or divisors are written without an exponent.
struct NumberAutomaton: Sendable {
  struct Edge: Sendable {
    let bytes: ClosedRange<UInt8>
    let target: Int
  }

  private(set) var edges: [[Edge]] = []
  private(set) var isAccepting: [Bool] = []

  /// States: a divisor takes one for each remainder and number of digits.
  private static let statesMax = 32_768

  var isEmpty: Bool { !isAccepting.contains(true) }

  /// - Throws: `ConstraintError` for bounds and divisors that cannot be held.
  init(_ shape: NumberShape, _ work: inout Work) throws(ConstraintError) {
    let rules = try NumberRules(shape)
    var numbers: [NumberScan: Int] = [:], scans: [NumberScan] = []
    func number(_ scan: NumberScan) -> Int {
      if let known = numbers[scan] { return known }
      numbers[scan] = scans.count
      scans.append(scan)
      return scans.count - 1
    }
    _ = number(NumberScan())
    while edges.count < scans.count {
      guard scans.count <= Self.statesMax, work.take(16) else {
        throw ConstraintError(.tooLarge, at: shape.place, "\"multipleOf\" has too many remainders to keep apart")
      }
      let scan = scans[edges.count]
      var own: [Edge] = []
      for byte in "+-.0123456789Ee".utf8 {
        guard let next = rules.next(scan, byte) else { continue }
        let target = number(next)
        if let last = own.last, last.target == target, last.bytes.upperBound == byte - 1 {
          own[own.count - 1] = Edge(bytes: last.bytes.lowerBound...byte, target: target)
        } else {
          own.append(Edge(bytes: byte...byte, target: target))
        }
      }
      edges.append(own)
      isAccepting.append(rules.accepts(scan))
    }
  }
}

/// Which digits may follow.
private struct NumberRules {
  private let isInteger: Bool
  private let keywords: SchemaNode.NumberKeywords
  private let fractionDigitsMax: Int
  private let hasExponent: Bool
  /// The number times 10^scale is a multiple of the divisor.
  private let divisor: Int, scale: Int
  private let positive: Magnitudes?, negative: Magnitudes?

  /// Magnitudes of one sign.
  struct Magnitudes {
    var lower: MagnitudeBound?
    var upper: MagnitudeBound?
  }

  init(_ shape: NumberShape) throws(ConstraintError) {
    keywords = shape.keywords
    isInteger = shape.isInteger
    let divisors = keywords.divisors
    scale = divisors.map(\.fractionDigits).max() ?? 0
    var common = 1
    for divisor in divisors {
      guard let unit = divisor.scaled(by: scale), case let (product, isTooLarge) = common.leastCommonMultiple(unit),
        !isTooLarge
      else {
        throw ConstraintError(.unsupported, at: shape.place, "\"multipleOf\" has too many digits to be held")
      }
      common = product
    }
    divisor = common
    fractionDigitsMax = isInteger ? 0 : divisors.isEmpty ? ConstraintLimits.fractionDigitsMax : scale
    hasExponent = !isInteger && divisors.isEmpty && keywords.lower == nil && keywords.upper == nil
    let (lower, upper) = (keywords.lower, keywords.upper)
    let isOutOfReach = [lower.map(\.value), upper.map(\.value.negated)].contains {
      $0.map { !$0.isNegative && $0.exponent > ConstraintLimits.integerDigitsMax } ?? false
    }
    guard !isOutOfReach else {
      throw ConstraintError(
        .unsupported, at: shape.place, "bounds need more than \(ConstraintLimits.integerDigitsMax) digits")
    }
    positive = Self.magnitudes(from: lower, to: upper)
    negative = Self.magnitudes(
      from: upper.map { .init(value: $0.value.negated, isExclusive: $0.isExclusive) },
      to: lower.map { .init(value: $0.value.negated, isExclusive: $0.isExclusive) })
  }

  /// nil where no magnitude will do.
  private static func magnitudes(
    from lower: SchemaNode.NumberKeywords.Bound?, to upper: SchemaNode.NumberKeywords.Bound?
  ) -> Magnitudes? {
    if let upper, upper.value.isNegative { return nil }
    return Magnitudes(
      lower: lower.flatMap { $0.value.isNegative ? nil : MagnitudeBound($0) }, upper: upper.map(MagnitudeBound.init))
  }

  func next(_ scan: NumberScan, _ byte: UInt8) -> NumberScan? {
    switch byte {
    case UInt8(ascii: "-") where scan.phase == .start: negative == nil ? nil : begin(.sign, of: scan, isNegative: true)
    case UInt8(ascii: "+") where scan.phase == .mark, UInt8(ascii: "-") where scan.phase == .mark:
      begin(.exponentSign, of: scan)
    case UInt8(ascii: "."): scan.isInInteger && fractionDigitsMax > 0 ? endInteger(scan) : nil
    case UInt8(ascii: "e"), UInt8(ascii: "E"):
      hasExponent && (scan.isInInteger || scan.phase == .fraction) ? begin(.mark, of: NumberScan()) : nil
    case 0x30...0x39: digit(scan, byte - 0x30)
    default: nil
    }
  }

  private func begin(_ phase: NumberScan.Phase, of scan: NumberScan, isNegative: Bool? = nil) -> NumberScan {
    var next = scan
    (next.phase, next.count) = (phase, 0)
    next.isNegative = isNegative ?? scan.isNegative
    return next
  }

  private func magnitudes(of scan: NumberScan) -> Magnitudes? { scan.isNegative ? negative : positive }

  private func endInteger(_ scan: NumberScan) -> NumberScan {
    var next = begin(.point, of: scan)
    let bounds = magnitudes(of: scan)
    if let lower = bounds?.lower { next.low = lower.order(scan.low, integerDigits: scan.count) }
    if let upper = bounds?.upper { next.high = upper.order(scan.high, integerDigits: scan.count) }
    return next
  }

  private func digit(_ scan: NumberScan, _ digit: UInt8) -> NumberScan? {
    switch scan.phase {
    case .start, .sign: integerDigit(scan, digit, phase: digit == 0 ? .zero : .integer)
    case .integer: scan.count < ConstraintLimits.integerDigitsMax ? integerDigit(scan, digit, phase: .integer) : nil
    case .point, .fraction: scan.count < fractionDigitsMax ? fractionDigit(scan, digit) : nil
    case .mark, .exponentSign, .exponent:
      scan.count < ConstraintLimits.exponentDigitsMax ? counted(scan, in: .exponent) : nil
    case .zero: nil
    }
  }

  private func counted(_ scan: NumberScan, in phase: NumberScan.Phase) -> NumberScan {
    var next = scan
    (next.phase, next.count) = (phase, scan.count + 1)
    return next
  }

  private func integerDigit(_ scan: NumberScan, _ digit: UInt8, phase: NumberScan.Phase) -> NumberScan? {
    guard let bounds = magnitudes(of: scan) else { return nil }
    var next = counted(scan, in: phase)
    if let lower = bounds.lower { next.low = lower.order(scan.low, integerDigit: digit, at: scan.count) }
    if let upper = bounds.upper { next.high = upper.order(scan.high, integerDigit: digit, at: scan.count) }
    next.rest = (scan.rest * 10 + Int(digit)) % divisor
    return next
  }

  private func fractionDigit(_ scan: NumberScan, _ digit: UInt8) -> NumberScan {
    let bounds = magnitudes(of: scan)
    var next = counted(scan, in: .fraction)
    if let lower = bounds?.lower { next.low = lower.order(scan.low, fractionDigit: digit, at: scan.count) }
    if let upper = bounds?.upper { next.high = upper.order(scan.high, fractionDigit: digit, at: scan.count) }
    next.rest = (scan.rest * 10 + Int(digit)) % divisor
    return next
  }

  func accepts(_ scan: NumberScan) -> Bool {
    switch scan.phase {
    case .exponent: true
    case .zero, .integer: isInRange(endInteger(scan), fractionDigits: 0)
    case .fraction: isInRange(scan, fractionDigits: scan.count)
    default: false
    }
  }

  private func isInRange(_ scan: NumberScan, fractionDigits count: Int) -> Bool {
    let bounds = magnitudes(of: scan)
    if let lower = bounds?.lower {
      let order = lower.order(scan.low, fractionDigits: count)
      guard order == .greater || (order == .equal && !lower.isExclusive) else { return false }
    }
    if let upper = bounds?.upper {
      let order = upper.order(scan.high, fractionDigits: count)
      guard order == .less || (order == .equal && !upper.isExclusive) else { return false }
    }
    return (count..<max(count, scale)).reduce(scan.rest) { rest, _ in rest * 10 % divisor } == 0
  }
}

extension Int {
  /// Up to a million, beyond which remainders would be too many.
  fileprivate func leastCommonMultiple(_ other: Int) -> (Int, isTooLarge: Bool) {
    var (a, b) = (self, other)
    while b != 0 { (a, b) = (b, a % b) }
    let (product, overflow) = (self / a).multipliedReportingOverflow(by: other)
    return (product, overflow || product > 1_000_000)
  }
}
