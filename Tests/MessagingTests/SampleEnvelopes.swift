import RPC
import TestSupport

/// Envelopes with every kind of frame and seeded contents.
struct SampleEnvelopes {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func next() -> Envelope {
    let frames = (0..<Int.random(in: 0...6, using: &random)).map { _ in Frame(callID: number(), body()) }
    return Envelope(session: number(), sequence: number(), frames: frames)
  }

  private mutating func body() -> Frame.Body {
    switch Int.random(in: 0...10, using: &random) {
    case 0:
      .register(
        Registration(
          instanceID: bytes(), services: (0..<3).map { _ in text() }, model: text(), precision: text(),
          slots: number32(),
          version: text(), trustedGateway: bytes(), variants: (0..<2).map { _ in text() }))
    case 1: .registered(Registered(pingIntervalMs: number32(), messageBytesMax: number32()))
    case 2: .load(Load(running: number32(), queued: number32()))
    case 3: .drain
    case 4:
      .begin(
        Begin(
          service: text(), method: text(), model: text(), timeoutMs: number32(), credit: number32(),
          metadata: metadata(), payload: bytes()))
    case 5: .message(bytes())
    case 6: .credit(number())
    case 7: .cancel
    case 8:
      .end(
        CallEnd(
          StatusCode.allCases.randomElement(using: &random)!, reason: text(), payload: bytes(), metadata: metadata(),
          isUnprocessed: Bool.random(using: &random)))
    case 9: .ping(number())
    default: .pong(number())
    }
  }

  /// All sizes of varints, zero included.
  private mutating func number() -> UInt64 { random.next() >> UInt64.random(in: 0...64, using: &random) }
  private mutating func number32() -> UInt32 { UInt32(truncatingIfNeeded: number() & 0xffff_ffff) }

  private mutating func bytes() -> [UInt8] {
    (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private mutating func text() -> String {
    String((0..<Int.random(in: 0...12, using: &random)).map { _ in "aé水😀.".randomElement(using: &random)! })
  }

  private mutating func metadata() -> [Metadata] {
    (0..<Int.random(in: 0...2, using: &random)).map { _ in Metadata(text(), text()) }
  }
}
