/// The surrogates of a map by their bytes, to which one more is added in the time of its length.
struct TokenTrie: Sendable {
  struct Token: Sendable {
    let original: String
    let startsWord: Bool
    let endsWord: Bool
  }

  /// The node after a node and a byte, by both.
  private var children: [UInt64: Int32] = [:]
  /// By the node where the surrogate ends.
  private var tokens: [Int32: Token] = [:]
  /// Whether any byte follows a node. The first is the root.
  private var isInner = [false]
  private var isFirst = [Bool](repeating: false, count: 256)
  /// Whether any surrogate depends on what stands before it.
  private(set) var needsWords = false

  mutating func insert(_ text: String, original: String) {
    let bytes = Array(text.utf8)
    isFirst[Int(bytes[0])] = true
    let token = Token(
      original: original, startsWord: ScalarClass(text.unicodeScalars.first!) == .word,
      endsWord: ScalarClass(text.unicodeScalars.last!) == .word)
    needsWords = needsWords || token.startsWord
    tokens[bytes.reduce(0) { node(after: $0, $1) }] = token
  }

  private mutating func node(after node: Int32, _ byte: UInt8) -> Int32 {
    if let known = children[Self.key(node, byte)] { return known }
    let new = Int32(isInner.count)
    isInner.append(false)
    isInner[Int(node)] = true
    children[Self.key(node, byte)] = new
    return new
  }

  func mayBegin(with byte: UInt8) -> Bool { isFirst[Int(byte)] }

  /// The longest surrogate at `index`. `isWhole`: no bytes follow `text`. O(bytes of the longest surrogate).
  func finding(in text: [UInt8], at index: Int, afterWord: Bool, isWhole: Bool) -> TokenMatcher.Finding {
    var best = TokenMatcher.Finding.nothing
    var node: Int32 = 0
    var end = index
    while true {
      if let token = tokens[node], !(token.startsWord && afterWord) {
        if token.endsWord, end == text.count, !isWhole { return .undecided }
        let isInsideWord = token.endsWord && end < text.count && ScalarClass(text.scalar(at: end)) == .word
        if !isInsideWord { best = .surrogate(byteCount: end - index, original: token.original) }
      }
      guard isInner[Int(node)] else { return best }
      guard end < text.count else { return isWhole ? best : .undecided }
      guard let next = children[Self.key(node, text[end])] else { return best }
      node = next
      end += 1
    }
  }

  private static func key(_ node: Int32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }
}
