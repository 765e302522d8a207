/// Chooses who serves a call: of two random back ends that can, the one with less to do.
///
/// Source: Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001.
struct BackendPool {
  private(set) var backends: [PeerID: Backend] = [:]
  /// Sorted, so that one seed always gives one choice.
  private var peersByService: [String: [PeerID]] = [:]
  /// Peers which serve everything.
  private var gateways: [PeerID] = []

  mutating func add(_ peer: PeerID, _ registration: Registration?) {
    remove(peer)
    backends[peer] = Backend(registration: registration)
    guard let registration else { return gateways.append(peer) }
    for service in Set(registration.services) {
      peersByService[service, default: []].append(peer)
      peersByService[service]?.sort()
    }
  }

  mutating func remove(_ peer: PeerID) {
    guard let backend = backends.removeValue(forKey: peer) else { return }
    gateways.removeAll { $0 == peer }
    for service in Set(backend.registration?.services ?? []) {
      peersByService[service]?.removeAll { $0 == peer }
      if peersByService[service]?.isEmpty == true { peersByService[service] = nil }
    }
  }

  mutating func pick(
    service: String, model: String, avoiding tried: [PeerID], now: MonotonicTime, random: inout RandomSource
  ) -> PeerID? {
    let peers = peersByService[service] ?? gateways
    if peers.count == 1, let backend = backends[peers[0]] {
      return !backend.isDraining && backend.serves(model: model) ? peers[0] : nil
    }
    let able = peers.filter { backends[$0].map { !$0.isDraining && $0.serves(model: model) } ?? false }
    guard able.count > 1 else { return able.first }
    // A back end that failed, or failed this call, is better than none.
    let healthy = able.filter { (backends[$0]?.ejectedUntil ?? now) <= now }
    let fresh = (healthy.isEmpty ? able : healthy).filter { !tried.contains($0) }
    return lessLoaded(of: fresh.isEmpty ? able : fresh, random: &random)
  }

  private func lessLoaded(of peers: [PeerID], random: inout RandomSource) -> PeerID? {
    guard peers.count > 1 else { return peers.first }
    let first = Int.random(in: 0..<peers.count, using: &random)
    var second = Int.random(in: 0..<peers.count - 1, using: &random)
    if second >= first { second += 1 }
    return pressure(of: peers[second]) < pressure(of: peers[first]) ? peers[second] : peers[first]
  }

  private func pressure(of peer: PeerID) -> Double { backends[peer]?.pressure ?? .infinity }

  mutating func began(_ peer: PeerID) { backends[peer]?.outstanding += 1 }

  mutating func ended(_ peer: PeerID, isFailure: Bool, now: MonotonicTime) {
    backends[peer]?.ended(isFailure: isFailure, now: now)
  }

  mutating func drain(_ peer: PeerID) { backends[peer]?.isDraining = true }

  mutating func report(_ load: Load, of peer: PeerID) { backends[peer]?.load = load }
}
