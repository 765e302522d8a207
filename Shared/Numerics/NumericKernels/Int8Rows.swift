internal import CKernels

/// Room for rows rounded to bytes, which grows to the largest product; one product at a time uses it.
final class Int8Rows {
  private var elements = 0
  private var q: UnsafeMutablePointer<Int8>?
  private var scales: UnsafeMutablePointer<Float>?
  private var sums: UnsafeMutablePointer<Float>?
  private var totals: UnsafeMutablePointer<Int16>?
  private var starts: UnsafeMutablePointer<Int32>?
  private var halfStarts: UnsafeMutablePointer<Int32>?
  private var lifts: UnsafeMutablePointer<Float>?
  private var uneven: UnsafeMutablePointer<UInt8>?

  deinit { free() }

  /// Room for `tokens` rows of `columns` elements, `together` of them side by side; what was in it is lost.
  func room(tokens: Int, columns: Int, together: Int) -> Int8View {
    if tokens * columns > elements {
      free()
      elements = tokens * columns
      let groups = elements / Int(WEIR_GROUP_ELEMENTS)
      q = UnsafeMutableRawPointer.allocate(byteCount: elements, alignment: 64).bindMemory(
        to: Int8.self, capacity: elements)
      scales = allocateFloats(groups)
      sums = allocateFloats(groups)
      totals = .allocate(capacity: groups)
      starts = .allocate(capacity: groups)
      halfStarts = .allocate(capacity: groups * 2)
      lifts = allocateFloats(groups)
      uneven = .allocate(capacity: groups)
    }
    return Int8View(
      rows: weir_int8_rows(
        together: together, q: q, scale: scales, sum: sums, total: totals, start: starts, half_start: halfStarts,
        lift: lifts, uneven: uneven), columns: columns)
  }

  private func free() {
    q?.deallocate()
    scales?.deallocate()
    sums?.deallocate()
    totals?.deallocate()
    starts?.deallocate()
    halfStarts?.deallocate()
    lifts?.deallocate()
    uneven?.deallocate()
  }
}

/// The rows as the threads of one product see them.
struct Int8View: @unchecked Sendable {  // Sendable: written by disjoint rows, then only read.
  let rows: weir_int8_rows
  let columns: Int

  /// The rows from one on that is the first of those together.
  func from(_ row: Int) -> weir_int8_rows {
    let groups = row * columns / Int(WEIR_GROUP_ELEMENTS)
    return weir_int8_rows(
      together: rows.together, q: rows.q + row * columns, scale: rows.scale + groups, sum: rows.sum + groups,
      total: rows.total + groups, start: rows.start + groups, half_start: rows.half_start + groups * 2,
      lift: rows.lift + groups, uneven: rows.uneven + row * weir_blocks_of(columns))
  }
}
