/// Step 10: where tokens come from. It takes nothing but a cleared prompt.
public protocol WorkerClient: Sendable {
  /// Hands over the chunks of all choices as they are made, until `receive` says that it wants no more or throws: then
  /// the call is cancelled down to the worker's slot. The next chunk is asked for when `receive` has returned, so a
  /// caller who reads slowly slows the worker down.
  func generate(_ cleared: ClearedPrompt, receive: (TokenChunk) async throws(Refusal) -> Bool) async throws(Refusal)
}

/// One generated token, or several that an upstream sent at once.
public struct TokenChunk: Sendable, Equatable {
  public let choice: Int
  public let id: Int32
  /// Their bytes; may end inside a UTF-8 scalar.
  public let bytes: [UInt8]
  public let logProbability: Float
  /// Set on a choice's last chunk.
  public let finish: Finish?
  /// How many tokens there are.
  public let tokens: Int
  /// Which worker made it, as its registration names it.
  public let worker: String?

  /// FinishReason, under a name that an adapter can tell from the contract's own.
  public typealias Finish = FinishReason

  public init(
    choice: Int, id: Int32, bytes: [UInt8], logProbability: Float, finish: FinishReason?, tokens: Int = 1,
    worker: String? = nil
  ) {
    self.choice = choice
    self.id = id
    self.bytes = bytes
    self.logProbability = logProbability
    self.finish = finish
    self.tokens = tokens
    self.worker = worker
  }
}

/// Why a choice ended.
public enum FinishReason: String, Sendable, CaseIterable {
  case stop, length
  /// The output filter stopped it, or a filter of the upstream's own.
  case contentFilter = "content_filter"
}
