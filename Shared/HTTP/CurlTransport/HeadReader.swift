internal import HTTPTransport

/// An answer's head out of its lines. Interim heads (1xx) come before it.
struct HeadReader: Sendable {
  /// Bytes of a head: twice what servers send at most by their defaults.
  private static let bytesMax = 128 << 10

  private var status = 0
  private var fields: [String: String] = [:]
  private var bytes = 0
  /// Set once the head is whole.
  private(set) var complete: HTTPHead?

  mutating func take(_ line: [UInt8]) {
    bytes += line.count
    // Trailers after a body are fields too, of which nobody asks.
    guard complete == nil, bytes <= Self.bytesMax else { return }
    let text = String(decoding: line, as: UTF8.self).trimmingSuffix { $0.isWhitespace }
    if text.hasPrefix("HTTP/") {
      (status, fields) = (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0, [:])
    } else if text.isEmpty {
      if status >= 200 { complete = HTTPHead(status: status, fields: fields) }
    } else if let colon = text.firstIndex(of: ":") {
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields[text[..<colon].lowercased()] = String(value)
    }
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isDropped(self[index(before: end)]) { end = index(before: end) }
    return self[startIndex..<end]
  }
}
