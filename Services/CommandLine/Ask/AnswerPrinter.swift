import Contracts
import Foundation

/// Shows a call as it runs: what the model saw, the passages, the answer as it streams.
struct AnswerPrinter {
  let shows: Detail
  private let out = FileHandle.standardOutput

  enum Detail { case answer, walk }

  func show(_ event: ChatEvent) {
    switch event {
    case .opened(let opened): if shows == .walk { show(opened) }
    case .delta(let delta): write(delta.text)
    case .finish(let finish): show(finish)
    }
  }

  func heading(_ text: String) { write(Terminal.bold("▸ \(text)\n")) }

  func line(_ text: String) { write("  \(text)\n") }

  private func show(_ opened: ChatOpened) {
    heading("What the model saw")
    for turn in opened.prompt where turn.role != "system" { line("\(turn.role): \(turn.content)") }
    heading("Passages that were retrieved")
    for passage in opened.passages {
      line("\(passage.title) (\(passage.documentID), version \(passage.version.prefix(8)))")
    }
    if opened.passages.isEmpty { line("none") }
    heading("The answer, as you see it")
  }

  private func show(_ finish: ChatFinish) {
    write("\n")
    guard shows == .walk else { return }
    let reasons = finish.choices.map(\.reason).joined(separator: ", ")
    line("(ended: \(reasons); \(finish.promptTokens) + \(finish.completionTokens) tokens)")
  }

  private func write(_ text: String) { out.write(Data(text.utf8)) }
}

/// Emphasis only where somebody looks.
enum Terminal {
  static func bold(_ text: String) -> String {
    isatty(STDOUT_FILENO) == 1 ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }
}
