internal import Foundation

/// A model on disk: one GGUF file, or a folder of safetensors.
public enum ModelSource: Sendable {
  case gguf(GGUFFile)
  case safetensors(SafetensorsFolder)

  /// Maps and checks what lies at `path`: a folder is taken for safetensors, a file for GGUF.
  public init(path: String) throws(ModelFileError) {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    self = isFolder.boolValue ? .safetensors(try SafetensorsFolder(path: path)) : .gguf(try GGUFFile(path: path))
  }

  /// All tensors by the names that the files give them.
  public var tensors: [String: StoredTensor] {
    switch self {
    case .gguf(let file): file.tensors
    case .safetensors(let folder): folder.tensors
    }
  }

  /// Bytes of the files with weights.
  public var byteCount: Int {
    switch self {
    case .gguf(let file): file.byteCount
    case .safetensors(let folder): folder.byteCount
    }
  }

  /// The architecture by the file's own name: "llama", "deepseek_v3".
  public var architecture: String {
    get throws(ModelFileError) {
      switch self {
      case .gguf(let file): try file.architecture
      case .safetensors(let folder): try folder.configuration.string("model_type")
      }
    }
  }
}
