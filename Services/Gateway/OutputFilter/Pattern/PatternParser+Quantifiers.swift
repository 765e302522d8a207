extension PatternParser {
  struct Bounds {
    let min: Int
    let max: Int?
    /// Scalars that the quantifier takes.
    let length: Int
  }

  mutating func quantifier() throws(PatternSyntaxError) -> Bounds? {
    guard let bounds = boundsHere() else { return nil }
    if bounds.max.map({ $0 < bounds.min }) == true { throw error("a repetition's second bound is below its first") }
    guard max(bounds.min, bounds.max ?? 0) <= PatternLimits.repetitionMax else {
      throw error("a repetition's bound is above \(PatternLimits.repetitionMax)")
    }
    index += bounds.length
    return bounds
  }

  func quantifierFollows() throws(PatternSyntaxError) -> Bool { boundsHere() != nil }

  private func boundsHere() -> Bounds? {
    switch peek {
    case "*": Bounds(min: 0, max: nil, length: 1)
    case "+": Bounds(min: 1, max: nil, length: 1)
    case "?": Bounds(min: 0, max: 1, length: 1)
    case "{": takesBounds()
    default: nil
    }
  }

  /// '{n}', '{n,}' or '{n,m}'; anything else after '{' is text, as in RE2.
  func takesBounds() -> Bounds? {
    guard peek == "{", let close = scalars[index...].firstIndex(of: "}") else { return nil }
    let parts = scalars[(index + 1)..<close].split(separator: ",", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let min = number(parts[0]) else { return nil }
    let length = close - index + 1
    if parts.count == 1 { return Bounds(min: min, max: min, length: length) }
    if parts[1].isEmpty { return Bounds(min: min, max: nil, length: length) }
    return number(parts[1]).map { Bounds(min: min, max: $0, length: length) }
  }

  private func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    // More digits than the limit has can only be above it.
    let shown = digits.drop { $0 == "0" }.prefix(9)
    return shown.reduce(0) { $0 * 10 + Int($1.value - 48) }
  }
}
