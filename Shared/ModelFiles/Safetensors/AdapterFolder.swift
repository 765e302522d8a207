public import Foundation

/// A low-rank adapter as PEFT saves it: `adapter_config.json` and `adapter_model.safetensors`, mapped.
public final class AdapterFolder: Sendable {
  /// The folder itself.
  public let url: URL
  /// `adapter_config.json`.
  public let configuration: ModelSettings
  /// All tensors by name.
  public let tensors: [String: StoredTensor]

  /// Maps and checks the adapter in the folder at `path`.
  public init(path: String) throws(ModelFileError) {
    url = URL(filePath: path, directoryHint: .isDirectory)
    configuration = try SafetensorsFolder.settings("adapter_config.json", in: url, of: "an adapter")
    let name = "adapter_model.safetensors"
    tensors = try SafetensorsHeader(MappedFile(path: url.appending(path: name).path), name).tensors
  }
}
