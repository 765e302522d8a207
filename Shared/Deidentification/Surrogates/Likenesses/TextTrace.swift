/// Which words, pairs and triples of words stood in the texts of a conversation, as hashes.
///
/// It answers "may these words stand somewhere in those texts?" and never says no wrongly; a hash of 64 bits errs the
/// other way about once in 10^13, which costs one other choice of surrogate.
struct TextTrace: Sendable, Equatable {
  private(set) var hashes: Set<UInt64> = []

  init(hashes: Set<UInt64> = []) { self.hashes = hashes }

  mutating func insert(_ text: [UInt8]) {
    let atoms = Self.atoms(of: text)
    for start in atoms.indices {
      for length in 1...3 where start + length <= atoms.count {
        hashes.insert(Self.hash(text, atoms[start].lowerBound..<atoms[start + length - 1].upperBound))
      }
    }
  }

  /// Whether `token` may stand in the texts, as whole words. Every run of three words of it stood there.
  func mayContain(_ token: [UInt8]) -> Bool {
    let atoms = Self.atoms(of: token)
    let length = min(3, atoms.count)
    return (0...(atoms.count - length)).allSatisfy { start in
      length == 0
        || hashes.contains(Self.hash(token, atoms[start].lowerBound..<atoms[start + length - 1].upperBound))
    }
  }

  /// Whole words, and ideographs one by one.
  static func atoms(of text: [UInt8]) -> [Range<Int>] {
    var atoms: [Range<Int>] = []
    var wordStart: Int?
    var index = 0
    while index < text.count {
      let end = index + NormalisedText.scalarLength(leadByte: text[index])
      let kind = ScalarClass(text.scalar(at: index))
      if kind == .word {
        wordStart = wordStart ?? index
      } else {
        if let start = wordStart { atoms.append(start..<index) }
        wordStart = nil
        if kind == .ideograph { atoms.append(index..<end) }
      }
      index = end
    }
    if let start = wordStart { atoms.append(start..<text.count) }
    return atoms
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
    text[range].reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
