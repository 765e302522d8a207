/// Why a process cannot start or store what it must. Messages say what to do and hold paths and key names only.
public enum OperationsError: Error, Sendable, Equatable, CustomStringConvertible {
  case unreadableConfiguration(path: String, line: Int)
  case unknownKeys([String])
  case wrongValue(key: String, expected: String)
  /// A system call failed: what was tried, on which file, and the system's `errno`.
  case file(action: String, path: String, errno: Int32)
  case fileTooLarge(path: String, bytesMax: Int)
  /// A secret that other users of the machine can read or change.
  case exposedSecret(path: String)
  case unusableKey(path: String)
  case missing(path: String, advice: String)
  /// A policy or a model that cannot be used, and why.
  case unusableFile(path: String, reason: String)
  case alreadyRunning(name: String, pid: Int32)

  public var description: String {
    switch self {
    case .unreadableConfiguration(let path, let line): "\(path): line \(line) is not the YAML expected here"
    case .unknownKeys(let keys): "unknown settings: \(keys.joined(separator: ", ")); remove or correct them"
    case .wrongValue(let key, let expected): "setting \(key) must be \(expected)"
    case .file(let action, let path, let number): "cannot \(action) \(path): \(describe(errno: number))"
    case .fileTooLarge(let path, let limit): "\(path) is larger than \(limit) bytes"
    case .exposedSecret(let path): "\(path) can be read by other users; make it private with: chmod 600 \(path)"
    case .unusableKey(let path): "\(path) holds no usable key; restore it, or remove it so that a new one is made"
    case .unusableFile(let path, let reason): "\(path) cannot be used: \(reason)"
    case .missing(let path, let advice): "\(path) is missing; \(advice)"
    case .alreadyRunning(let name, let pid): "\(name) is already running as process \(pid)"
    }
  }
}
