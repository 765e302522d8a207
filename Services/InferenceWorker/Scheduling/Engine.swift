public import Constraints
internal import Foundation
public import Generation
internal import Synchronization

/// A way to load the next lighter model; nil when there is none. What it returns is called when the present model is
/// gone.
public typealias LighterModel = @Sendable () -> (@Sendable () throws -> any LanguageModel)?

/// What serves now, told by the engine's thread.
final class Described: Sendable {
  private let value: Mutex<ModelDescription>

  init(_ model: ModelDescription) { value = Mutex(model) }

  var model: ModelDescription {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}

/// A model that serves requests: one thread owns the session and runs step after step.
///
/// The forward pass never runs on Swift's cooperative pool, which it would block.
public final class Engine: Sendable {
  public let configuration: EngineConfiguration
  /// What a token adds to the text; none for control tokens.
  public let tokenBytes: @Sendable (Int32) -> [UInt8]
  private let constraints: ConstraintCache
  private let limits: SchedulerLimits
  private let mailbox: Mailbox
  private let nextRequest = Atomic<UInt64>(0)
  private let described: Described

  /// Starts the engine's thread; the session is made there.
  ///
  /// `tokenBytes` gives what a token adds to the text: what stop strings are looked for in, and schemas are held by.
  /// `lighter`: where ``lighten()`` gets a model that takes less memory.
  public init(
    _ model: any LanguageModel, _ configuration: EngineConfiguration = .init(),
    tokenBytes: @escaping @Sendable (Int32) -> [UInt8] = { _ in [] }, lighter: @escaping LighterModel = { nil }
  ) {
    described = Described(model.description)
    self.configuration = configuration
    self.tokenBytes = tokenBytes
    limits = configuration.limits(for: model.description)
    constraints = ConstraintCache { [description = model.description] in
      Vocabulary(count: description.vocabularySize) { description.endIDs.contains($0) ? [] : tokenBytes($0) }
    }
    mailbox = Mailbox(
      sequencesMax: limits.slots + limits.waitingMax,
      tenantSequencesMax: limits.slots + max(1, configuration.tenantWaitingMax), slots: limits.slots)
    // The thread must not hold the first model for ever, or a lighter one would come on top of it.
    let first = Mutex(Optional(model))
    let thread = Thread { [mailbox, limits, described] in
      let loop = EngineLoop(
        first.withLock { $0.take()! }, limits, configuration, mailbox, described, tokenBytes: tokenBytes,
        lighter: lighter)
      loop.run()
    }
    thread.name = "weir-engine"
    thread.stackSize = 8 << 20  // as a process's first thread: OpenBLAS keeps buffers on the stack
    thread.start()
  }

  deinit { mailbox.stop() }

  /// The new tokens of all alternatives as they come. The stream ends after the last alternative's last token.
  ///
  /// Abandoning the stream, or cancelling the task that reads it, frees the slots within one step. The stream holds as
  /// many tokens as the request may have, so that a slow reader neither loses tokens nor holds up the others.
  ///
  /// - Throws: `SchedulingError` when the request cannot be served at all, or not now.
  public func submit(_ request: GenerationRequest) throws(SchedulingError) -> AsyncStream<GeneratedToken> {
    try check(request)
    let id = nextRequest.wrappingAdd(1, ordering: .relaxed).oldValue
    let (stream, continuation) = AsyncStream<GeneratedToken>.makeStream(
      bufferingPolicy: .bufferingOldest(request.tokensMax * request.choices))
    // The stream holds the engine, which therefore lives until its last stream has ended.
    continuation.onTermination = { [self] reason in
      if case .cancelled = reason { mailbox.cancel(id) }
    }
    try mailbox.submit(Submission(id: id, request: request, continuation: continuation))
    return stream
  }

  /// What serves now.
  public var model: ModelDescription { described.model }

  /// Goes on with a model that takes less memory, if there is one. Texts under way are computed again and go on.
  public func lighten() { mailbox.lighten() }

  /// A schema that requests may hold their answers to. Compiled once, and kept for the next request with the same text.
  ///
  /// - Throws: `ConstraintError` for a schema that cannot be held exactly, naming keyword and place.
  public func constraint(for schema: String) throws(ConstraintError) -> Constraint {
    try constraints.constraint(for: schema)
  }

  /// Whether the model's tokens can write whatever a schema may ask for.
  public var canConstrain: Bool { Vocabulary.canWriteJSON(count: model.vocabularySize, bytes: tokenBytes) }

  /// Positions that one sequence may have, prompt and answer together.
  public var contextTokens: Int { limits.contextTokens }

  /// Whether a request would be refused now because as many sequences run and wait as may, in all or of its tenant.
  public func isFull(choices: Int = 1, tenant: [UInt8] = []) -> Bool {
    mailbox.isFull(choices: choices, tenant: tenant)
  }

  /// What sharing, preemption and guessing have come to since the engine's start.
  public var counters: SchedulerCounters { mailbox.counters }

  /// How busy the engine is now.
  public var load: EngineLoad { mailbox.load }

  /// The load after each change, the newest only; for one reader. Ends with the engine.
  public var loads: AsyncStream<EngineLoad> { mailbox.loads }

  /// Ends all streams and returns when the engine's thread has ended.
  public func shutdown() {
    mailbox.stop()
    mailbox.waitUntilStopped()
  }

  private func check(_ request: GenerationRequest) throws(SchedulingError) {
    if let complaint = request.sampling.complaint { throw .badSampling(complaint) }
    guard (1...configuration.choicesMax).contains(request.choices) else {
      throw .tooManyChoices(choices: request.choices, choicesMax: configuration.choicesMax)
    }
    guard !request.prompt.isEmpty, request.tokensMax > 0 else { throw .empty }
    guard request.prompt.count <= limits.contextTokens, request.tokensMax <= limits.contextTokens,
      request.prompt.count + request.tokensMax - 1 <= limits.contextTokens
    else {
      throw .tooLong(
        tokens: request.prompt.count, tokensMax: request.tokensMax, contextTokens: limits.contextTokens)
    }
    if request.constraint != nil, let text = request.endIDs?.first(where: { !tokenBytes($0).isEmpty }) {
      throw .badSampling("token \(text) has text: it cannot end an answer that is held to a schema")
    }
    if let adapter = request.adapter, !(0..<model.adapterCount).contains(adapter) {
      throw .unknownAdapter(adapter, count: model.adapterCount)
    }
    if let position = request.prompt.firstIndex(where: { !(0..<model.vocabularySize).contains(Int($0)) }) {
      throw .unknownToken(position: position, vocabularySize: model.vocabularySize)
    }
  }
}
