internal import CRE2

/// Many patterns searched in one pass: tells which of them match somewhere, not where.
public final class RegularExpressionSet: Sendable {
  // Compiled in init and never changed after it; RE2::Set::Match is const and thread-safe.
  nonisolated(unsafe) private let handle: OpaquePointer
  public let count: Int

  /// Throws when a pattern is refused, or when all of them together need more than the set's memory.
  public init(_ patterns: [String], ignoreCase: Bool = false) throws(RegularExpressionError) {
    let options = weir_re2_options(
      ignore_case: ignoreCase, longest_match: false, memory_bytes_max: Limits.setMemoryBytesMax)
    guard let handle = weir_re2_set_new(options) else { throw .searchFailed("a set of patterns") }
    self.handle = handle
    count = patterns.count
    for pattern in patterns { try Self.add(pattern, to: handle) }
    guard weir_re2_set_compile(handle) else { throw .searchFailed("a set of \(patterns.count) patterns") }
  }

  deinit { weir_re2_set_free(handle) }

  private static func add(_ pattern: String, to handle: OpaquePointer) throws(RegularExpressionError) {
    var reason = [CChar](repeating: 0, count: 256)
    let bytes = Array(pattern.utf8)
    guard weir_re2_set_add(handle, bytes, bytes.count, &reason, reason.count) >= 0 else {
      throw .badPattern(pattern, reason: string(reason))
    }
  }

  /// Indexes of the patterns that match anywhere in the text, ascending. O(text).
  public func matches(in text: Span<UInt8>) throws(RegularExpressionError) -> [Int] {
    var hits = [Int32](repeating: 0, count: count)
    let found = text.withUnsafeBufferPointer { buffer in
      weir_re2_set_match(handle, buffer.baseAddress, buffer.count, &hits, Int32(count))
    }
    guard found >= 0 else { throw .searchFailed("a set of \(count) patterns") }
    return hits.prefix(Int(found)).map(Int.init).sorted()
  }
}
