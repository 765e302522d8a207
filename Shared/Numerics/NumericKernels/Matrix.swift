internal import CKernels

/// A weight matrix that maps `columns` inputs to `rows` outputs, row after row in a stored format.
public struct Matrix: Sendable {
  /// What a product with this matrix computes with.
  public enum Arithmetic: Sendable, Hashable {
    /// Weights are widened exactly and multiplied as Float32.
    case float32
    /// Inputs are rounded to bytes in groups of 32.
    case int8
  }

  /// Scales of square tiles, beside a format without scales of its own (DeepSeek-V3's FP8).
  struct TileScales: Sendable {
    let weights: Weights
    let tileRows: Int, tileColumns: Int, perRow: Int
    /// Rows of the whole matrix before the first of this one.
    var firstRow = 0
  }

  public let rows: Int, columns: Int
  /// What the elements were stored in before any rearrangement.
  public let format: WeightFormat
  public let arithmetic: Arithmetic
  let storage: Storage
  let tileScales: TileScales?
  /// NONE where rows lie one after another.
  let panels: weir_panels
  /// Panels that take the place of the rows when they have been used often enough.
  private(set) var later: LatePanels?

  /// A matrix of stored bytes, which stay valid as long as `owner` lives. They are copied where they lie unaligned.
  ///
  /// `arithmetic` falls back to Float32 where the format has no product with bytes.
  public init(
    rows: Int, columns: Int, format: WeightFormat, bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable,
    arithmetic: Arithmetic = .float32
  ) {
    precondition(columns % format.blockElements == 0 && bytes.count == rows * format.rowBytes(columns), "whole rows")
    self.init(rows, columns, format, Storage(bytes, owner: owner), arithmetic, nil)
  }

  /// Float32 weights, row after row.
  public init(rows: Int, columns: Int, _ weights: Weights) {
    precondition(weights.count == rows * columns, "one weight for each element")
    let bytes = UnsafeRawBufferPointer(start: weights.pointer, count: weights.count * 4)
    self.init(rows, columns, .f32, Storage(bytes, owner: weights), .float32, nil)
  }

  /// The nearest matrix in `format` to Float32 rows that `row` writes; nil for a format only read.
  ///
  /// Rows are made on all cores at once: loading a large model is mostly this.
  public init?(
    rows: Int, columns: Int, format: WeightFormat, arithmetic: Arithmetic,
    row: @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    precondition(columns % format.blockElements == 0, "whole blocks")
    guard weir_quantize(format.code, nil, nil, 0) != 0 else { return nil }
    let rowBytes = format.rowBytes(columns), owned = OwnedBytes(count: rows * format.rowBytes(columns))
    let code = format.code, minimum = Compute.elementsMinimum / columns + 1
    let pool = ThreadPool(count: min(availableCores(), rows / minimum + 1))
    pool.split(rows, minimum: minimum) { part in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: columns) { values in
        for index in part {
          row(index, values)
          _ = weir_quantize(code, owned.pointer + index * rowBytes, values.baseAddress, columns)
        }
      }
    }
    self.init(rows, columns, format, Storage(owned.bytes, owner: owned), arithmetic, nil)
  }

  private init(
    _ rows: Int, _ columns: Int, _ format: WeightFormat, _ storage: Storage, _ arithmetic: Arithmetic,
    _ tileScales: TileScales?, panels: weir_panels = WEIR_PANELS_NONE
  ) {
    (self.rows, self.columns, self.format, self.storage) = (rows, columns, format, storage)
    self.arithmetic = format.hasBlockProduct ? arithmetic : .float32
    self.tileScales = tileScales
    self.panels = panels
  }

  /// The matrix with each tile of `tileRows` x `tileColumns` elements multiplied by its scale, row after row of tiles.
  public func scaled(by scales: Weights, tileRows: Int, tileColumns: Int) -> Matrix {
    let perRow = (columns + tileColumns - 1) / tileColumns
    precondition(scales.count == (rows + tileRows - 1) / tileRows * perRow, "one scale for each tile")
    let tiles = TileScales(weights: scales, tileRows: tileRows, tileColumns: tileColumns, perRow: perRow)
    return Matrix(rows, columns, format, storage, arithmetic, tiles)
  }

  /// Some of the rows, which share this matrix's memory.
  public subscript(rows range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows of this matrix")
    precondition(!isPacked, "rows one after another")
    let rowBytes = format.rowBytes(columns)
    var tiles = tileScales
    tiles?.firstRow += range.lowerBound
    return Matrix(
      range.count, columns, format, storage.part(range.lowerBound * rowBytes..<range.upperBound * rowBytes),
      arithmetic, tiles)
  }

  /// Bytes that a product with one vector reads.
  public var byteCount: Int { storage.count }

  /// Whether rows are stored as the floats themselves.
  var isPlain: Bool { format == .f32 && tileScales == nil }

  /// Whether elements are floats of 16 bits.
  var isHalf: Bool { format == .f16 || format == .bf16 }

  /// Whether the elements are rearranged for products with bytes.
  public var isPacked: Bool { panels != WEIR_PANELS_NONE }

  /// The panels that products with this matrix are made with, for which inputs are rounded to bytes.
  var panelsMultiplied: weir_panels { later == nil ? panels : weir_panels_for(format.code) }

  /// Whether products are made with panels, be they kept or made on the way.
  var isInPanels: Bool { isPacked || later != nil }

  /// Rows of inputs that lie side by side for a product with this matrix.
  var inputsTogether: Int { isInPanels ? Int(WEIR_TOGETHER) : 1 }

  func pointer(row: Int) -> UnsafeRawPointer { storage.base + row * format.rowBytes(columns) }

  func pointer(panel: Int) -> UnsafePointer<UInt8> {
    (storage.base + panel * Self.panelBytes(panels, columns)).assumingMemoryBound(to: UInt8.self)
  }

  static func panelBytes(_ kind: weir_panels, _ columns: Int) -> Int {
    columns / Int(WEIR_GROUP_ELEMENTS) * weir_panel_group_bytes(kind)
  }

  /// The same matrix rearranged for fast products with bytes, in memory of its own; this one where that is not how it
  /// is multiplied. Elements stay.
  public func packed() -> Matrix { packed(by: .best) }

  /// The same, but rows are rearranged for each product anew until ``LatePanels`` finds it worth while to keep them so;
  /// `release` is called when stored rows are no longer needed for products. The results are the same bits.
  ///
  /// For formats that are rearranged quickly; others are packed at once.
  public func packedLater(afterTokens tokens: Int, release: @escaping Release) -> Matrix {
    guard arithmetic == .int8, !isPacked, weir_is_packed_quickly(format.code) != 0 else {
      return packed(by: .best, release: release)
    }
    var matrix = self
    matrix.later = LatePanels(afterTokens: tokens, release: release)
    return matrix
  }

  /// Is told which of the stored bytes have been rearranged, by any thread: bit by bit, so that a large matrix is not in
  /// memory twice, and at last all.
  public typealias Release = @Sendable (Range<Int>) -> Void
  /// Bytes after which a thread tells.
  private static let releaseBytes = 4 << 20

  func packed(by kernels: KernelSet, pool given: ThreadPool? = nil, release: Release = { _ in }) -> Matrix {
    let kind = weir_panels_for(format.code), size = Self.panelBytes(kind, columns)
    guard arithmetic == .int8, !isPacked, kind != WEIR_PANELS_NONE else { return self }
    let height = Int(WEIR_PANEL_ROWS), count = (rows + height - 1) / height
    let owned = OwnedBytes(count: count * size)
    let minimum = Compute.elementsMinimum / (height * columns) + 1
    let pool = given ?? ThreadPool(count: min(availableCores(), count / minimum + 1))
    let rowBytes = format.rowBytes(columns), step = Self.releaseBytes / size + 1
    pool.split(count, minimum: minimum) { part in
      for first in stride(from: part.lowerBound, to: part.upperBound, by: step) {
        let end = min(first + step, part.upperBound)
        for panel in first..<end {
          let place = (owned.pointer + panel * size).assumingMemoryBound(to: UInt8.self)
          kernels.table.pack_panel(
            format.code, place, pointer(row: panel * height), min(height, rows - panel * height), columns)
        }
        release(first * height * rowBytes..<min(end * height, rows) * rowBytes)
      }
    }
    release(0..<rows * rowBytes)
    return Matrix(rows, columns, format, Storage(owned.bytes, owner: owned), arithmetic, nil, panels: kind)
  }

  /// A copy of one row as Float32, as an embedding look-up needs it.
  public func copyRow(_ row: Int, to output: UnsafeMutablePointer<Float>) {
    precondition((0..<rows).contains(row), "a row of this matrix")
    guard !isPacked else {
      for column in 0..<columns { output[column] = weir_panel_element(panels, pointer(panel: 0), row, column, columns) }
      return
    }
    _ = weir_dequantize(format.code, output, pointer(row: row), columns)
    guard let tileScales else { return }
    let first = (tileScales.firstRow + row) / tileScales.tileRows * tileScales.perRow
    for column in 0..<columns { output[column] *= tileScales.weights[first + column / tileScales.tileColumns] }
  }

  /// The stored bytes.
  public var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: storage.base, count: storage.count)) }

  /// All elements as Float32, row after row.
  public func floats() -> [Float] {
    [Float](unsafeUninitializedCapacity: rows * columns) { output, written in
      for row in 0..<rows { copyRow(row, to: output.baseAddress! + row * columns) }
      written = rows * columns
    }
  }
}
