internal import Foundation

/// The models folder. A model called NAME is the file `NAME.gguf`, the folder `NAME` with safetensors in it, or
/// `NAME.upstream.yaml`, which says who else computes it.
public struct ModelStore: Sendable {
  private let folder: String

  public init(_ state: StateFolder) { folder = state.models }

  /// A model that the store has.
  public struct Model: Sendable, Equatable {
    public let name: String
    public let path: String

    /// Whether another server computes it.
    public var isUpstream: Bool { path.hasSuffix(upstreamSuffix) }
  }

  /// The models' names, sorted.
  public var names: [String] { models.map(\.name) }

  /// Where a model lies; where its GGUF file would, if it does not exist.
  public func path(of name: String) -> String {
    models.first { $0.name == name }?.path ?? "\(folder)/\(name)\(fileSuffix)"
  }

  /// A model by name; the empty name means the only one, or the one called `default`.
  ///
  /// - Throws: `OperationsError.missing`, which says what there is.
  public func model(named name: String) throws(OperationsError) -> Model {
    let models = models
    let chosen = name.isEmpty ? (models.count == 1 ? models[0].name : "default") : name
    guard let model = models.first(where: { $0.name == chosen }) else {
      let offer =
        models.isEmpty
        ? "put a .gguf file there, or fetch a model with 'weir model pull'"
        : "set worker.model to one of: \(models.map(\.name).joined(separator: ", "))"
      throw .missing(path: path(of: chosen), advice: offer)
    }
    return model
  }

  /// Of several of one name the GGUF file counts, then the folder.
  private var models: [Model] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var found: [String: String] = [:]
    for suffix in [upstreamSuffix, "", fileSuffix] {
      for entry in entries where suffix.isEmpty ? isModelFolder(entry) : entry.hasSuffix(suffix) {
        found[String(entry.dropLast(suffix.count))] = "\(folder)/\(entry)"
      }
    }
    return found.sorted { $0.key < $1.key }.map { Model(name: $0, path: $1) }
  }

  private func isModelFolder(_ entry: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(entry)/config.json")
  }
}

private let fileSuffix = ".gguf"
private let upstreamSuffix = ".upstream.yaml"
