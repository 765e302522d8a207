internal import Foundation

/// The models folder: each `NAME.gguf` in it is a model called NAME.
public struct ModelStore: Sendable {
  private let folder: String

  public init(_ state: StateFolder) { folder = state.models }

  /// The models' names, sorted.
  public var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".gguf") }.map { String($0.dropLast(5)) }.sorted()
  }

  public func path(of name: String) -> String { "\(folder)/\(name).gguf" }

  /// A model by name; the empty name means the only one, or the one called `default`.
  ///
  /// - Throws: `OperationsError.missing`, which says what there is.
  public func model(named name: String) throws(OperationsError) -> (name: String, path: String) {
    let names = names
    let chosen = name.isEmpty ? (names.count == 1 ? names[0] : "default") : name
    guard names.contains(chosen) else {
      let offer =
        names.isEmpty ? "put a .gguf file there" : "set worker.model to one of: \(names.joined(separator: ", "))"
      throw .missing(path: path(of: chosen), advice: offer)
    }
    return (chosen, path(of: chosen))
  }
}
