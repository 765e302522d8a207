internal import Yams

extension Configuration {
  /// The defaults, changed by the file's text and then by the environment.
  ///
  /// - Parameter path: names the file in errors.
  public init(yaml: String, path: String, environment: [String: String]) throws(OperationsError) {
    self.init()
    var settings = try Self.settings(in: yaml, path: path)
    for key in ConfigurationKey.all {
      let outside = environment[key.variable].map { $0.split(separator: ",").map(String.init) }
      let inside = settings.removeValue(forKey: key.name)
      guard let values = outside ?? inside else { continue }
      guard key.apply(values, &self) else {
        throw .wrongValue(key: outside == nil ? key.name : key.variable, expected: key.expected)
      }
    }
    guard settings.isEmpty else { throw .unknownKeys(settings.keys.sorted()) }
  }

  /// The settings of an installation; without a `weir.yaml`, the defaults.
  public init(_ folder: StateFolder, environment: [String: String]) throws(OperationsError) {
    let path = folder.configurationFile
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch .missing { bytes = [] }
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw .unreadableConfiguration(path: path, line: 1)
    }
    try self.init(yaml: yaml, path: path, environment: environment)
  }

  /// Each scalar or list of scalars under its dotted name.
  private static func settings(in yaml: String, path: String) throws(OperationsError) -> [String: [String]] {
    let root: Node?
    do { root = try compose(yaml: yaml) } catch {
      throw .unreadableConfiguration(path: path, line: (error as? YamlError)?.line ?? 1)
    }
    guard let root, root != Node("") else { return [:] }
    guard case .mapping(let sections) = root else { throw .unreadableConfiguration(path: path, line: 1) }
    var settings: [String: [String]] = [:]
    for (section, content) in sections {
      guard let name = section.string, case .mapping(let keys) = content else {
        throw .unreadableConfiguration(path: path, line: section.mark?.line ?? 1)
      }
      for (key, value) in keys {
        guard let last = key.string, let texts = value.texts else {
          throw .unreadableConfiguration(path: path, line: key.mark?.line ?? 1)
        }
        settings["\(name).\(last)"] = texts
      }
    }
    return settings
  }
}

extension Node {
  fileprivate var texts: [String]? {
    if let string { return [string] }
    guard case .sequence(let items) = self else { return nil }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }
}

extension YamlError {
  fileprivate var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }
}
