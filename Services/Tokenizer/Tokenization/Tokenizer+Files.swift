internal import Foundation
public import ModelFiles

extension Tokenizer {
  /// A tokenizer from the text of a tokenizer.json (or tekken.json) and, if there is one, of the tokenizer_config.json
  /// beside it.
  ///
  /// - Throws: ``TokenizerError/unsupported(component:)`` naming any component that is not implemented.
  public init(json: [UInt8], config: [UInt8]? = nil) throws(TokenizerError) {
    let config = try config.map { bytes throws(TokenizerError) in try JSONParser.parse(bytes) }
    try self.init(json: FlatTable(json), config)
  }

  private init(json: FlatTable<UInt8>, _ config: JSONValue?) throws(TokenizerError) {
    if let parts = try? TokenizerJSON.flatParts(json) {
      try self.init(parts, config: config)
      return
    }
    try self.init(readingAll: json, config)
  }

  /// The general way, which also says what is wrong.
  init(readingAll json: FlatTable<UInt8>, _ config: JSONValue? = nil) throws(TokenizerError) {
    let root = try JSONParser.parse(json, roundsTwice: true)
    let parts = TekkenFile.isLikely(root) ? try TekkenFile.parts(root) : try TokenizerJSON(root).parts()
    try self.init(parts, config: config)
  }

  /// A tokenizer from a model file's metadata.
  ///
  /// - Throws: ``TokenizerError/unsupported(component:)`` naming any component that is not implemented.
  public init(gguf: GGUFFile) throws(TokenizerError) { try self.init(try GGUFTokenizer(gguf.metadata).parts()) }

  /// A tokenizer from a SentencePiece model.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` where the file is none.
  public init(sentencePiece file: [UInt8], config: [UInt8]? = nil) throws(TokenizerError) {
    let config = try config.map { bytes throws(TokenizerError) in try JSONParser.parse(bytes) }
    try self.init(try SentencePieceFile(file).parts(config), config: config)
  }

  /// A tokenizer from a tiktoken rank file, whose name tells how text is cut; else the number of its tokens does.
  ///
  /// - Throws: ``TokenizerError/unsupported(component:)`` for a file that is not known.
  public init(ranks file: [UInt8], fileName: String, config: [UInt8]? = nil) throws(TokenizerError) {
    let ranks = try RankFile(file)
    let encoding = try RankEncoding.known(fileName: fileName, rankCount: ranks.tokens.count { $0 != nil })
    let config = try config.map { bytes throws(TokenizerError) in try JSONParser.parse(bytes) }
    let special = try TokenizerConfig.addedTokens(config)
    try self.init(try ranks.parts(encoding.replacing(special)), config: config)
  }

  /// A tokenizer from BERT's vocab.txt and, if there is one, the tokenizer_config.json beside it.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)``.
  public init(bertVocabulary file: [UInt8], config: [UInt8]? = nil) throws(TokenizerError) {
    let config = try config.map { bytes throws(TokenizerError) in try JSONParser.parse(bytes) }
    try self.init(try BertVocabulary.read(file, config: config), config: config)
  }

  private init(_ parts: TokenizerParts, config: JSONValue?) throws(TokenizerError) {
    var parts = parts
    if let config { parts.chat = try TokenizerConfig.read(config, parts) }
    try self.init(parts)
  }

  /// A tokenizer from a file of any format that is known: `.gguf`, tokenizer.json, tekken.json, SentencePiece `.model`,
  /// tiktoken ranks or BERT's vocab.txt, with the tokenizer_config.json beside it; or from a folder with one of these.
  ///
  /// - Throws: ``TokenizerError``, or ``ModelFileError`` for a GGUF that cannot be read.
  public init(path: String) throws {
    let path = Self.file(in: path) ?? path
    if path.hasSuffix(".gguf") {
      try self.init(gguf: try GGUFFile(path: path))
      return
    }
    let config = try Self.configPath(beside: path).map(Self.bytes(ofFile:))
    if path.hasSuffix(".json") {
      guard let file = MappedFile(path: path) else { throw Self.unreadable }
      let json: FlatTable<UInt8> = file.whole
      try self.init(json: json, try config.map { bytes throws(TokenizerError) in try JSONParser.parse(bytes) })
      return
    }
    let file = try Self.bytes(ofFile: path)
    if path.hasSuffix(".txt") {
      try self.init(bertVocabulary: file, config: config)
    } else if path.hasSuffix(".tiktoken") || RankFile.isLikely(file) {
      try self.init(ranks: file, fileName: FilePath.name(of: path), config: config)
    } else {
      try self.init(sentencePiece: file, config: config)
    }
  }

  /// The tokenizer's file in a model's folder, the one that says most first; nil if `path` is no folder.
  static func file(in path: String) -> String? {
    guard FilePath.isFolder(path) else { return nil }
    let folder = path.hasSuffix("/") ? path : path + "/"
    let known = ["tokenizer.json", "tekken.json", "tokenizer.model", "spiece.model", "vocab.txt"]
    if let name = known.first(where: { FilePath.exists(folder + $0) }) { return folder + name }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
    return names.first { $0.hasSuffix(".tiktoken") || $0.hasSuffix(".model") }.map { folder + $0 }
  }

  /// `tokenizer_config.json` in the same folder, or `NAME.tokenizer_config.json` beside `NAME.json`.
  static func configPath(beside path: String) -> String? {
    let base = FilePath.withoutExtension(path)
    let own = [base, FilePath.withoutExtension(base)].map { $0 + ".tokenizer_config.json" }
    return (own + [FilePath.folder(of: path) + "tokenizer_config.json"]).first(where: FilePath.exists)
  }

  private static let unreadable = TokenizerError.malformed("the file cannot be read")

  private static func bytes(ofFile path: String) throws(TokenizerError) -> [UInt8] {
    if let file = MappedFile(path: path) { return Array(file.whole) }
    // An empty file, or what is no regular one.
    guard let data = FileManager.default.contents(atPath: path) else { throw unreadable }
    return Array(data)
  }
}
