internal import CRE2

/// Many patterns searched in one pass: tells which of them match somewhere, not where.
public final class RegularExpressionSet: Sendable {
  // Compiled in init and never changed after it; RE2::Set::Match is const and thread-safe.
  nonisolated(unsafe) private let handle: OpaquePointer
  public let count: Int

  /// `anchored`: patterns match at the start of a text only.
  ///
  /// Throws when a pattern is refused, or when all of them together need more than the set's memory.
  public init(_ patterns: [String], ignoreCase: Bool = false, anchored: Bool = false) throws(RegularExpressionError) {
    let options = weir_re2_options(
      ignore_case: ignoreCase, longest_match: false, memory_bytes_max: Limits.setMemoryBytesMax)
    guard let handle = weir_re2_set_new(options, anchored) else { throw .searchFailed("a set of patterns") }
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

  /// Indexes of the patterns that match in the text, ascending. O(text).
  public func matches(in text: Span<UInt8>) throws(RegularExpressionError) -> [Int] {
    let (found, hits) = text.withUnsafeBufferPointer { buffer in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { hits in
        let found = weir_re2_set_match(handle, buffer.baseAddress, buffer.count, hits.baseAddress, Int32(count))
        return (found, found <= 0 ? [] : hits[..<Int(found)].map(Int.init))
      }
    }
    guard found >= 0 else { throw .searchFailed("a set of \(count) patterns") }
    return hits.count < 2 ? hits : hits.sorted()
  }
}
