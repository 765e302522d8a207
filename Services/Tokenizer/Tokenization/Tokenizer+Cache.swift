internal import ModelFiles

extension Tokenizer {
  /// The tokenizer of ``init(path:)``, from its compiled form in the folder `cache` where that is up to date. Else it is
  /// compiled and left there for the next time; what is damaged, cut short or of another version counts as not there.
  ///
  /// - Throws: ``TokenizerError``, or ``ModelFileError`` for a GGUF that cannot be read.
  public init(path: String, cache: String?) throws {
    try self.init(file: Self.file(in: path) ?? path, cache) { try Tokenizer(path: path) }
  }

  /// The tokenizer that belongs to the model at `modelPath`, compiled or not, as ``init(path:cache:)``.
  ///
  /// - Throws: ``TokenizerError`` naming what is missing or not implemented, or ``ModelFileError``.
  public init(modelPath: String, cache: String?) throws {
    try self.init(file: Self.file(in: modelPath) ?? modelPath, cache) {
      try Tokenizer(model: ModelSource(path: modelPath))
    }
  }

  private init(file: String, _ cache: String?, _ load: () throws -> Tokenizer) throws {
    guard let cache, let key = SourceKey([file, Self.configPath(beside: file)]) else {
      self = try load()
      return
    }
    let path = cache + "/" + key.fileName
    if let compiled = CompiledFile(path: path, key: key.words), let tokenizer = try? Tokenizer(compiled) {
      self = tokenizer
      return
    }
    self = try load()
    compiled()?.write(to: path, key: key.words)
  }
}
