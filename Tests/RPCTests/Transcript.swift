import Foundation
import RPC

/// A text file of events and of what must come of them.
///
///     > dial 0                  an event at the node under test
///     < to 0: register work     what it sends or tells its owner; the order counts
///     + 500                     milliseconds pass
///
/// Lines with # explain. With WEIR_REWRITE_TRANSCRIPTS=1 the files are written anew, to be reviewed as a diff.
struct Transcript {
  private var node: Node
  private var now = MonotonicTime(nanoseconds: 0)
  /// What each peer, simulated by the transcript, has sent and which session it is in.
  private var sent: [PeerID: UInt64] = [:]
  private var sessions: [PeerID: UInt64] = [:]
  private var actions: [NodeAction] = []

  /// The kind of node: `gateway`, `backend` or `client`.
  init(_ kind: Substring) {
    var configuration = NodeConfiguration()
    configuration.pingInterval = .seconds(1)
    configuration.messageBytesMax = 16
    let registration = kind == "backend" ? Registration(instanceID: [1], services: ["work"]) : nil
    node = Node(configuration, registration: registration, seed: 1, now: now)
  }

  /// The transcript with what really comes of its events.
  static func rewrite(_ text: String) -> String {
    var transcript: Transcript?
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("<") {
      lines.append(String(line))
      let words = line.split(separator: " ")
      switch words.first {
      case "node": transcript = Transcript(words[1])
      case ">", "+": lines += transcript?.perform(words) ?? ["< no node"]
      default: break
      }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func perform(_ words: [Substring]) -> [String] {
    if words[0] == "+" {
      now = now + .milliseconds(Int64(words[1])!)
      node.tick(now: now)
    } else if !event(words.dropFirst().map(String.init)) {
      return ["< unreadable event"]
    }
    return outcome()
  }

  private mutating func event(_ words: [String]) -> Bool {
    let number = words.count > 1 ? UInt64(words[1]) ?? 0 : 0
    switch words[0] {
    case "dial": dial(Int(number))
    case "accept": accept(Int(number), words)
    case "disconnect": node.disconnected(Int(number), now: now)
    case "from": receive(from: Int(number), Array(words.dropFirst(2)))
    case "skip": sent[Int(number), default: 0] += 1
    case "begin": node.begin(request(words), id: number, now: now)
    case "consume": node.consume(number, count: Int(words[2])!)
    case "cancel": node.cancel(number, now: now)
    case "write": node.write(IncomingCallID(peer: Int(number), number: UInt64(words[2])!), [7], now: now)
    case "finish": node.finish(IncomingCallID(peer: Int(number), number: UInt64(words[2])!), end(words.dropFirst(3)))
    case "drain": node.drain()
    default: return false
    }
    return true
  }

  private mutating func dial(_ peer: PeerID) {
    node.dialled(peer, now: now)
    sent[peer] = 0
    sessions[peer, default: 0] += 1
  }

  private mutating func accept(_ peer: PeerID, _ words: [String]) {
    node.accepted(peer, permissions: words.contains("backend") ? .register : .call, now: now)
    sent[peer] = 0
    sessions[peer] = 1
  }

  private mutating func receive(from peer: PeerID, _ words: [String]) {
    if words == ["reset"] {
      node.receive(Envelope(session: sessions[peer]!, sequence: 0, frames: []), from: peer, now: now)
      sessions[peer]! += 1
      sent[peer] = 0
      return
    }
    if words != ["again"] { sent[peer]! += 1 }
    let frames = words == ["again"] ? [] : [frame(words)]
    node.receive(Envelope(session: sessions[peer]!, sequence: sent[peer]!, frames: frames), from: peer, now: now)
  }

  private func frame(_ words: [String]) -> Frame {
    let call = words.count > 1 ? callNumber(words[1]) : 0
    switch words[0] {
    case "register": return Frame(.register(Registration(instanceID: [2], services: [words[1]], slots: 1)))
    case "begin":
      let timeout = words.firstIndex(of: "timeout").flatMap { UInt32(words[$0 + 1]) } ?? 0
      let credit = words.firstIndex(of: "credit").flatMap { UInt32(words[$0 + 1]) } ?? 0
      return Frame(callID: call, .begin(Begin(service: "s", method: "m", timeoutMs: timeout, credit: credit)))
    case "message": return Frame(callID: call, .message([7]))
    case "credit": return Frame(callID: call, .credit(UInt64(words[2])!))
    case "cancel": return Frame(callID: call, .cancel)
    case "end": return Frame(callID: call, .end(end(words.dropFirst(2))))
    case "drain": return Frame(.drain)
    case "ping": return Frame(.ping(3))
    default: return Frame(.pong(3))
    }
  }

  /// `7.2` is the second try of call 7; a callee just sees a number.
  private func callNumber(_ word: String) -> UInt64 {
    let parts = word.split(separator: ".").compactMap { UInt64($0) }
    return parts.count == 2 ? parts[0] << 4 | parts[1] : parts.first ?? 0
  }

  private func end(_ words: ArraySlice<String>) -> CallEnd {
    let status = StatusCode.allCases.first { $0.name == words.first } ?? .unknown
    return CallEnd(status, isUnprocessed: words.contains("unprocessed"))
  }

  private func request(_ words: [String]) -> CallRequest {
    func value(_ name: String) -> Int64? { words.firstIndex(of: name).flatMap { Int64(words[$0 + 1]) } }
    return CallRequest(
      service: words[2], method: "m", payload: [UInt8](repeating: 7, count: Int(value("bytes") ?? 0)),
      deadline: value("timeout").map { now + .milliseconds($0) }, window: UInt32(value("window") ?? 0),
      isRetryable: !words.contains("once"), waitsForReady: words.contains("wait"))
  }

  private mutating func outcome() -> [String] {
    node.takeActions(into: &actions)
    var lines = actions.map { "< \(describe($0))" }
    while let (peer, envelope) = node.nextEnvelope() {
      if envelope.sequence == 0 { lines.append("< to \(peer): reset") }
      lines += envelope.frames.map { "< to \(peer): \(describe($0))" }
    }
    return lines
  }
}
