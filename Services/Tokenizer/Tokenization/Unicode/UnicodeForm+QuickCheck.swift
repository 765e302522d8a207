internal import CBytePairs

extension UnicodeForm {
  /// Whether `text[range]` is in this form, by the quick check of Annex #15: false also where only writing it would tell.
  func isSure(of text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard self == .composed else { return false }
    return text.extracting(range).withUnsafeBufferPointer { weir_is_composed($0.baseAddress, $0.count) }
  }
}
