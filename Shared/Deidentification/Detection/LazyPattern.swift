internal import RegularExpressions
internal import Synchronization

/// A pattern that is compiled when it is first searched: compiling all of them takes longer than most texts.
final class LazyPattern: Sendable {
  private let pattern: String
  private let compiled = OnceReference<RegularExpression>()

  init(_ pattern: String) { self.pattern = pattern }

  /// Two threads may both compile it; one of the two is kept.
  func expression() throws(RegularExpressionError) -> RegularExpression {
    if let known = compiled.load() { return known }
    return compiled.storeIfNil(try RegularExpression(pattern))
  }
}

/// Patterns that are compiled together when they are first searched.
final class LazyPatternSet: Sendable {
  private let patterns: [String]
  private let isAnchored: Bool
  private let compiled = OnceReference<RegularExpressionSet>()

  init(_ patterns: [String], anchored: Bool) {
    self.patterns = patterns
    isAnchored = anchored
  }

  func set() throws(RegularExpressionError) -> RegularExpressionSet {
    if let known = compiled.load() { return known }
    return compiled.storeIfNil(try RegularExpressionSet(patterns, anchored: isAnchored))
  }
}

/// A reference that is set once. As `AtomicLazyReference`, which looks up the metadata of its type at each load: that
/// takes as long as a short search.
private struct OnceReference<Object: AnyObject & Sendable>: ~Copyable, Sendable {
  /// Of a retained object; 0 until there is one.
  private let address = Atomic<UInt>(0)

  @inline(__always)
  func load() -> Object? { Self.object(address.load(ordering: .acquiring)) }

  /// What is kept: `object`, or the one that another thread has stored before.
  func storeIfNil(_ object: Object) -> Object {
    let mine = Unmanaged.passRetained(object)
    let stored = address.compareExchange(
      expected: 0, desired: UInt(bitPattern: mine.toOpaque()), ordering: .acquiringAndReleasing)
    if stored.exchanged { return object }
    mine.release()
    return Self.object(stored.original)!
  }

  private static func object(_ address: UInt) -> Object? {
    UnsafeRawPointer(bitPattern: address).map { Unmanaged<Object>.fromOpaque($0).takeUnretainedValue() }
  }

  deinit {
    if let address = UnsafeRawPointer(bitPattern: address.load(ordering: .acquiring)) {
      Unmanaged<Object>.fromOpaque(address).release()
    }
  }
}
