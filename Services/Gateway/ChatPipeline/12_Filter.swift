internal import OutputFilter

/// Step 12: one choice's text on its way through the output filter. Nothing but ``ReleasableText`` comes out.
struct FilteredChoice {
  private var assembler = ScalarAssembler()
  /// nil where the answer is no JSON.
  private var escapes: PlainEscapes?
  private var filter: OutputFilter
  private(set) var findings: [FilterFinding] = []
  private(set) var isStopped = false

  init(program: OutputFilterProgram, isJSON: Bool = false) {
    filter = OutputFilter(program)
    escapes = isJSON ? PlainEscapes() : nil
  }

  /// Throws `.unavailable` when the filter fails: the text is not released.
  mutating func push(_ bytes: [UInt8]) throws(Refusal) -> ReleasableText {
    do { return note(try filter.push(plain(assembler.push(bytes)))) } catch { throw Self.failed }
  }

  /// Releases what was held back, filtered.
  mutating func finish() throws(Refusal) -> [ReleasableText] {
    do {
      let rest = plain(assembler.finish()) + (escapes?.finish() ?? "")
      return [note(try filter.push(rest)), note(try filter.finish())]
    } catch { throw Self.failed }
  }

  private mutating func plain(_ text: String) -> String { escapes?.push(text) ?? text }

  private mutating func note(_ step: FilterStep) -> ReleasableText {
    findings += step.findings
    isStopped = isStopped || step.isStopped
    return step.released
  }

  private static var failed: Refusal {
    Refusal(.unavailable, at: .filter, "the output filter failed, so the answer was withheld")
  }
}
