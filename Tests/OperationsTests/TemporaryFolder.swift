import Foundation
import Operations

/// A state folder that is gone when the test ends.
struct TemporaryState: ~Copyable {
  let state: StateFolder

  init() throws {
    state = StateFolder(root: FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString)").path)
    try state.create()
  }

  deinit { try? FileManager.default.removeItem(atPath: state.root) }
}

func mode(_ path: String) -> Int {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  return (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
}
