internal import Foundation

/// Mistral's tekken.json: ranks, the pattern, and special tokens whose ids come before all others.
///
/// Source: `tekken.py` of mistralai/mistral-common.
enum TekkenFile {
  /// Whether a JSON file is one.
  static func isLikely(_ root: JSONValue) -> Bool { root["config"]?["pattern"] != nil && root["vocab"]?.array != nil }

  static func parts(_ root: JSONValue) throws(TokenizerError) -> TokenizerParts {
    guard let config = root["config"], let pattern = config["pattern"]?.string,
      let specialCount = config["default_num_special_tokens"]?.int, (0...100_000).contains(specialCount),
      let size = config["default_vocab_size"]?.int, (specialCount...Vocabulary.countMax).contains(size)
    else { throw .malformed("config lacks pattern, default_vocab_size or default_num_special_tokens") }
    var tokens: [[UInt8]?] = []
    for (rank, entry) in try TokenizerJSON.elements(root, "vocab").prefix(size - specialCount).enumerated() {
      guard entry["rank"]?.int == rank, let token = entry["token_bytes"]?.string.flatMap({ Data(base64Encoded: $0) })
      else { throw .malformed("vocab entry \(rank) has another rank, or no token_bytes") }
      tokens.append(Array(token))
    }
    let encoding = RankEncoding(
      pattern: pattern, special: try special(root["special_tokens"]?.array, specialCount), start: "<s>")
    return try RankFile(tokens: tokens).parts(encoding, firstID: specialCount)
  }

  private static func special(_ listed: [JSONValue]?, _ count: Int) throws(TokenizerError) -> [AddedToken] {
    var names = (0..<count).map { $0 < early.count && listed == nil ? early[$0] : "<SPECIAL_\($0)>" }
    for entry in listed ?? [] {
      guard let rank = entry["rank"]?.int, names.indices.contains(rank), let name = entry["token_str"]?.string else {
        throw .malformed("a special token has no name, or a rank not below \(count)")
      }
      names[rank] = name
    }
    return names.enumerated().map { AddedToken(content: $1, id: Int32($0), isSpecial: true) }
  }

  /// Those of files that do not list them.
  private static let early = [
    "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]", "[MIDDLE]", "[SUFFIX]",
    "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]",
  ]
}
