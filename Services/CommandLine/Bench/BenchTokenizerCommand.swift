import ArgumentParser
import Tokenization

/// `weir bench tokenizer`: loading, and encoding on one thread: unseen text, the same text again, short prompts.
struct BenchTokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer", abstract: "Measure a vocabulary on one thread.")

  @Flag(help: "Print JSON (the only format).") var json = false
  @Option(help: "A tokenizer.json or a GGUF file.") var tokenizer: String
  @Option(help: "A text file to measure instead of the made-up English and Chinese.") var text: String?
  @Option(help: "Megabytes of made-up text in all.") var megabytes = 4.0

  func run() throws {
    var opened: Tokenizer?
    let load = try Measuring.processorSeconds { opened = try openTokenizer(tokenizer) }
    guard let opened else { return }
    let paragraphs = try source()
    let first = try Measuring.microseconds(count: 1) { _ in try encode(opened, [Self.prompt]) }.quantile(0)
    let steady = try speed(opened, paragraphs)
    let warm = try speed(opened, paragraphs)
    let prompts = try Measuring.microseconds(count: 1000) { try encode(opened, ["\($0) \(Self.prompt)"]) }
    try printJSON(
      Figures(
        loadMilliseconds: load * 1e3, firstCallMicroseconds: first, steadyMegabytesPerSecond: steady,
        warmMegabytesPerSecond: warm, promptMicrosecondsP50: prompts.quantile(0.5)))
  }

  private func source() throws -> [String] {
    if let text { return try BenchText.file(text) }
    return BenchText.english(megabytes: megabytes / 2) + BenchText.chinese(megabytes: megabytes / 2)
  }

  private func speed(_ tokenizer: Tokenizer, _ paragraphs: [String]) throws -> Double {
    let seconds = try Measuring.processorSeconds { try encode(tokenizer, paragraphs) }
    return Double(BenchText.bytes(paragraphs)) / 1e6 / seconds
  }

  private func encode(_ tokenizer: Tokenizer, _ texts: [String]) throws {
    for text in texts { _ = try tokenizer.encode(text, addSpecial: false) }
  }

  private static let prompt = """
    Summarize the attached contract in five sentences, name the parties, the term and the notice period, and say which \
    clauses a bank should have reviewed by counsel before it signs. Answer in plain English.
    """

  /// Megabytes are millions of bytes per second of processor time.
  private struct Figures: Encodable {
    var loadMilliseconds: Double
    var firstCallMicroseconds: Double
    /// Text not seen before.
    var steadyMegabytesPerSecond: Double
    /// The same text again.
    var warmMegabytesPerSecond: Double
    /// Prompts of about 40 tokens, each another one.
    var promptMicrosecondsP50: Double
  }
}
