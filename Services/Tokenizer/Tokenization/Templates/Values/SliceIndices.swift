/// Python's `start:stop:step`.
enum SliceIndices {
  static func of(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> StrideTo<Int> {
    if step > 0 {
      let (first, last) = bounds(count, start, stop)
      return stride(from: first, to: last, by: min(step, count + 1))
    }
    let first = start.map { place($0, count, -1, count - 1) } ?? count - 1
    let last = stop.map { place($0, count, -1, count - 1) } ?? -1
    return stride(from: first, to: last, by: max(step, -count - 1))
  }

  /// The indices as one range, which they are with a step of one.
  static func range(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> Range<Int>? {
    guard step == 1 else { return nil }
    let (first, last) = bounds(count, start, stop)
    return first..<max(first, last)
  }

  private static func bounds(_ count: Int, _ start: Int?, _ stop: Int?) -> (Int, Int) {
    (place(start ?? 0, count, 0, count), place(stop ?? count, count, 0, count))
  }

  private static func place(_ index: Int, _ count: Int, _ low: Int, _ high: Int) -> Int {
    min(max(index < 0 ? index &+ count : index, low), high)
  }
}
