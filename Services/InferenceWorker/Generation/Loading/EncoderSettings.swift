internal import Foundation
internal import ModelFiles

extension Settings {
  /// Refuses what other kinds of BERT compute differently.
  func requirePlainEncoder() throws(ModelFileError) {
    guard case .safetensors(let folder) = source else {
      guard !(try flag("attention.causal", nil, or: false)) else {
        throw .unsupported("metadata key \"\(architecture).attention.causal\" is true: encoders can be run")
      }
      return
    }
    let name = try folder.configuration.string("hidden_act", or: "gelu")
    let kind = try folder.configuration.string("position_embedding_type", or: "absolute")
    // The approximations by tanh are other functions.
    guard name == "gelu" else { throw .unsupported("activation \"\(name.prefix(60))\": gelu can be run") }
    guard kind == "absolute" else { throw .unsupported("positions \"\(kind.prefix(60))\": absolute can be run") }
    guard !(try folder.configuration.bool("is_decoder", or: false)) else {
      throw .unsupported("config.json: \"is_decoder\" is true: encoders can be run")
    }
  }

  /// Tokens of a text at most: what sentence-transformers cuts to, where the folder says so.
  func sentenceTokens(or context: Int) throws(ModelFileError) -> Int {
    guard case .safetensors(let folder) = source, let sentence = try folder.settings("sentence_bert_config.json") else {
      return context
    }
    return min(context, max(1, try sentence.int("max_seq_length", or: context)))
  }

  /// How the states of a text become one vector: the mean where the model does not say.
  func pooling() throws(ModelFileError) -> Pooling {
    switch source {
    case .gguf(let file):
      switch file.metadata["\(architecture).pooling_type"]?.int {
      case nil, 1: return .mean
      case 2: return .first
      case let other?:
        throw .unsupported("metadata key \"\(architecture).pooling_type\" is \(other): 1 and 2 can be run")
      }
    case .safetensors(let folder):
      try requireKnownModules(folder)
      return try folder.settings("1_Pooling/config.json").map(pooling) ?? .mean
    }
  }

  private func pooling(_ settings: ModelSettings) throws(ModelFileError) -> Pooling {
    var modes: [String] = []
    // Newer files name one mode; older ones have a flag for each.
    for key in settings.keys.sorted() where key.hasPrefix("pooling_mode") {
      if settings.isString(key) {
        modes.append(try settings.string(key))
      } else if try settings.bool(key, or: false) {
        modes.append(String(key.dropFirst("pooling_mode_".count)))
      }
    }
    switch modes {
    case ["mean"], ["mean_tokens"]: return .mean
    case ["cls"], ["cls_token"]: return .first
    default:
      let names = modes.map { String($0.prefix(40)) }.joined(separator: " and ")
      throw .unsupported("1_Pooling/config.json: pooling by \"\(names)\": cls or mean can be run")
    }
  }

  /// sentence-transformers lists what a text goes through after the encoder.
  private func requireKnownModules(_ folder: SafetensorsFolder) throws(ModelFileError) {
    struct Module: Decodable { let type: String }
    let known = ["Transformer", "Pooling", "Normalize"]
    guard let data = FileManager.default.contents(atPath: folder.url.appending(path: "modules.json").path) else {
      return
    }
    guard let modules = try? JSONDecoder().decode([Module].self, from: data) else {
      throw .missing("modules.json is no list of modules with a \"type\"")
    }
    let names = modules.map { String($0.type.split(separator: ".").last ?? "") }
    if let other = names.first(where: { !known.contains($0) }) {
      throw .unsupported("modules.json: module \"\(other.prefix(60))\": \(known.joined(separator: ", ")) can be run")
    }
  }
}
