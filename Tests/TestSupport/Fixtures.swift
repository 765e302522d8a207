public import Foundation

/// Where test data lies, found from this source file so that tests run from any folder.
public enum Fixtures {
  public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// Fixtures committed with the project.
  public static let folder = repository.appending(path: "Tests/Fixtures")

  /// A file of the reference data that is not committed; nil on a machine without it, and the test says that it skipped.
  public static func shared(_ path: String) -> URL? {
    let url = repository.appending(path: ".build/shared-data/\(path)")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
