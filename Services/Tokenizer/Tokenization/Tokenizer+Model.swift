internal import Foundation
public import ModelFiles

extension Tokenizer {
  /// The tokenizer that belongs to a model: from the GGUF's metadata, or the files beside the weights.
  ///
  /// - Throws: ``TokenizerError`` naming what is missing or not implemented.
  public init(model: ModelSource) throws {
    switch model {
    case .gguf(let file):
      // A whole tokenizer.json may stand in for ggml's own keys (GGUF specification, "tokenizer.huggingface.json").
      if file.metadata["tokenizer.ggml.model"] == nil, let json = file.metadata["tokenizer.huggingface.json"]?.string {
        try self.init(
          json: Array(json.utf8), config: file.metadata["tokenizer.huggingface.config"]?.string.map { Array($0.utf8) })
      } else {
        try self.init(gguf: file)
      }
    case .safetensors(let folder):
      let paths = ["tokenizer.json", "tokenizer.model", "vocab.txt"].map { folder.url.appending(path: $0).path }
      guard let path = paths.first(where: FileManager.default.fileExists(atPath:)) else {
        throw TokenizerError.malformed("the model's folder has no tokenizer.json")
      }
      try self.init(path: path)
    }
  }
}
