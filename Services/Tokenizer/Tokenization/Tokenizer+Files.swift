internal import Foundation
public import ModelFiles

extension Tokenizer {
  /// A tokenizer from the text of a tokenizer.json and, if there is one, of the tokenizer_config.json beside it.
  ///
  /// - Throws: ``TokenizerError/unsupported(component:)`` naming any component that is not implemented.
  public init(json: [UInt8], config: [UInt8]? = nil) throws(TokenizerError) {
    var parts = try TokenizerJSON(try JSONParser.parse(json, roundsTwice: true)).parts()
    if let config { parts.chat = try TokenizerConfig.read(try JSONParser.parse(config), parts) }
    try self.init(parts)
  }

  /// A tokenizer from a model file's metadata.
  ///
  /// - Throws: ``TokenizerError/unsupported(component:)`` naming any component that is not implemented.
  public init(gguf: GGUFFile) throws(TokenizerError) { try self.init(try GGUFTokenizer(gguf.metadata).parts()) }

  /// A tokenizer from a `.gguf` file, or a tokenizer.json with the tokenizer_config.json beside it.
  ///
  /// - Throws: ``TokenizerError``, or ``ModelFileError`` for a GGUF that cannot be read.
  public init(path: String) throws {
    if path.hasSuffix(".gguf") {
      try self.init(gguf: try GGUFFile(path: path))
    } else {
      try self.init(
        json: try Self.bytes(ofFile: path), config: try Self.configPath(beside: path).map(Self.bytes(ofFile:)))
    }
  }

  /// `tokenizer_config.json` in the same folder, or `NAME.tokenizer_config.json` beside `NAME.json`.
  private static func configPath(beside path: String) -> String? {
    let url = URL(filePath: path)
    let own = url.deletingPathExtension().path + ".tokenizer_config.json"
    let shared = url.deletingLastPathComponent().appending(path: "tokenizer_config.json").path
    return [own, shared].first(where: FileManager.default.fileExists(atPath:))
  }

  private static func bytes(ofFile path: String) throws(TokenizerError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw .malformed("the file cannot be read") }
    return Array(data)
  }
}
