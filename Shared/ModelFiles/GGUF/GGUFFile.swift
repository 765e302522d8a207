/// A GGUF v3 model file, memory-mapped.
///
/// Opening reads the metadata and the tensor table only; weights are paged in when they are touched.
public final class GGUFFile: Sendable {
  /// All metadata by key.
  public let metadata: [String: GGUFValue]
  /// All tensors by name.
  public let tensors: [String: StoredTensor]
  /// The file's size in bytes.
  public let byteCount: Int

  /// Maps and checks the file at `path`.
  public init(path: String) throws(ModelFileError) {
    let file = try MappedFile(path: path)
    let header = try GGUFHeader(file)
    metadata = header.metadata
    tensors = header.tensors
    byteCount = file.count
  }

  /// The tensor called `name`.
  public func tensor(_ name: String) throws(ModelFileError) -> StoredTensor {
    guard let tensor = tensors[name] else { throw .missing("the file has no tensor \(quoted(name))") }
    return tensor
  }
}
