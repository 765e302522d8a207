/// Elements one after the other in a ``Heap``: as long as its rendering lives they neither move nor change.
struct Run<Element>: RandomAccessCollection, BitwiseCopyable, @unchecked Sendable {
  private let base: UnsafePointer<Element>?
  /// Small, so that a value takes sixteen bytes.
  private let length: UInt32

  init() { (base, length) = (nil, 0) }

  init(_ elements: UnsafeBufferPointer<Element>) { (base, length) = (elements.baseAddress, UInt32(elements.count)) }

  var startIndex: Int { 0 }
  var endIndex: Int { Int(length) }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      guard let base, index >= 0, index < Int(length) else { preconditionFailure("index out of range") }
      return base[index]
    }
  }

  /// Part of the elements, where they lie.
  subscript(part range: Range<Int>) -> Run {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range out of range")
    return Run(UnsafeBufferPointer(start: base.map { $0 + range.lowerBound }, count: range.count))
  }

  func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try body(UnsafeBufferPointer(start: base, count: count))
  }
}

/// UTF-8.
typealias Text = Run<UInt8>
typealias Elements = Run<Value>
