/// CSV (RFC 4180), tab-separated and barred tables: a line of column names, then lines of as many cells.
extension FieldDetector {
  private static let delimiters: [UInt8] = [
    UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: ";"),
  ]

  private struct Header {
    var delimiter: UInt8
    /// The kind of each column, nil for other columns; whether the name of the column is one that things have too.
    var columns: [(kind: EntityKind, isLoose: Bool)?]
  }

  mutating func scanTables() {
    var header: Header?
    var start = 0
    while start < text.bytes.count {
      let end = text.bytes[start...].firstIndex(of: 0x0a) ?? text.bytes.count
      let line = text.bytes[start..<end]
      start = end + 1
      if line.isEmpty { continue }
      if let known = header, takeRow(line, of: known) { continue }
      header = self.header(line)
    }
  }

  private mutating func takeRow(_ line: ArraySlice<UInt8>, of header: Header) -> Bool {
    let cells = Self.cells(line, header.delimiter)
    guard cells.count == header.columns.count else { return false }
    for (cell, column) in zip(cells, header.columns) {
      if let column { propose(cell.startIndex..<cell.endIndex, as: column.kind, isLoose: column.isLoose) }
    }
    return true
  }

  /// Short names in every cell, two of them or more those of identifiers, or one of two or three.
  private func header(_ line: ArraySlice<UInt8>) -> Header? {
    for delimiter in Self.delimiters where Self.isShort(line, delimiter) {
      let cells = Self.cells(line, delimiter)
      let columns = cells.map { cell in FieldKey.kind(of: cell).map { ($0, FieldKey.isAmbiguous(cell)) } }
      let known = columns.count { $0 != nil }
      if known > 1 || known == 1 && cells.count <= 4 { return Header(delimiter: delimiter, columns: columns) }
    }
    return nil
  }

  /// Whether a line has two cells or more, and a few letters without a digit in each: a look that most lines fail soon.
  private static func isShort(_ line: ArraySlice<UInt8>, _ delimiter: UInt8) -> Bool {
    var start = line.startIndex
    for index in line.indices {
      if line[index] == delimiter { start = index + 1 }
      if index - start > FieldKey.keyBytesMax || line[index].isASCIIDigit { return false }
    }
    return start > line.startIndex && line.count <= lineBytesMax
  }

  private static let lineBytesMax = 2000

  /// A delimiter within quotes parts nothing.
  private static func cells(_ line: ArraySlice<UInt8>, _ delimiter: UInt8) -> [ArraySlice<UInt8>] {
    var cells: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    var isQuoted = false
    for index in line.indices {
      if line[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard line[index] == delimiter, !isQuoted else { continue }
      cells.append(line[start..<index])
      start = index + 1
    }
    return cells + [line[start...]]
  }
}
