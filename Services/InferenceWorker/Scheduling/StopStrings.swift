/// Finds the strings that end an alternative, wherever its tokens cut them.
struct StopStrings: Sendable {
  private let strings: [[UInt8]]
  /// The end of each alternative's text that may be the beginning of a string.
  private var tails: [[UInt8]]
  private let tailBytes: Int

  /// Empty strings end nothing.
  init(_ strings: [[UInt8]], choices: Int) {
    self.strings = strings.filter { !$0.isEmpty }
    tails = Array(repeating: [], count: choices)
    tailBytes = max(0, (self.strings.map(\.count).max() ?? 0) - 1)
  }

  /// Takes the next bytes of an alternative; whether one of the strings is complete with them.
  mutating func completes(with bytes: [UInt8], of choice: Int) -> Bool {
    guard !strings.isEmpty else { return false }
    let text = tails[choice] + bytes
    tails[choice] = Array(text.suffix(tailBytes))
    return strings.contains { text.contains($0) }
  }
}
