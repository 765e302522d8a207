/// A model's tokens, arranged so that the allowed ones are found quickly.
public final class Vocabulary: Sendable {
  /// Tokens of which it is known that they stay within a string, and the tree of all others.
  struct Slice: Sendable {
    /// A string must have room for so many plain scalars.
    let room: Int32
    let plain: TokenMask
    let rest: TokenTrie
  }

  public let count: Int
  /// For each byte whether a token stands for it alone.
  let isToken: [Bool]
  let texts: TokenTexts
  /// By falling room; the last needs none and is all tree.
  let slices: [Slice]

  /// Rooms that are worth a tree of their own: hardly a token is longer than 24 characters, and few than 12.
  private static let rooms: [Int32] = [.max, 24, 12, 6]

  /// - Parameters:
  ///   - count: ids from 0 on.
  ///   - bytes: what a token adds to the text; none for control tokens, which are never allowed.
  public init(count: Int, bytes: (Int32) -> [UInt8]) {
    let texts = TokenTexts(count: count, bytes)
    let sorted = texts.sorted()
    var isToken = [Bool](repeating: false, count: 256)
    for token in sorted where texts[token].count == 1 { isToken[Int(texts[token].first ?? 0)] = true }
    let plainCounts = sorted.map { Self.plainCount(texts[$0]) }
    slices =
      Self.rooms.map { room in
        let isPlain = plainCounts.map { $0 > 0 && $0 <= room }
        var plain = TokenMask(count: count)
        for (token, isIn) in zip(sorted, isPlain) where isIn { plain.set(Int(token), to: true) }
        return Slice(
          room: room, plain: plain,
          rest: TokenTrie(sorted: zip(sorted, isPlain).lazy.filter { !$1 }.map(\.0), of: texts))
      } + [Slice(room: 0, plain: TokenMask(count: count), rest: TokenTrie(sorted: sorted, of: texts))]
    (self.count, self.texts, self.isToken) = (count, texts, isToken)
  }

  /// What a vocabulary must have tokens for: without, there could be ways that come to no end.
  private static let needed: ClosedRange<UInt8> = 0x20...0x7e

  /// Whether JSON can be written at all.
  public var canWriteJSON: Bool { Self.needed.allSatisfy { isToken[Int($0)] } }

  /// Whether JSON can be written with a vocabulary that has not been made; byte-level ones answer quickly.
  public static func canWriteJSON(count: Int, bytes: (Int32) -> [UInt8]) -> Bool {
    var missing = Set(needed)
    for token in 0..<Int32(count) where !missing.isEmpty {
      let text = bytes(token)
      if text.count == 1 { missing.remove(text[0]) }
    }
    return missing.isEmpty
  }

  /// How many scalars a text has that JSON writes as themselves; 0 for one with others, or with parts of some.
  private static func plainCount(_ text: ArraySlice<UInt8>) -> Int32 {
    guard !text.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }),
      let string = String(validating: text, as: UTF8.self)
    else { return 0 }
    return Int32(string.unicodeScalars.count)
  }
}
