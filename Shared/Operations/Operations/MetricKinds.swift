internal import Synchronization

/// A count that only grows.
public final class Counter: Metric {
  static let type = "counter"
  private let count = Atomic<UInt64>(0)

  public func increment(by amount: UInt64 = 1) { count.wrappingAdd(amount, ordering: .relaxed) }

  public var value: UInt64 { count.load(ordering: .relaxed) }

  func samples() -> [(suffix: String, label: String, value: String)] { [("", "", "\(value)")] }
}

/// A whole value that goes up and down.
public final class Gauge: Metric {
  static let type = "gauge"
  private let current = Atomic<Int>(0)

  public func set(_ value: Int) { current.store(value, ordering: .relaxed) }
  public func add(_ amount: Int) { current.wrappingAdd(amount, ordering: .relaxed) }

  public var value: Int { current.load(ordering: .relaxed) }

  func samples() -> [(suffix: String, label: String, value: String)] { [("", "", "\(value)")] }
}

/// A distribution over fixed buckets.
public final class Histogram: Metric {
  static let type = "histogram"
  /// Half a millisecond to two minutes, two to three buckets per decade.
  public static let latencySeconds = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120,
  ]

  private let bounds: [Double]
  private let state: Mutex<(counts: [UInt64], sum: Double)>

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex((counts: [UInt64](repeating: 0, count: bounds.count + 1), sum: 0))
  }

  /// Values that are not numbers are left out.
  public func observe(_ value: Double) {
    guard !value.isNaN else { return }
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[bucket] += 1
      state.sum += value
    }
  }

  /// A duration, in seconds.
  public func observe(_ duration: Duration) {
    observe(Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
  }

  func samples() -> [(suffix: String, label: String, value: String)] {
    let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
    var total: UInt64 = 0
    var lines: [(suffix: String, label: String, value: String)] = []
    for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
      total += count
      lines.append(("_bucket", "le=\"\(bound)\"", "\(total)"))
    }
    return lines + [("_sum", "", "\(sum)"), ("_count", "", "\(total)")]
  }
}
