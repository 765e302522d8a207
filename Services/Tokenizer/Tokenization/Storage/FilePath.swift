internal import Glibc

/// Questions about paths, asked of the system itself: Foundation's first answer in a process takes as long as half a compiled
/// load.
enum FilePath {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// What stands before the last component, with its slash; empty where there is nothing.
  static func folder(of path: String) -> String { String(path[..<nameStart(of: path)]) }

  /// The last component.
  static func name(of path: String) -> String { String(path[nameStart(of: path)...]) }

  private static func nameStart(of path: String) -> String.Index {
    path.utf8.lastIndex(of: slash).map { path.utf8.index(after: $0) } ?? path.startIndex
  }

  /// The path without what follows the last dot of its name, if that has anything before and behind it.
  static func withoutExtension(_ path: String) -> String {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), dot > nameStart(of: path),
      path.utf8.index(after: dot) < path.endIndex
    else { return path }
    return String(path[..<dot])
  }

  /// The path from the root on, without `.`, `..` and repeated slashes; links are not followed.
  static func standardized(_ path: String) -> String {
    var components: [String] = []
    let whole = path.utf8.first == slash ? path : workingFolder + "/" + path
    var start = whole.startIndex
    while start < whole.endIndex {
      let end = whole.utf8[start...].firstIndex(of: slash) ?? whole.endIndex
      let component = String(whole[start..<end])
      if component == ".." {
        _ = components.popLast()
      } else if !component.isEmpty, component != "." {
        components.append(component)
      }
      start = end < whole.endIndex ? whole.utf8.index(after: end) : end
    }
    return components.reduce(into: "") { $0 += "/" + $1 }
  }

  private static let slash = UInt8(ascii: "/")

  private static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}
