/// Counts the steps of compiling, so that no schema takes long.
struct Work {
  private var left: Int

  init(_ steps: Int = ConstraintLimits.workMax) { left = steps }

  /// False when too much has been done.
  mutating func take(_ steps: Int) -> Bool {
    left -= steps
    return left >= 0
  }
}
