import RPC
import TestSupport

/// Connections that delay, lose, repeat and reorder envelopes, and break. One seed, one history.
struct SimulatedNetwork {
  /// How bad the network is; probabilities per envelope.
  struct Faults {
    var loss = 0.0
    var repetition = 0.0
    /// Share of envelopes that take up to ten times as long, and so are overtaken.
    var straggling = 0.0
    var delayMs: ClosedRange<Int64> = 1...5
    /// Chance per simulated second that a connection breaks.
    var breaks = 0.0
    /// Chance per simulated second that a back end is killed, frozen or told to drain.
    var kills = 0.0
    var freezes = 0.0
    var drains = 0.0
  }

  struct Delivery {
    var at: MonotonicTime
    var from: Place
    var to: Place
    var connection: Int
    var envelope: Envelope
  }

  /// A process by its number.
  typealias Place = Int

  var faults: Faults
  private(set) var inFlight: [Delivery] = []
  /// Last arrival on each connection and direction: an orderly connection does not overtake.
  private var lastArrival: [Direction: MonotonicTime] = [:]

  private struct Direction: Hashable {
    var connection: Int
    var from: Place
  }

  init(_ faults: Faults) { self.faults = faults }

  mutating func send(
    _ envelope: Envelope, from: Place, to: Place, connection: Int, now: MonotonicTime,
    random: inout SeededGenerator
  ) {
    if happens(faults.loss, &random) { return }
    let key = Direction(connection: connection, from: from)
    for _ in 0..<(happens(faults.repetition, &random) ? 2 : 1) {
      var at = now + .milliseconds(Int64.random(in: faults.delayMs, using: &random))
      if happens(faults.straggling, &random) {
        at = at + .milliseconds(Int64.random(in: 0...50, using: &random))
      } else {
        at = max(at, lastArrival[key] ?? at)
        lastArrival[key] = at
      }
      inFlight.append(Delivery(at: at, from: from, to: to, connection: connection, envelope: envelope))
    }
  }

  /// A broken connection delivers nothing any more.
  mutating func cut(_ connection: Int) { inFlight.removeAll { $0.connection == connection } }

  mutating func takeDue(now: MonotonicTime) -> [Delivery] {
    guard inFlight.contains(where: { $0.at <= now }) else { return [] }
    let due = inFlight.enumerated().filter { $0.element.at <= now }
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    inFlight.removeAll { $0.at <= now }
    return due
  }
}

func happens(_ probability: Double, _ random: inout SeededGenerator) -> Bool {
  probability > 0 && Double.random(in: 0..<1, using: &random) < probability
}
