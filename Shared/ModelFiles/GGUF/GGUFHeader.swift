/// Everything before the tensor data: magic, version, metadata, tensor table.
///
/// Source: the GGUF v3 specification (ggml-org/ggml, docs/gguf.md). Every count, length and offset is checked against
/// the file's size before it is used, so that no file can make the reader trap or allocate more than a small multiple
/// of the file.
struct GGUFHeader {
  static let magic: UInt32 = 0x4655_4747  // "GGUF", little-endian
  static let version: UInt32 = 3
  /// The specification's default where `general.alignment` is absent, bytes.
  static let alignmentDefault = 32
  /// Dimensions of a tensor at most (GGML_MAX_DIMS).
  static let dimensionsMax = 4

  let metadata: [String: GGUFValue]
  let tensors: [String: StoredTensor]

  init(_ file: MappedFile) throws(ModelFileError) {
    var cursor = GGUFCursor(file)
    let magic = try cursor.read(UInt32.self, "the magic number")
    guard magic == Self.magic else { throw .malformed("the file does not begin with \"GGUF\"") }
    let version = try cursor.read(UInt32.self, "the version")
    guard version == Self.version else { throw .unsupported("GGUF version \(version): only version 3 is read") }
    // A tensor's entry takes 32 bytes at least (name length, dimensions, one size, type, offset), a key's takes 13.
    let tensorCount = try cursor.readCount(minimumBytes: 32, "the tensor table")
    let keyCount = try cursor.readCount(minimumBytes: 13, "the metadata")
    metadata = try Self.readMetadata(&cursor, count: keyCount)
    tensors = try Self.readTensors(&cursor, count: tensorCount, alignment: try Self.alignment(in: metadata), file)
  }

  private static func readMetadata(
    _ cursor: inout GGUFCursor, count: Int
  ) throws(ModelFileError) -> [String: GGUFValue] {
    var metadata: [String: GGUFValue] = [:]
    for index in 0..<count {
      let key = try cursor.readString("the name of metadata key \(index)")
      let value = try cursor.readValue(of: key)
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw .malformed("metadata key \(quoted(key)) appears twice")
      }
    }
    return metadata
  }

  private static func alignment(in metadata: [String: GGUFValue]) throws(ModelFileError) -> Int {
    guard let value = metadata["general.alignment"] else { return alignmentDefault }
    guard let alignment = value.int, alignment >= 8, alignment <= 1 << 20, alignment.nonzeroBitCount == 1 else {
      throw .malformed("metadata key \"general.alignment\" is not a power of two from 8 to 2^20")
    }
    return alignment
  }

  private static func readTensors(
    _ cursor: inout GGUFCursor, count: Int, alignment: Int, _ file: MappedFile
  ) throws(ModelFileError) -> [String: StoredTensor] {
    var entries: [GGUFTensorEntry] = []
    for index in 0..<count { entries.append(try GGUFTensorEntry(&cursor, index: index, alignment: alignment)) }
    let dataStart = cursor.aligned(to: alignment)
    var tensors: [String: StoredTensor] = [:]
    for entry in entries {
      let tensor = try entry.placed(after: dataStart, in: file)
      guard tensors.updateValue(tensor, forKey: tensor.name) == nil else {
        throw .malformed("tensor \(quoted(tensor.name)) appears twice")
      }
    }
    try refuseOverlap(tensors.values)
    return tensors
  }
}
