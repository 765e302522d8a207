extension Node {
  /// A connection this node dialled is up: a new session begins.
  public mutating func dialled(_ id: PeerID, now: MonotonicTime) {
    if peers[id] == nil {
      let session = Session(side: .dialled, id: 1, now: now)
      peers[id] = Peer(session: session, permissions: registration == nil ? [] : .call)
    } else {
      lose(id, "the connection was made anew", now: now)
      peers[id]?.session.restart(now: now)
    }
    introduce(to: id, now: now)
  }

  /// A peer dialled in and was authenticated.
  public mutating func accepted(_ id: PeerID, permissions: PeerPermissions, now: MonotonicTime) {
    peers[id] = Peer(session: Session(side: .accepted, id: 0, now: now), permissions: permissions)
  }

  /// The connection is gone. A dialled one may come back by `dialled`, an accepted one comes back as another peer.
  public mutating func disconnected(_ id: PeerID, now: MonotonicTime) {
    guard let peer = peers[id] else { return }
    lose(id, "the connection was lost", now: now)
    if peer.session.side == .accepted { peers[id] = nil }
  }

  public mutating func receive(_ envelope: Envelope, from id: PeerID, now: MonotonicTime) {
    guard let verdict = peers[id]?.session.receive(session: envelope.session, sequence: envelope.sequence, now: now)
    else { return }
    switch verdict {
    case .deliver:
      break
    case .drop:
      statistics.envelopesDropped += 1
      return
    case .begin:
      endCalls(with: id, "the peer began a new session", now: now)
      peers[id]?.discardFrames()
    case .lost:
      return recover(id, now: now)
    case .unknown:
      if peers[id]?.reset(session: envelope.session) == true { queued.append(id) }
      return
    }
    for frame in envelope.frames { receive(frame, from: id, now: now) }
  }

  /// An accepted session waits for its peer to begin anew; a dialled one begins anew at once.
  mutating func recover(_ id: PeerID, now: MonotonicTime) {
    statistics.sessionsLost += 1
    lose(id, "the connection broke", now: now)
    guard let session = peers[id]?.session else { return }
    if session.side == .accepted {
      if peers[id]?.reset(session: session.id) == true { queued.append(id) }
    } else {
      peers[id]?.session.restart(now: now)
      introduce(to: id, now: now)
    }
  }

  private mutating func lose(_ id: PeerID, _ reason: String, now: MonotonicTime) {
    peers[id]?.session.close()
    peers[id]?.discardFrames()
    endCalls(with: id, reason, now: now)
  }

  /// The first frames of a dialled session.
  private mutating func introduce(to id: PeerID, now: MonotonicTime) {
    guard let registration else {
      pool.add(id, nil)
      return startWaiting(now: now)
    }
    send(Frame(.register(registration)), to: id)
    send(Frame(.load(load)), to: id)
    if isDraining { send(Frame(.drain), to: id) }
  }

  private mutating func receive(_ frame: Frame, from id: PeerID, now: MonotonicTime) {
    switch frame.body {
    case .begin(let begin): receiveBegin(begin, number: frame.callID, from: id, now: now)
    case .message(let payload): receiveMessage(payload, number: frame.callID, from: id, now: now)
    case .credit(let total): receiveCredit(total, IncomingCallID(peer: id, number: frame.callID))
    case .cancel: abandon(IncomingCallID(peer: id, number: frame.callID), .cancelled)
    case .end(let end): receiveEnd(end, number: frame.callID, from: id, now: now)
    case .register(let registration): register(registration, from: id, now: now)
    case .registered(let settings): actions.append(.registered(id, settings))
    case .load(let load): pool.report(load, of: id)
    case .drain: pool.drain(id)
    case .ping(let token): send(Frame(.pong(token)), to: id)
    case .pong: break
    }
  }

  private mutating func register(_ registration: Registration, from id: PeerID, now: MonotonicTime) {
    guard peers[id]?.permissions.contains(.register) == true else { return statistics.violations += 1 }
    pool.add(id, registration)
    actions.append(.joined(id, registration))
    let interval = UInt32(clamping: configuration.pingInterval.wholeNanoseconds / 1_000_000)
    let settings = Registered(
      pingIntervalMs: interval, messageBytesMax: UInt32(clamping: configuration.messageBytesMax))
    send(Frame(.registered(settings)), to: id)
    startWaiting(now: now)
  }

  /// Calls to the peer are tried elsewhere or fail; handlers of its calls are told to stop.
  private mutating func endCalls(with id: PeerID, _ reason: String, now: MonotonicTime) {
    let wasBackend = pool.backends[id]?.registration != nil
    pool.remove(id)
    if wasBackend { actions.append(.left(id)) }
    for call in incoming.keys.filter({ $0.peer == id }).sorted() { abandon(call, .cancelled) }
    let lost = outgoing.filter { $0.value.state == .running(id) }.keys.sorted()
    for call in lost { attemptFailed(call, on: id, CallEnd(.unavailable, reason: reason), now: now) }
  }
}
