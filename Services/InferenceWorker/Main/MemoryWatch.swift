/// Tells when memory has been short for so long that the model should take less of it. A value without a clock.
struct MemoryWatch {
  struct Reading {
    var availableBytes: Int
    /// The share of the last ten seconds in which everything waited for memory.
    var stalledShare: Double
  }

  /// Between two readings.
  static let interval = Duration.seconds(2)
  /// Free bytes below which memory is short: working memory of a prompt may still take as much at once.
  static let reserveBytes = 256 << 20
  /// A tenth of all time lost is felt by every caller.
  static let stalledShareMax = 0.1
  /// Readings that must agree: a prompt that comes and goes is no shortage.
  static let shortReadings = 3
  /// Readings without a verdict after one: what a step down frees shows with the next averages only.
  static let restReadings = 15

  private var short = 0
  private var rest = 0

  /// Whether it is time to step down, after one more reading.
  mutating func isTime(_ reading: Reading) -> Bool {
    guard rest == 0 else {
      rest -= 1
      return false
    }
    let isShort = reading.availableBytes < Self.reserveBytes || reading.stalledShare > Self.stalledShareMax
    short = isShort ? short + 1 : 0
    guard short == Self.shortReadings else { return false }
    (short, rest) = (0, Self.restReadings)
    return true
  }
}
