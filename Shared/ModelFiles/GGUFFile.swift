/// A GGUF v3 model file, memory-mapped.
///
/// Opening reads the metadata and the tensor table only; weights are paged in when they are touched.
public final class GGUFFile: Sendable {
  /// All metadata by key.
  public let metadata: [String: GGUFValue]
  /// All tensors by name.
  public let tensors: [String: GGUFTensor]
  private let file: MappedFile

  /// Maps and checks the file at `path`.
  public init(path: String) throws(ModelFileError) {
    file = try MappedFile(path: path)
    let header = try GGUFHeader(file.bytes)
    metadata = header.metadata
    tensors = header.tensors
  }

  /// The file's size in bytes.
  public var byteCount: Int { file.count }

  /// The tensor called `name`.
  public func tensor(_ name: String) throws(ModelFileError) -> GGUFTensor {
    guard let tensor = tensors[name] else { throw .missing("the file has no tensor \(quoted(name))") }
    return tensor
  }

  /// Lends the stored bytes of a tensor of this file. The pointer is valid inside `body` only.
  public func withBytes<R, E: Error>(
    of tensor: GGUFTensor, _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    precondition(tensor.byteRange.upperBound <= file.count, "a tensor of another file")
    return try body(UnsafeRawBufferPointer(rebasing: file.bytes[tensor.byteRange]))
  }
}
