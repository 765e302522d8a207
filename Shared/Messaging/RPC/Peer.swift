/// One peer: its session and the frames that wait for the end of the turn.
struct Peer: Sendable {
  /// Frames in one envelope, a quarter of what a receiver must accept.
  static let framesMax = 4_096

  var session: Session
  var permissions: PeerPermissions
  /// Its calls that are running here.
  var callCount = 0
  private var frames: [Frame] = []
  private var isQueued = false
  private var owesReset = false

  init(session: Session, permissions: PeerPermissions) {
    self.session = session
    self.permissions = permissions
  }

  /// True when the peer must be put into the queue of those with something to send.
  mutating func append(_ frame: Frame) -> Bool {
    guard session.isOpen else { return false }
    frames.append(frame)
    defer { isQueued = true }
    return !isQueued
  }

  /// Tells the peer that its session is unknown. True as for `append`.
  mutating func reset(session id: UInt64) -> Bool {
    unknownSession = id
    owesReset = true
    defer { isQueued = true }
    return !isQueued
  }
  private var unknownSession: UInt64 = 0

  mutating func nextEnvelope(bytesTarget: Int) -> Envelope? {
    if owesReset {
      owesReset = false
      return Envelope(session: unknownSession, sequence: 0, frames: [])
    }
    guard !frames.isEmpty, session.isOpen else {
      isQueued = false
      return nil
    }
    let taken = takeFrames(bytesTarget: bytesTarget)
    return Envelope(session: session.id, sequence: session.nextSequence(), frames: taken)
  }

  private mutating func takeFrames(bytesTarget: Int) -> [Frame] {
    var bytes = 0
    var count = 0
    while count < frames.count, count < Self.framesMax, bytes <= bytesTarget {
      bytes += frames[count].payloadCount
      count += 1
    }
    var taken: [Frame] = []
    if count == frames.count {
      swap(&taken, &frames)
    } else {
      taken = Array(frames[..<count])
      frames.removeFirst(count)
    }
    return taken
  }

  /// Frames of an ended session must not reach the next one.
  mutating func discardFrames() { frames = [] }
}

extension Frame {
  /// The part of the size that can be large.
  fileprivate var payloadCount: Int {
    switch body {
    case .begin(let begin): begin.payload.count
    case .message(let payload): payload.count
    case .end(let end): end.payload.count
    default: 0
    }
  }
}
