import ArgumentParser
import Deidentification

/// `weir bench deid`: how fast one thread finds identifiers, all recognizers on.
struct BenchDeidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deid", abstract: "Measure de-identification on one thread.")

  @Flag(help: "Print JSON (the only format).") var json = false
  @Option(help: "A text file to measure instead of the made-up English and Chinese.") var text: String?
  @Option(help: "Megabytes of each language.") var megabytes = 4.0

  func run() throws {
    var deidentifier: Deidentifier?
    let load = try Measuring.processorSeconds { deidentifier = try Deidentifier() }
    guard let deidentifier else { return }
    var figures = Figures(loadMilliseconds: load * 1e3)
    if let text {
      figures.textMegabytesPerSecond = try speed(deidentifier, try BenchText.file(text))
    } else {
      figures.englishMegabytesPerSecond = try speed(deidentifier, BenchText.english(megabytes: megabytes))
      figures.chineseMegabytesPerSecond = try speed(deidentifier, BenchText.chinese(megabytes: megabytes))
      figures.questionMicrosecondsP50 = try question(deidentifier)
    }
    try printJSON(figures)
  }

  private func speed(_ deidentifier: Deidentifier, _ paragraphs: [String]) throws -> Double {
    // A part unmeasured first: the automata of the patterns are built as they are used.
    for paragraph in paragraphs.prefix(200) { try scrub(paragraph, deidentifier) }
    let seconds = try Measuring.processorSeconds {
      for paragraph in paragraphs { try scrub(paragraph, deidentifier) }
    }
    return Double(BenchText.bytes(paragraphs)) / 1e6 / seconds
  }

  private func question(_ deidentifier: Deidentifier) throws -> Double {
    let questions = BenchText.english(megabytes: 0.2).map { String($0.prefix(200)) }
    return try Measuring.microseconds(count: questions.count) { try scrub(questions[$0], deidentifier) }.quantile(0.5)
  }

  private func scrub(_ text: String, _ deidentifier: Deidentifier) throws {
    var map = SurrogateMap()
    _ = try deidentifier.deidentify(IdentifiedText(text), into: &map)
  }

  /// Megabytes are millions of bytes per second of processor time; the question has 200 characters.
  private struct Figures: Encodable {
    var loadMilliseconds: Double
    var textMegabytesPerSecond: Double?
    var englishMegabytesPerSecond: Double?
    var chineseMegabytesPerSecond: Double?
    var questionMicrosecondsP50: Double?
  }
}
