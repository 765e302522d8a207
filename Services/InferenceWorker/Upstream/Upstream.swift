public import HTTPTransport
internal import Synchronization

/// A model behind an OpenAI-compatible endpoint.
///
/// A call is made again only while nothing of its answer has been handed on.
public final class Upstream: Sendable {
  public let settings: UpstreamSettings
  private let transport: any HTTPTransport
  private let turnstile: Turnstile
  private let allowance = Mutex(RetryAllowance())
  private let world: World

  /// What the logic takes from outside.
  public struct World: Sendable {
    public var now: @Sendable () -> ContinuousClock.Instant
    public var sleep: @Sendable (Duration) async throws -> Void
    /// From 0 to 1.
    public var random: @Sendable () -> Double

    public init(
      now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
      sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
      random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
      (self.now, self.sleep, self.random) = (now, sleep, random)
    }
  }

  /// - Parameters:
  ///   - runningMax: calls at once.
  ///   - waitingMax: calls that wait for one of these to end.
  ///   - onLoad: told of each change of how many run and wait.
  public init(
    _ settings: UpstreamSettings, transport: any HTTPTransport, runningMax: Int, waitingMax: Int,
    onLoad: @escaping @Sendable (_ running: Int, _ waiting: Int) -> Void = { _, _ in }, world: World = World()
  ) {
    self.settings = settings
    self.transport = transport
    self.world = world
    turnstile = Turnstile(runningMax: runningMax, waitingMax: waitingMax, onLoad: onLoad)
  }

  /// How many calls run, and how many wait for one to end.
  public var load: (running: Int, waiting: Int) { turnstile.load }

  /// Whether a call would be refused now because as many run and wait as may.
  public var isFull: Bool { turnstile.isFull }

  /// Hands over the answer's tokens as they come; the next ones are read when `receive` has returned. Cancelling the
  /// task closes the connection.
  ///
  /// - Throws: ``UpstreamError``, or what `receive` throws.
  public func generate(
    _ request: UpstreamRequest, deadline: ContinuousClock.Instant,
    receive: (UpstreamToken) async throws -> Void
  ) async throws {
    try await turnstile.enter()
    defer { turnstile.leave() }
    allowance.withLock { $0.callBegan() }
    let call = try HTTPCall(
      .post, settings.url, fields: fields, body: RequestBody(request: request, settings: settings).bytes,
      deadline: deadline)
    var number = 0
    while true {
      var attempt = Attempt(choices: request.choices)
      do {
        return try await make(call, &attempt, receive)
      } catch let error as UpstreamError {
        guard !attempt.hasBegun, let delay = delay(after: error, number, attempt.retryAfter, before: deadline) else {
          throw error
        }
        try await sleep(delay)
        number += 1
      }
    }
  }

  private var fields: [(name: String, value: String)] {
    let key = settings.apiKey.map { [(name: "authorization", value: "Bearer \($0)")] } ?? []
    return [("content-type", "application/json"), ("accept", "text/event-stream")] + key
  }

  /// What is known of one try of a call.
  private struct Attempt {
    var reader: AnswerReader
    /// Whether the caller has anything of its answer.
    var hasBegun = false
    var retryAfter: Duration?

    init(choices: Int) { reader = AnswerReader(choices: choices) }
  }

  private func make(
    _ call: HTTPCall, _ attempt: inout Attempt, _ receive: (UpstreamToken) async throws -> Void
  ) async throws {
    do {
      try await transport.exchange(call) { head, body in
        guard head.status == 200 else {
          attempt.retryAfter = RetryAfter.duration(head.fields["retry-after"])
          throw UpstreamError.status(head.status)
        }
        while let bytes = try await body.next() {
          for token in try attempt.reader.push(bytes) {
            attempt.hasBegun = true
            try await receive(token)
          }
        }
        for token in try attempt.reader.finish() { try await receive(token) }
      }
    } catch let error as HTTPError {
      throw UpstreamError.transport(error)
    } catch is CancellationError {
      throw UpstreamError.cancelled
    }
  }

  private func delay(
    after error: UpstreamError, _ number: Int, _ retryAfter: Duration?, before deadline: ContinuousClock.Instant
  ) -> Duration? {
    let delay = settings.retry.delay(
      after: error, number: number, retryAfter: retryAfter, random: world.random())
    guard let delay, world.now() + delay < deadline, allowance.withLock({ $0.take() }) else { return nil }
    return delay
  }

  private func sleep(_ delay: Duration) async throws(UpstreamError) {
    do { try await world.sleep(delay) } catch { throw .cancelled }
  }
}
