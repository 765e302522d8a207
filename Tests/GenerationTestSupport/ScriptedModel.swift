internal import Dispatch
public import Generation

/// A model whose next token is the last one plus one; a gate holds it before each step.
public struct ScriptedModel: LanguageModel {
  public static let vocabularySize = 100
  private let gate: StepGate?
  private let adapterCount: Int

  public init(gate: StepGate? = nil, adapterCount: Int = 0) { (self.gate, self.adapterCount) = (gate, adapterCount) }

  public var description: ModelDescription {
    .init(
      architecture: "scripted", vocabularySize: Self.vocabularySize, contextTokens: 256, endIDs: [99],
      adapterCount: adapterCount)
  }

  public func makeSession(_ shape: SessionShape) -> any ModelSession { Session(gate: gate) }

  private final class Session: ModelSession {
    let gate: StepGate?
    init(gate: StepGate?) { self.gate = gate }

    func forward(_ batch: Batch) -> [[Float]] {
      gate?.wait()
      return batch.slices.flatMap { slice in slice.tokens.suffix(slice.logitsCount).map(logits) }
    }

    /// The script goes by the last token alone: there is no cache to copy.
    func copyPage(from: Int32, to: Int32) {}

    private func logits(after token: Int32) -> [Float] {
      var row = [Float](repeating: 0, count: ScriptedModel.vocabularySize)
      row[(Int(token) + 1) % ScriptedModel.vocabularySize] = 10
      return row
    }
  }
}

/// Lets a test decide when an engine takes a step.
public final class StepGate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  public init() {}
  func wait() { semaphore.wait() }
  public func allow(_ steps: Int) { for _ in 0..<steps { semaphore.signal() } }
}
