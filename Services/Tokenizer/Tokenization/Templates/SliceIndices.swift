/// Python's `start:stop:step`.
enum SliceIndices {
  static func of(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> StrideTo<Int> {
    func place(_ index: Int, _ low: Int, _ high: Int) -> Int {
      min(max(index < 0 ? index &+ count : index, low), high)
    }
    if step > 0 {
      return stride(from: place(start ?? 0, 0, count), to: place(stop ?? count, 0, count), by: min(step, count + 1))
    }
    let first = start.map { place($0, -1, count - 1) } ?? count - 1
    let last = stop.map { place($0, -1, count - 1) } ?? -1
    return stride(from: first, to: last, by: max(step, -count - 1))
  }
}
