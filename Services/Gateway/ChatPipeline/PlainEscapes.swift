internal import Deidentification

/// Step 11 for answers in JSON: escapes that JSON does not need become what they stand for (RFC 8259, section 7), so
/// that the filter reads what the caller's parser will, and surrogates are seen however they are spelt.
///
/// Split-invariant. Half a surrogate pair, and what is no escape, stays as it is.
struct PlainEscapes {
  /// At most 11 bytes: one less than a pair of escapes.
  private var held: [UInt8] = []

  /// The text that is certain now.
  mutating func push(_ text: String) -> String {
    held += text.utf8
    return release(isWhole: false)
  }

  /// What is left when the stream ends.
  mutating func finish() -> String { release(isWhole: true) }

  private mutating func release(isWhole: Bool) -> String {
    var out: [UInt8] = []
    var rest = held[...]
    while let byte = rest.first {
      guard byte == UInt8(ascii: "\\") else {
        out.append(rest.removeFirst())
        continue
      }
      switch Self.escape(rest) {
      case .incomplete where !isWhole:
        held = Array(rest)
        return String(decoding: out, as: UTF8.self)
      case .incomplete: out.append(rest.removeFirst())
      case .plain(let bytes, let count):
        out += bytes
        rest = rest.dropFirst(count)
      }
    }
    held = []
    return String(decoding: out, as: UTF8.self)
  }

  private enum Escape {
    case incomplete
    /// What to write for the next `count` bytes.
    case plain([UInt8], count: Int)
  }

  private static func escape(_ rest: ArraySlice<UInt8>) -> Escape {
    guard let letter = rest.dropFirst().first else { return .incomplete }
    if letter == UInt8(ascii: "/") { return .plain([letter], count: 2) }
    guard letter == UInt8(ascii: "u") else { return .plain(Array(rest.prefix(2)), count: 2) }
    switch unit(rest) {
    case .none: return .incomplete
    case .some(.none): return .plain(Array(rest.prefix(2)), count: 2)
    case .some(.some(let high)) where UTF16.isLeadSurrogate(high): return pair(high, rest)
    case .some(.some(let value)):
      let scalar = Unicode.Scalar(value).map { JSONText.escaped(String($0)) }
      return .plain(scalar ?? Array(rest.prefix(6)), count: 6)
    }
  }

  private static func pair(_ high: UInt16, _ rest: ArraySlice<UInt8>) -> Escape {
    switch unit(rest.dropFirst(6)) {
    case .none: return .incomplete
    case .some(.some(let low)) where UTF16.isTrailSurrogate(low):
      return .plain(Array(String(decoding: [high, low], as: UTF16.self).utf8), count: 12)
    default: return .plain(Array(rest.prefix(6)), count: 6)
    }
  }

  /// The number of `\uXXXX`: nil while it may still become one, nil within when it is none.
  private static func unit(_ rest: ArraySlice<UInt8>) -> UInt16?? {
    let start = rest.prefix(6)
    let isPrefix = zip(start, "\\u".utf8).allSatisfy(==) && start.dropFirst(2).allSatisfy(isHexDigit)
    guard isPrefix else { return .some(nil) }
    guard start.count == 6 else { return nil }
    return .some(UInt16(String(decoding: start.dropFirst(2), as: UTF8.self), radix: 16))
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool { Unicode.Scalar(byte).properties.isASCIIHexDigit }
}
