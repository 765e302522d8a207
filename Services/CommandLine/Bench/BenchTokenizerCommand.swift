import ArgumentParser
import Foundation
import Tokenization

/// `weir bench tokenizer`: loading, and encoding and decoding on one thread.
struct BenchTokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer", abstract: "Measure a vocabulary on one thread.")

  /// Bytes of a document: some pages, as a long question has.
  private static let documentByteCount = 16_384

  @Flag(help: "Print JSON (the only format).") var json = false
  @Option(help: "A tokenizer.json or a GGUF file.") var tokenizer: String
  @Option(help: "A text file to measure instead of the made-up English and Chinese.") var text: String?
  @Option(help: "Megabytes of made-up text in all.") var megabytes = 4.0

  func run() throws {
    var opened: Tokenizer?
    let load = try Measuring.processorSeconds { opened = try openTokenizer(tokenizer, cache: nil) }
    guard let opened else { return }
    let first = try Measuring.microseconds(count: 1) { _ in try encode(opened, [Self.prompt]) }.quantile(0)
    let compiledLoad = try compiledLoadSeconds()
    let documents = try documents()
    let half = documents.count / 2
    let cold = try speed(opened, documents[..<half])
    let steady = try speed(opened, documents[half...])
    let warm = try speed(opened, documents[half...])
    let prompts = try Measuring.microseconds(count: 1000) { try encode(opened, ["\($0) \(Self.prompt)"]) }
    let ids = try documents.flatMap { try opened.encode($0, addSpecial: false) }
    let decoding = Measuring.processorSeconds { _ = opened.decode(ids, skipSpecial: false) }
    let streaming = Measuring.processorSeconds { stream(opened, ids) }
    try printJSON(
      Figures(
        loadMilliseconds: load * 1e3, compiledLoadMilliseconds: compiledLoad * 1e3, firstCallMicroseconds: first,
        coldMegabytesPerSecond: cold,
        steadyMegabytesPerSecond: steady, warmMegabytesPerSecond: warm, promptMicrosecondsP50: prompts.quantile(0.5),
        decodedTokensPerSecond: Double(ids.count) / decoding,
        streamedNanosecondsPerToken: streaming / Double(ids.count) * 1e9, adversarial: try adversarial(opened)))
  }

  /// The best of five, since the file's pages may have to come from the disk.
  private func compiledLoadSeconds() throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appending(path: "weir-bench-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try openTokenizer(tokenizer, cache: folder)
    let times = try (0..<5).map { _ in
      try Measuring.processorSeconds { _ = try openTokenizer(tokenizer, cache: folder) }
    }
    return times.min() ?? 0
  }

  /// Texts that tempt an encoder to take longer than their length: milliseconds for 100 KB of each, and how much longer
  /// four times as much takes.
  private func adversarial(_ tokenizer: Tokenizer) throws -> [String: AdversarialFigures] {
    var figures: [String: AdversarialFigures] = [:]
    for (name, text) in AdversarialText.all {
      let (short, long) = (text(100_000), text(400_000))
      let one = try best { _ = try tokenizer.encode(short, addSpecial: false) }
      let four = try best { _ = try tokenizer.encode(long, addSpecial: false) }
      figures[name] = AdversarialFigures(milliseconds: one * 1e3, timesForFourTimesTheText: four / one)
    }
    return figures
  }

  private func best(_ body: () throws -> Void) rethrows -> Double {
    try (0..<5).map { _ in try Measuring.processorSeconds(body) }.min() ?? 0
  }

  /// Whole lines, so many that a document has its size.
  private func documents() throws -> [String] {
    let lines =
      if let text { try BenchText.file(text) } else {
        BenchText.english(megabytes: megabytes / 2) + BenchText.chinese(megabytes: megabytes / 2)
      }
    var documents: [String] = []
    var document = ""
    for line in lines {
      document += line + "\n"
      guard document.utf8.count >= Self.documentByteCount else { continue }
      documents.append(document)
      document = ""
    }
    return document.isEmpty ? documents : documents + [document]
  }

  private func speed(_ tokenizer: Tokenizer, _ documents: ArraySlice<String>) throws -> Double {
    let seconds = try Measuring.processorSeconds { try encode(tokenizer, documents) }
    return Double(BenchText.bytes(Array(documents))) / 1e6 / seconds
  }

  private func encode(_ tokenizer: Tokenizer, _ texts: some Sequence<String>) throws {
    for text in texts { _ = try tokenizer.encode(text, addSpecial: false) }
  }

  private func stream(_ tokenizer: Tokenizer, _ ids: [Int32]) {
    var decoder = StreamingDecoder()
    for id in ids { _ = decoder.push(id, of: tokenizer) }
  }

  private static let prompt = """
    Summarize the attached contract in five sentences, name the parties, the term and the notice period, and say which \
    clauses a bank should have reviewed by counsel before it signs. Answer in plain English.
    """

  /// Megabytes are millions of bytes per second of processor time.
  private struct Figures: Encodable {
    var loadMilliseconds: Double
    /// From the compiled form that the first loading leaves.
    var compiledLoadMilliseconds: Double
    var firstCallMicroseconds: Double
    /// The first half of the text, with nothing seen before.
    var coldMegabytesPerSecond: Double
    /// The second half, after the first.
    var steadyMegabytesPerSecond: Double
    /// The second half again.
    var warmMegabytesPerSecond: Double
    /// Prompts of about 40 tokens, each another one.
    var promptMicrosecondsP50: Double
    var decodedTokensPerSecond: Double
    var streamedNanosecondsPerToken: Double
    /// By the kind of text.
    var adversarial: [String: AdversarialFigures]
  }

  private struct AdversarialFigures: Encodable {
    var milliseconds: Double
    var timesForFourTimesTheText: Double
  }
}
