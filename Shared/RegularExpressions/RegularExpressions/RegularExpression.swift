internal import CRE2

/// One compiled RE2 pattern. Linear in the text, safe to share between threads.
///
/// Source: https://github.com/google/re2/wiki/Syntax
public final class RegularExpression: Sendable {
  // RE2 objects are immutable once built and documented as safe for concurrent matching.
  nonisolated(unsafe) private let handle: OpaquePointer
  public let pattern: String
  public let groupCount: Int

  /// Throws ``RegularExpressionError/badPattern(_:reason:)`` when RE2 refuses the pattern.
  public init(_ pattern: String, ignoreCase: Bool = false, longestMatch: Bool = false) throws(RegularExpressionError) {
    var reason = [CChar](repeating: 0, count: 256)
    let bytes = Array(pattern.utf8)
    let options = weir_re2_options(
      ignore_case: ignoreCase, longest_match: longestMatch, memory_bytes_max: Limits.patternMemoryBytesMax)
    guard let handle = weir_re2_new(bytes, bytes.count, options, &reason, reason.count) else {
      throw .badPattern(pattern, reason: string(reason))
    }
    self.handle = handle
    self.pattern = pattern
    groupCount = Int(weir_re2_group_count(handle))
  }

  deinit { weir_re2_free(handle) }

  /// The first match that starts at or after `start` and ends at or before `end`; text before and after counts as
  /// context. O(end − start).
  ///
  /// Throws ``RegularExpressionError/searchFailed`` when RE2 ran out of memory: treat it as a possible match.
  public func firstMatch(in text: Span<UInt8>, from start: Int = 0, to end: Int? = nil, anchored: Bool = false)
    throws(RegularExpressionError) -> Match?
  {
    let count = groupCount + 1
    let found = text.withUnsafeBufferPointer { buffer in
      // No array until something matches: most searches find nothing.
      withUnsafeTemporaryAllocation(of: weir_re2_range.self, capacity: count) { ranges in
        let status = weir_re2_find(
          handle, buffer.baseAddress, buffer.count, start, end ?? buffer.count, anchored, ranges.baseAddress,
          Int32(count))
        let groups = status > 0 ? ranges.map { $0.begin < 0 ? nil : $0.begin..<$0.end } : []
        return (status, groups)
      }
    }
    guard found.0 >= 0 else { throw .searchFailed(pattern) }
    return found.0 == 0 ? nil : Match(groups: found.1)
  }

  /// Calls `body` with each match from left to right, none overlapping; an empty match is stepped over.
  public func forEachMatch(in text: Span<UInt8>, _ body: (Match) -> Void) throws(RegularExpressionError) {
    var start = 0
    while start <= text.count, let match = try firstMatch(in: text, from: start) {
      body(match)
      start = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
    }
  }
}

/// Where a pattern matched, in UTF-8 byte offsets of the text.
public struct Match: Sendable, Hashable {
  /// Group 0 is the whole match; nil where a group took no part.
  public let groups: [Range<Int>?]
  public var range: Range<Int> { groups[0]! }
}

/// Why a pattern or a search failed. A search that failed must be treated as "may match": fail closed.
public enum RegularExpressionError: Error, Equatable, CustomStringConvertible {
  case badPattern(String, reason: String)
  case searchFailed(String)

  public var description: String {
    switch self {
    case .badPattern(let pattern, let reason): "pattern '\(pattern)' is not valid RE2: \(reason)"
    case .searchFailed(let pattern): "search for '\(pattern)' ran out of memory; make the pattern smaller"
    }
  }
}

enum Limits {
  /// Bytes for one pattern's program and DFA caches: RE2's own default.
  static let patternMemoryBytesMax: Int64 = 8 << 20
  /// Bytes for a set: with 60 patterns the default of 8 MiB runs out and the search fails.
  static let setMemoryBytesMax: Int64 = 64 << 20
}

func string(_ characters: [CChar]) -> String {
  String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
