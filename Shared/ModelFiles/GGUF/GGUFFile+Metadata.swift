extension GGUFFile {
  /// The architecture that prefixes the model's own keys, such as "llama".
  public var architecture: String { get throws(ModelFileError) { try string("general.architecture") } }

  /// The text under `key`.
  public func string(_ key: String) throws(ModelFileError) -> String { try value(key, \.string, "a string") }
  /// The whole number under `key`.
  public func int(_ key: String) throws(ModelFileError) -> Int { try value(key, \.int, "a whole number") }
  /// The number under `key`.
  public func float(_ key: String) throws(ModelFileError) -> Double { try value(key, \.float, "a number") }
  /// The texts under `key`.
  public func strings(_ key: String) throws(ModelFileError) -> [String] {
    try value(key, \.strings, "an array of strings")
  }

  private func value<T>(
    _ key: String, _ read: (GGUFValue) -> T?, _ kind: String
  ) throws(ModelFileError) -> T {
    guard let value = metadata[key] else { throw .missing("the file has no metadata key \(quoted(key))") }
    guard let result = read(value) else { throw .missing("metadata key \(quoted(key)) is not \(kind)") }
    return result
  }
}
