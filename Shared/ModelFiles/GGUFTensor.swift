/// A tensor's place in the file.
public struct GGUFTensor: Sendable, Hashable {
  public let name: String
  public let type: TensorType
  /// Fastest-varying dimension first: a matrix that maps `columns` inputs to `rows` outputs has [columns, rows].
  public let shape: [Int]
  /// Bytes of the file, already checked to lie inside it.
  public let byteRange: Range<Int>

  /// Elements in one row (the first dimension).
  public var columns: Int { shape[0] }
  /// Rows: the product of all other dimensions.
  public var rows: Int { shape.dropFirst().reduce(1, *) }
  /// Elements in all.
  public var count: Int { columns * rows }
}
