public import Foundation

/// A model as Hugging Face's tools keep it: `config.json` and weights in one or several safetensors files, mapped.
public final class SafetensorsFolder: Sendable {
  /// The folder itself.
  public let url: URL
  /// `config.json`.
  public let configuration: ModelSettings
  /// All tensors of all files by name.
  public let tensors: [String: StoredTensor]
  /// Bytes of the weights' files.
  public let byteCount: Int

  /// Text files of a folder are read up to this size; the largest, a tokenizer.json, is about 20 MB.
  private static let textBytesMax = 256 << 20

  /// Maps and checks the weights of the folder at `path`.
  public init(path: String) throws(ModelFileError) {
    let url = URL(filePath: path, directoryHint: .isDirectory)
    self.url = url
    configuration = try Self.settings("config.json", in: url)
    var tensors: [String: StoredTensor] = [:], byteCount = 0
    for file in try Self.weightFiles(in: url) {
      let mapped = try MappedFile(path: file.path)
      byteCount += mapped.count
      for (name, tensor) in try SafetensorsHeader(mapped, file.lastPathComponent).tensors {
        guard tensors.updateValue(tensor, forKey: name) == nil else {
          throw .malformed("tensor \(quoted(name)) is in two files")
        }
      }
    }
    self.tensors = tensors
    self.byteCount = byteCount
    try Self.checkIndex(in: url, tensors)
  }

  /// The settings in a JSON file of the folder; nil where there is none.
  public func settings(_ name: String) throws(ModelFileError) -> ModelSettings? {
    FileManager.default.fileExists(atPath: url.appending(path: name).path) ? try Self.settings(name, in: url) : nil
  }

  static func settings(
    _ name: String, in url: URL, of kind: String = "a model"
  ) throws(ModelFileError) -> ModelSettings {
    let file = url.appending(path: name)
    let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
    guard size <= textBytesMax, let data = FileManager.default.contents(atPath: file.path) else {
      throw ModelFileError(.unreadable, "\(url.path) has no readable \(name): give the folder of \(kind)")
    }
    return try ModelSettings(json: data, name: name)
  }

  /// The shards that the index names, or the one file.
  private static func weightFiles(in url: URL) throws(ModelFileError) -> [URL] {
    let names = try index(in: url).map { Set($0.values).sorted() } ?? ["model.safetensors"]
    guard let outside = names.first(where: { $0.contains("/") || $0.hasPrefix(".") }) else {
      return names.map { url.appending(path: $0) }
    }
    throw .malformed("the index names \(quoted(outside)), which is no file of the folder")
  }

  private static func checkIndex(in url: URL, _ tensors: [String: StoredTensor]) throws(ModelFileError) {
    guard let missing = try index(in: url)?.keys.sorted().first(where: { tensors[$0] == nil }) else { return }
    throw .missing("tensor \(quoted(missing)) is in the index but in no file")
  }

  /// Tensor names and their files; nil for a model in one file.
  private static func index(in url: URL) throws(ModelFileError) -> [String: String]? {
    struct Index: Decodable { let weight_map: [String: String] }
    let name = "model.safetensors.index.json"
    guard let data = FileManager.default.contents(atPath: url.appending(path: name).path) else { return nil }
    do {
      return try JSONDecoder().decode(Index.self, from: data).weight_map
    } catch {
      throw .malformed("\(name) has no \"weight_map\" from tensor names to files")
    }
  }
}
