internal import Policy

/// Filters one stream of text while it arrives.
///
/// What is withheld depends on the text alone, never on how it was cut: a byte is withheld when a match of a redacting
/// or stopping rule covers it, and held back exactly as long as some continuation of the stream could make that true.
/// Every match of every rule counts, overlapping ones too, so that no match hides another. Overlapping matches are
/// replaced together, by the replacement of the rule whose match starts first. A stopping rule ends the stream when
/// its match is complete: what stands before the match is released, nothing else.
public struct OutputFilter: Sendable {
  let program: OutputFilterProgram
  var configuration = Configuration.start
  /// The configuration's id in the cache that the last push used, to save the next one looking it up.
  var cached: (generation: TransitionCache.Generation, id: TransitionCache.ConfigurationID)?
  /// Where the text that may still be withheld begins.
  var hold = Position()
  /// Where the matches under way started, one for each group of the configuration, ascending.
  var starts: [Position] = []
  var position = Position()

  /// Text not yet released, from `releasedUTF8` on.
  var held: [UInt8] = []
  var releasedUTF8 = 0
  /// What the redacting rules cover.
  var redactions = Regions()
  /// What each rule covers: the findings to be.
  var covers: [Int: Regions] = [:]

  var output: [UInt8] = []
  var findings: [FilterFinding] = []
  public private(set) var isStopped = false
  private var isFinished = false

  public init(_ program: OutputFilterProgram) { self.program = program }

  /// Takes the next piece of the stream and releases what is decided. O(piece).
  ///
  /// Throws when the filter has finished. A stopped filter takes text and releases none.
  public mutating func push(_ text: String) throws(OutputFilterError) -> FilterStep {
    guard !isFinished else { throw .finished }
    guard !isStopped else { return takeStep() }
    held.append(contentsOf: text.utf8)
    scan()
    if !isStopped { release(before: hold, of: position) }
    return takeStep()
  }

  /// Ends the stream: what is still held is released or replaced.
  public mutating func finish() throws(OutputFilterError) -> FilterStep {
    guard !isFinished else { throw .finished }
    isFinished = true
    guard !isStopped else { return takeStep() }
    let hits = program.automaton.finish(configuration)
    if let stop = stoppingHit(hits, starts) {
      stopStream(at: stop, in: configuration, starts)
    } else {
      record(hits, starts, endingAt: position)
      closeCovers()
      release(before: position, of: position)
    }
    return takeStep()
  }

  mutating func markStopped() {
    isStopped = true
    held.removeAll()
    redactions = Regions()
  }

  private mutating func takeStep() -> FilterStep {
    defer {
      output.removeAll()
      findings.removeAll()
    }
    return FilterStep(
      released: ReleasableText(String(decoding: output, as: UTF8.self)), findings: findings, isStopped: isStopped)
  }
}
