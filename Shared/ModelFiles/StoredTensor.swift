/// A tensor where it lies in a mapped file.
public struct StoredTensor: Sendable {
  public let name: String
  public let type: TensorType
  /// Fastest-varying dimension first: a matrix that maps `columns` inputs to `rows` outputs has [columns, rows].
  public let shape: [Int]
  /// Bytes of the file, already checked to lie inside it.
  public let byteRange: Range<Int>
  private let file: MappedFile

  init(name: String, type: TensorType, shape: [Int], byteRange: Range<Int>, file: MappedFile) {
    precondition(byteRange.upperBound <= file.count, "bytes of the file")
    (self.name, self.type, self.shape, self.byteRange, self.file) = (name, type, shape, byteRange, file)
  }

  /// Elements in one row (the first dimension).
  public var columns: Int { shape.first ?? 1 }
  /// Rows: the product of all other dimensions.
  public var rows: Int { shape.dropFirst().reduce(1, *) }
  /// Elements in all.
  public var count: Int { columns * rows }

  /// The stored bytes, and what keeps them mapped: they may be read as long as `owner` lives.
  public var stored: (bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
    (UnsafeRawBufferPointer(rebasing: file.bytes[byteRange]), file)
  }

  /// Gives the pages that hold these bytes back to the system, which reads them again if they are touched again.
  ///
  /// For tensors that were copied in another form: else the file counts against the process's memory as well.
  ///
  /// `part` counts bytes from the tensor's first; all of them unless given.
  public func evict(_ part: Range<Int>? = nil) {
    guard let part else { return file.evict(byteRange) }
    precondition(part.lowerBound >= 0 && part.upperBound <= byteRange.count, "bytes of this tensor")
    file.evict(byteRange.lowerBound + part.lowerBound..<byteRange.lowerBound + part.upperBound)
  }
}
