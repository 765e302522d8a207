import Synchronization

/// Lends each push a transition cache of its own, so that streams share what was computed and never wait for each
/// other. There are as many caches as pushes have run at once: at most one per core.
final class TransitionCachePool: Sendable {
  private let automaton: Automaton
  private let idle = Mutex<[TransitionCache]>([])

  init(_ automaton: Automaton) { self.automaton = automaton }

  func take() -> TransitionCache { idle.withLock { $0.popLast() } ?? TransitionCache(automaton) }

  func giveBack(_ cache: TransitionCache) { idle.withLock { $0.append(cache) } }
}
