internal import CBytePairs

extension String {
  /// A copy of UTF-8 that the caller knows to be well-formed: Swift's own look through a text with many characters beyond
  /// ASCII takes several times as long as decoding it.
  init(wellFormed bytes: Span<UInt8>) {
    self.init(copying: UTF8Span(unchecked: bytes, isKnownASCII: bytes.isASCII))
  }

  /// The well-formed UTF-8 that `write` puts into a buffer of `capacity` bytes, whose count it returns. ASCII, which Swift
  /// looks through quickly, stays in the buffer.
  init(wellFormedCapacity capacity: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    var other: String?
    let ascii = String(unsafeUninitializedCapacity: capacity) { buffer in
      let count = write(buffer)
      let bytes = UnsafeBufferPointer(rebasing: buffer[..<count]).span
      if bytes.isASCII { return count }
      other = String(wellFormed: bytes)
      return 0
    }
    self = other ?? ascii
  }
}

extension Span<UInt8> {
  /// Whether these bytes are well-formed UTF-8.
  var isUTF8: Bool { withUnsafeBufferPointer { weir_is_utf8($0.baseAddress, $0.count) } }

  fileprivate var isASCII: Bool { withUnsafeBufferPointer { weir_is_ascii($0.baseAddress, $0.count) } }
}
