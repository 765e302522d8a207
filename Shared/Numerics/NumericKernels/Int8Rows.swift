internal import CKernels

/// Room for rows rounded to bytes, which grows to the largest product; one product at a time uses it.
final class Int8Rows {
  private var elements = 0
  private var q: UnsafeMutablePointer<Int8>?
  private var scales: UnsafeMutablePointer<Float>?
  private var sums: UnsafeMutablePointer<Float>?
  private var totals: UnsafeMutablePointer<Int16>?
  private var biases: UnsafeMutablePointer<Int16>?
  private var smallBiases: UnsafeMutablePointer<Int16>?

  deinit { free() }

  /// Room for `tokens` rows of `columns` elements; what was in it is lost.
  func room(tokens: Int, columns: Int) -> Int8View {
    if tokens * columns > elements {
      free()
      elements = tokens * columns
      q = UnsafeMutableRawPointer.allocate(byteCount: elements, alignment: 64).bindMemory(
        to: Int8.self, capacity: elements)
      scales = allocateFloats(elements / Int(WEIR_GROUP_ELEMENTS))
      sums = allocateFloats(elements / Int(WEIR_GROUP_ELEMENTS))
      totals = .allocate(capacity: elements / Int(WEIR_GROUP_ELEMENTS))
      biases = .allocate(capacity: elements / Int(WEIR_GROUP_ELEMENTS) * 4)
      smallBiases = .allocate(capacity: elements / Int(WEIR_GROUP_ELEMENTS) * 2)
    }
    return Int8View(
      rows: weir_int8_rows(
        q: q, scale: scales, sum: sums, total: totals, bias: biases, small_bias: smallBiases), columns: columns)
  }

  private func free() {
    q?.deallocate()
    scales?.deallocate()
    sums?.deallocate()
    totals?.deallocate()
    biases?.deallocate()
    smallBiases?.deallocate()
  }
}

/// The rows as the threads of one product see them.
struct Int8View: @unchecked Sendable {  // Sendable: written by disjoint rows, then only read.
  let rows: weir_int8_rows
  let columns: Int

  func from(_ row: Int) -> weir_int8_rows {
    let groups = row * columns / Int(WEIR_GROUP_ELEMENTS)
    return weir_int8_rows(
      q: rows.q + row * columns, scale: rows.scale + groups, sum: rows.sum + groups, total: rows.total + groups,
      bias: rows.bias + groups * 4, small_bias: rows.small_bias + groups * 2)
  }
}
