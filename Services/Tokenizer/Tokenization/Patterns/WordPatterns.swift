/// The split patterns that have a scanner of their own (``PatternCut``).
enum WordPatterns {
  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  static let llama3 = cl100k(digits: #"\p{N}{1,3}"#)
  static let qwen2 = cl100k(digits: #"\p{N}"#)
  static let o200k = GGUFPatterns.o200k
  static let tekken = GGUFPatterns.tekken
  static let deepseekV3 = GGUFPatterns.deepseekV3

  private static func cl100k(digits: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }
}
