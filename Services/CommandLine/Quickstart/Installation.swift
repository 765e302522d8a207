import Foundation
import Operations

/// One installation's folder and settings, as this command sees them.
struct Installation {
  let state: StateFolder
  let configuration: Configuration
  var keys: KeyStore { KeyStore(state) }

  /// The installation that `$WEIR_HOME` names. Its folders are made if they are missing.
  static func open() throws -> Installation {
    let environment = ProcessInfo.processInfo.environment
    let state = StateFolder(environment: environment)
    try state.create()
    return Installation(state: state, configuration: try Configuration(state, environment: environment))
  }

  /// Makes keys, and puts the policies and models of `resources` where they are missing. Nothing is overwritten.
  func fill(from resources: String) throws {
    try keys.createAll()
    _ = try APIKeys.local(state)
    try copyMissing("\(resources)/policies", to: state.policies)
    try copyMissing("\(resources)/models", to: state.models)
  }

  private func copyMissing(_ source: String, to folder: String) throws {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: source).sorted() where !name.hasPrefix(".") {
      let target = "\(folder)/\(name)"
      guard !files.fileExists(atPath: target) else { continue }
      // Copied beside and renamed, so that a copy that broke off is never taken for the file.
      let partial = "\(target).partial"
      try? files.removeItem(atPath: partial)
      try files.copyItem(atPath: "\(source)/\(name)", toPath: partial)
      try files.moveItem(atPath: partial, toPath: target)
    }
  }
}
