import Glibc

/// Time as benchmarks take it.
enum Measuring {
  /// Seconds of processor time of this process: what other programs take of the machine does not count.
  static func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    let start = processorTime()
    try body()
    return processorTime() - start
  }

  /// Seconds of processor time of this process so far.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Microseconds of each of `count` runs, by the wall clock, in order of size.
  static func microseconds(count: Int, _ body: (Int) throws -> Void) rethrows -> SortedTimes {
    let clock = ContinuousClock()
    var times: [Double] = []
    for index in 0..<count { times.append(try clock.measure { try body(index) }.seconds * 1e6) }
    return SortedTimes(times)
  }
}

/// Times from the shortest to the longest.
struct SortedTimes {
  private let times: [Double]

  init(_ times: [Double]) { self.times = times.sorted() }

  var mean: Double { times.reduce(0, +) / Double(max(1, times.count)) }

  /// The time that `share` of all do not exceed; 0 without any.
  func quantile(_ share: Double) -> Double {
    times.isEmpty ? 0 : times[min(times.count - 1, Int(Double(times.count) * share))]
  }
}
