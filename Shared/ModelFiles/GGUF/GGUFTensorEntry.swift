/// One line of the tensor table, before its offset is checked against the file.
struct GGUFTensorEntry {
  let name: String
  let type: TensorType
  let shape: [Int]
  let byteCount: Int
  /// From the start of the tensor data.
  let offset: UInt64

  init(_ cursor: inout GGUFCursor, index: Int, alignment: Int) throws(ModelFileError) {
    name = try cursor.readString("the name of tensor \(index)")
    let what = "tensor \(quoted(name))"
    shape = try Self.readShape(&cursor, what)
    let rawType = try cursor.read(UInt32.self, what)
    guard let type = TensorType(rawValue: rawType), type.isGGUF else {
      throw .unsupported("\(what) has unknown type \(rawType)")
    }
    self.type = type
    byteCount = try ModelFiles.byteCount(of: shape, type, what)
    offset = try cursor.read(UInt64.self, what)
    guard offset % UInt64(alignment) == 0 else {
      throw .malformed("\(what) begins at \(offset), which is no multiple of the alignment \(alignment)")
    }
  }

  func placed(after dataStart: Int, in file: MappedFile) throws(ModelFileError) -> StoredTensor {
    let available = file.count - dataStart
    guard available >= byteCount, offset <= UInt64(available - byteCount) else {
      throw .malformed("tensor \(quoted(name)) reaches beyond the end of the file: is the download complete?")
    }
    let start = dataStart + Int(offset)
    return StoredTensor(name: name, type: type, shape: shape, byteRange: start..<start + byteCount, file: file)
  }

  private static func readShape(_ cursor: inout GGUFCursor, _ what: String) throws(ModelFileError) -> [Int] {
    let count = try cursor.read(UInt32.self, what)
    guard (1...UInt32(GGUFHeader.dimensionsMax)).contains(count) else {
      throw .malformed("\(what) has \(count) dimensions, not 1 to \(GGUFHeader.dimensionsMax)")
    }
    var shape: [Int] = []
    for _ in 0..<count {
      let size = try cursor.read(UInt64.self, what)
      guard let size = Int(exactly: size), size > 0 else { throw .malformed("\(what) has a dimension of \(size)") }
      shape.append(size)
    }
    return shape
  }
}
