/// Takes out the spaces that tokenizing English put before punctuation and contractions.
///
/// Source: `clean_up_tokenization` of HF transformers.
enum EnglishCleanup {
  private static let replacements: [(old: [UInt8], new: [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  static func apply(to text: [UInt8]) -> [UInt8] {
    replacements.reduce(text) { Decoder.Step.replacing($1.old, in: $0, with: $1.new) }
  }
}
