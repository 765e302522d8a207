internal import CBytePairs

extension String {
  /// A copy of UTF-8 that the caller knows to be well-formed: Swift's own look through a text with many characters beyond
  /// ASCII takes several times as long as decoding it.
  init(wellFormed bytes: Span<UInt8>) {
    self.init(copying: UTF8Span(unchecked: bytes, isKnownASCII: bytes.isASCII))
  }
}

extension Span<UInt8> {
  /// Whether these bytes are well-formed UTF-8.
  var isUTF8: Bool { withUnsafeBufferPointer { weir_is_utf8($0.baseAddress, $0.count) } }

  fileprivate var isASCII: Bool { withUnsafeBufferPointer { weir_is_ascii($0.baseAddress, $0.count) } }
}
