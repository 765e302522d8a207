internal import Deidentification
internal import Policy

/// Step 6: what the model will be told. Only ``Assembler`` makes one, from an informed request.
public struct Prompt: Sendable {
  public let informed: InformedRequest
  public let turns: [DeidentifiedTurn]
  /// Those of the informed request's passages that fitted, best first.
  public let passages: ArraySlice<Passage>

  fileprivate init(informed: InformedRequest, turns: [DeidentifiedTurn], passages: ArraySlice<Passage>) {
    self.informed = informed
    self.turns = turns
    self.passages = passages
  }
}

extension Prompt {
  /// Safeguards that the policy gives up for this request, by name: they show in the answer and in the record.
  public var degradedModes: [String] {
    let allowed = informed.deidentified.permitted.obligations.degradedModes
    let active = allowed.filter { $0 != .answerWithoutKnowledge || informed.lacksKnowledge }
    return active.map(\.rawValue).sorted()
  }
}

/// Puts instructions and passages before the conversation. Pure.
public struct Assembler: Sendable {
  public init() {}

  /// The prompt with the best `passageCount` passages.
  public func assemble(_ informed: InformedRequest, passageCount: Int) -> Prompt {
    let passages = informed.passages.prefix(passageCount)
    let system = Self.systemTurn(informed.deidentified, passages: passages)
    return Prompt(informed: informed, turns: [system] + informed.deidentified.turns, passages: passages)
  }

  private static func systemTurn(_ request: DeidentifiedRequest, passages: ArraySlice<Passage>) -> DeidentifiedTurn {
    let parts = [request.instructions] + passages.map(quote)
    return DeidentifiedTurn(role: .system, content: .joined(parts, separator: "\n\n"))
  }

  /// The passage under its title, in the words of its own language: a small model repeats what it reads.
  private static func quote(_ passage: Passage) -> DeidentifiedText {
    let isChinese = passage.text.value.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    let (before, after) =
      isChinese
      ? (DeidentifiedText("根据《"), DeidentifiedText("》："))
      : (DeidentifiedText("From \""), DeidentifiedText("\": "))
    return before + passage.title + after + passage.text
  }
}

extension DeidentifiedText {
  /// Given when the policy has no system prompt of its own.
  static let standardInstructions = DeidentifiedText(
    "Answer from the passages below. Say so when they do not tell.")
}
