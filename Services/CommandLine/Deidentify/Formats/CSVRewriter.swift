/// Comma-, semicolon-, tab- or bar-separated values (RFC 4180): each cell is rewritten under its column's name.
///
/// Cells keep their quotes; a new value that needs quotes gets them. Line ends stay as they are.
struct CSVRewriter: DocumentRewriter {
  private let rewrite: ValueRewriter
  private var delimiter: UInt8?
  private var columns: [String]?
  private var record: [UInt8] = []
  private var isQuoted = false
  private var line = 1

  /// The delimiters that are told from the first line, the most frequent one.
  private static let delimiters = Array(",;\t|".utf8)

  init(rewrite: @escaping ValueRewriter) { self.rewrite = rewrite }

  mutating func push(_ bytes: [UInt8]) throws -> [UInt8] {
    var output: [UInt8] = []
    for byte in bytes {
      record.append(byte)
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard record.count <= DocumentLimits.valueBytesMax else {
        throw DocumentError(line: line, reason: "a record is longer than 16 MiB; is a quote missing?")
      }
      if byte == 0x0a, !isQuoted { output += try endRecord() }
    }
    return output
  }

  mutating func finish() throws -> [UInt8] {
    guard !isQuoted else { throw DocumentError(line: line, reason: "a quoted cell does not end") }
    return record.isEmpty ? [] : try endRecord()
  }

  private mutating func endRecord() throws -> [UInt8] {
    defer {
      line += record.count { $0 == 0x0a }
      record = []
    }
    let body = record.reversed().drop { $0 == 0x0a || $0 == 0x0d }.reversed()
    let end = record.suffix(record.count - body.count)
    let delimiter = delimiter ?? Self.delimiter(of: body)
    self.delimiter = delimiter
    let cells = Self.cells(Array(body), delimiter)
    // The header is text like any other: a table without one must not give away its first line.
    let names = columns ?? []
    if columns == nil { columns = try cells.map { try text(Self.unquoted($0)) } }
    var output: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { output.append(delimiter) }
      output += try rewritten(cell, column: index < names.count ? names[index] : nil, delimiter)
    }
    return output + end
  }

  private func rewritten(_ cell: ArraySlice<UInt8>, column: String?, _ delimiter: UInt8) throws -> [UInt8] {
    let value = Self.unquoted(cell)
    guard let new = try rewrite(try text(value), column) else { return Array(cell) }
    let needsQuotes = new.utf8.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0a || $0 == 0x0d }
    guard needsQuotes || cell.first == UInt8(ascii: "\"") else { return Array(new.utf8) }
    return Array("\"\(new.replacing("\"", with: "\"\""))\"".utf8)
  }

  private func text(_ bytes: [UInt8]) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DocumentError(line: line, reason: "a cell is not UTF-8; convert the file first, for example with iconv")
    }
    return text
  }

  private static func delimiter(of header: some Sequence<UInt8>) -> UInt8 {
    let counts = delimiters.map { delimiter in header.count { $0 == delimiter } }
    return zip(delimiters, counts).max { $0.1 < $1.1 }!.0
  }

  private static func cells(_ line: [UInt8], _ delimiter: UInt8) -> [ArraySlice<UInt8>] {
    var cells: [ArraySlice<UInt8>] = []
    var start = 0
    var isQuoted = false
    for (index, byte) in line.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == delimiter, !isQuoted else { continue }
      cells.append(line[start..<index])
      start = index + 1
    }
    return cells + [line[start...]]
  }

  private static func unquoted(_ cell: ArraySlice<UInt8>) -> [UInt8] {
    guard cell.count >= 2, cell.first == UInt8(ascii: "\""), cell.last == UInt8(ascii: "\"") else { return Array(cell) }
    var value: [UInt8] = []
    var isEscape = false
    for byte in cell.dropFirst().dropLast() {
      if byte == UInt8(ascii: "\""), !isEscape {
        isEscape = true
        continue
      }
      isEscape = false
      value.append(byte)
    }
    return value
  }
}
