/// Tokens that end an answer in the chat formats in use; files often name only one of several.
enum EndTokens {
  private static let names: Set<String> = [
    "<|endoftext|>", "<|end_of_text|>", "<|eot_id|>", "<|eom_id|>", "<|im_end|>", "<|end|>", "<|return|>",
    "<end_of_turn>",
    "<turn|>", "</s>", "<｜end▁of▁sentence｜>", "<|EOT|>", "<|endofprompt|>", "<EOT>", "<|END_OF_TURN_TOKEN|>",
  ]

  static func ids(among tokens: [AddedToken]) -> [Int32] {
    tokens.filter { names.contains($0.content) }.map(\.id)
  }
}
