internal import Synchronization

/// Caches that outlive a call. Each call takes one for itself and gives it back, so that nothing is shared while text is
/// encoded.
final class WordCachePool: Sendable {
  /// Caches that are kept: some 2 MB each, 16 MB in all.
  static let cacheCountMax = 8

  private let caches = Mutex<[WordCache]>([])

  func take() -> WordCache { caches.withLock { $0.popLast() } ?? WordCache() }

  func give(_ cache: consuming WordCache) {
    let cache = cache
    caches.withLock { if $0.count < Self.cacheCountMax { $0.append(cache) } }
  }
}
