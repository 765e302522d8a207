internal import ArgumentParser
internal import Foundation
internal import Operations
internal import Tokenization

/// `weir tokenize --jsonl`: each line's text as token ids, or its ids as text.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Turn text into token ids, or ids into text, JSON Lines in and out.",
    discussion: """
      Reads {"id","text"} and writes {"id","ids"}, in the same order; a line with "ids" is decoded into {"id","text"}. \
      Special tokens written in the text count as such. With --offsets a line also has "bytes" and "scalars": where in \
      the text each token comes from, [start, end], empty for tokens that no text stands behind.
      """)

  @Option(
    help: """
      A tokenizer.json, tekken.json, GGUF, SentencePiece .model, tiktoken file or BERT's vocab.txt (with \
      tokenizer_config.json beside it, if there is one), or a folder with one of these.
      """)
  var tokenizer: String
  @Flag(name: .customLong("jsonl"), help: "Read and write JSON Lines (the only format so far).")
  var isJSONLines = false
  @Flag(help: "Encode without begin and end tokens, decode without special tokens.")
  var noSpecial = false
  @Flag(help: "Take ids only: a line with text is an error.")
  var decode = false
  @Flag(help: "Tell where in the text each token comes from.")
  var offsets = false
  @Option(help: "Threads; all cores unless given.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard isJSONLines else { throw ValidationError("give --jsonl: JSON Lines is the only format") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
  }

  func run() throws {
    let line = TokenizeLine(
      tokenizer: try openTokenizer(tokenizer), keepsSpecial: !noSpecial, decodesOnly: decode, tellsOffsets: offsets)
    try runJSONLines(threads: threads) { line.answer($0) }
  }
}

/// The tokenizer of a model, from its compiled form where there is one: reading a vocabulary anew takes longer than a
/// model's first token.
func modelTokenizer(_ path: String) throws -> Tokenizer {
  try Tokenizer(
    modelPath: path, cache: StateFolder(environment: ProcessInfo.processInfo.environment).tokenizerCache)
}

/// A file that cannot be used is an unusable argument. `cache` is the folder of compiled vocabularies.
func openTokenizer(
  _ path: String, cache: String? = StateFolder(environment: ProcessInfo.processInfo.environment).tokenizerCache
) throws -> Tokenizer {
  do { return try Tokenizer(path: path, cache: cache) } catch { throw ValidationError("--tokenizer: \(error)") }
}
