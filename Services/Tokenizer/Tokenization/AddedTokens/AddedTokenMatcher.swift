internal import CBytePairs

/// Finds added tokens in text: leftmost, then longest.
struct AddedTokenMatcher: Sendable {
  /// A stretch of text, or an added token in its place.
  enum Part {
    case text(Range<Int>)
    /// The token's id, and what of the text it takes.
    case token(Int32, Range<Int>)
  }

  private var tokens: [AddedToken] = []
  /// A trie over the bytes, from the first node on.
  private var nodes = [Node(byte: 0)]
  private var isFirstByte = [Bool](repeating: false, count: 256)
  private var firstBytes: [UInt8] = []

  private struct Node {
    /// What leads here from the parent.
    let byte: UInt8
    /// The index of the token that ends here; -1 for none.
    var token: Int32 = -1
    /// The last child, and the parent's child before this one; 0 for none.
    var child: Int32 = 0
    var sibling: Int32 = 0
  }

  /// `patterns` are the contents as they appear in the text that is searched.
  init(_ tokens: [AddedToken], patterns: [[UInt8]]) {
    for (token, pattern) in zip(tokens, patterns) where !pattern.isEmpty { add(token, pattern) }
  }

  var isEmpty: Bool { tokens.isEmpty }

  private mutating func add(_ token: AddedToken, _ pattern: [UInt8]) {
    if !isFirstByte[Int(pattern[0])] { firstBytes.append(pattern[0]) }
    isFirstByte[Int(pattern[0])] = true
    var node = 0
    for byte in pattern { node = child(of: node, byte) ?? addChild(of: node, byte) }
    nodes[node].token = Int32(tokens.count)
    tokens.append(token)
  }

  private mutating func addChild(of node: Int, _ byte: UInt8) -> Int {
    nodes.append(Node(byte: byte, sibling: nodes[node].child))
    nodes[node].child = Int32(nodes.count - 1)
    return nodes.count - 1
  }

  private func child(of node: Int, _ byte: UInt8) -> Int? {
    var next = Int(nodes[node].child)
    while next != 0, nodes[next].byte != byte { next = Int(nodes[next].sibling) }
    return next == 0 ? nil : next
  }

  /// The token that ends at the node.
  private func token(at node: Int) -> AddedToken? { nodes[node].token < 0 ? nil : tokens[Int(nodes[node].token)] }

  /// Cuts `text` at its added tokens. Without `parsesSpecial` special ones stay text.
  func parts(of text: Span<UInt8>, in range: Range<Int>, parsesSpecial: Bool) -> [Part] {
    if tokens.isEmpty { return range.isEmpty ? [] : [.text(range)] }
    var parts: [Part] = []
    var done = range.lowerBound
    var position = range.lowerBound
    while true {
      position = candidate(in: text, from: position, to: range.upperBound)
      if position == range.upperBound { break }
      guard let (token, end) = longest(in: text, at: position, to: range.upperBound)
      else {
        position += 1
        continue
      }
      if accepts(token, text, position..<end, range, parsesSpecial) {
        // The white space that a token takes can be the beginning of the next, which then is found all the same.
        let taken = extended(token, text, position..<end, low: done, high: range.upperBound)
        if done < taken.lowerBound { parts.append(.text(done..<taken.lowerBound)) }
        parts.append(.token(token.id, taken))
        done = taken.upperBound
      }
      position = end
    }
    if done < range.upperBound { parts.append(.text(done..<range.upperBound)) }
    return parts
  }

  /// The next place where a token may begin; `end` if there is none.
  private func candidate(in text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    text.extracting(start..<end).withUnsafeBufferPointer {
      start + weir_find_any($0.baseAddress, $0.count, firstBytes, firstBytes.count)
    }
  }

  /// `text` with a space after the first scalar of each place where a token begins that `isDisarmed` names.
  func disarming(_ text: String, _ isDisarmed: (AddedToken) -> Bool) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let next = position + bytes.span.scalar(at: position).length
      output += bytes[position..<next]
      if isFirstByte[Int(bytes[position])], begins(in: bytes.span, at: position, isDisarmed) { output.append(0x20) }
      position = next
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether any token that `isWanted` names begins here, a longer one or not.
  private func begins(in text: Span<UInt8>, at start: Int, _ isWanted: (AddedToken) -> Bool) -> Bool {
    var node = 0
    var index = start
    while index < text.count, let next = child(of: node, text[index]) {
      node = next
      index += 1
      if let token = token(at: node), isWanted(token) { return true }
    }
    return false
  }

  private func longest(in text: Span<UInt8>, at start: Int, to end: Int) -> (AddedToken, Int)? {
    var node = 0
    var index = start
    var found: (AddedToken, Int)?
    while index < end, let next = child(of: node, text[index]) {
      node = next
      index += 1
      if let token = token(at: node) { found = (token, index) }
    }
    return found
  }

  private func accepts(
    _ token: AddedToken, _ text: Span<UInt8>, _ match: Range<Int>, _ range: Range<Int>, _ parsesSpecial: Bool
  ) -> Bool {
    if token.isSpecial && !parsesSpecial { return false }
    guard token.isSingleWord else { return true }
    let before = match.lowerBound > range.lowerBound
    let after = match.upperBound < range.upperBound
    return !(before && Self.isWord(text, text.startOfScalar(before: match.lowerBound)))
      && !(after && Self.isWord(text, match.upperBound))
  }

  private func extended(
    _ token: AddedToken, _ text: Span<UInt8>, _ match: Range<Int>, low: Int, high: Int
  ) -> Range<Int> {
    var start = match.lowerBound
    var end = match.upperBound
    while token.stripsLeft, start > low, Self.isSpace(text, text.startOfScalar(before: start)) {
      start = text.startOfScalar(before: start)
    }
    if token.stripsLeft { start = max(start, low) }
    while token.stripsRight, end < high, Self.isSpace(text, end) { end += text.scalar(at: end).length }
    return start..<max(start, end)
  }

  private static func isWord(_ text: Span<UInt8>, _ index: Int) -> Bool {
    ScalarSet.wordCharacters.contains(text.scalar(at: index).value)
  }

  private static func isSpace(_ text: Span<UInt8>, _ index: Int) -> Bool {
    ScalarClass.isWhitespace(text.scalar(at: index).value)
  }
}
