/// Texts one after the other in one arena: a vocabulary has hundreds of thousands.
public struct PackedStrings: Sendable, Hashable {
  /// The UTF-8 of all.
  public let bytes: [UInt8]
  /// Where each begins in `bytes`, and where the last ends.
  public let starts: [UInt32]

  init(bytes: [UInt8], starts: [UInt32]) {
    self.bytes = bytes
    self.starts = starts
  }

  /// - Precondition: the texts have less than 4 GiB.
  public init(_ texts: some Sequence<String>) {
    var bytes: [UInt8] = []
    var starts: [UInt32] = [0]
    for text in texts {
      bytes += text.utf8
      starts.append(UInt32(bytes.count))
    }
    self.init(bytes: bytes, starts: starts)
  }
}

extension PackedStrings: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { starts.count - 1 }

  public subscript(index: Int) -> String {
    String(decoding: bytes[Int(starts[index])..<Int(starts[index + 1])], as: UTF8.self)
  }
}

extension PackedStrings: ExpressibleByArrayLiteral {
  public init(arrayLiteral texts: String...) { self.init(texts) }
}
