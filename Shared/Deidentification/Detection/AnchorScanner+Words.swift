/// Phrases where words and Chinese characters begin.
extension AnchorScanner {
  @inline(__always)
  mutating func takeWord(at start: Int) -> Int {
    if chain.digits > 0 { endChain() }
    addPhrases(at: start)
    token.hasLetter = true
    return bytes.endOfLetters(from: start)
  }

  @inline(__always)
  private mutating func addPhrases(at start: Int) {
    let bytes = bytes
    phrases.forEach(at: start, in: bytes) { reach, end in
      guard !reach.needsDigit || hasDigit(around: start..<end, reach) else { return }
      if reach.hasStarts { list.add(reach, start: start, signEnd: end) } else { list.add(reach, around: start..<end) }
    }
  }

  private func hasDigit(around range: Range<Int>, _ reach: LaneReach) -> Bool {
    let reached = max(0, range.lowerBound - reach.before)..<min(bytes.count, range.upperBound + reach.after)
    return bytes[reached].contains(where: \.isASCIIDigit)
  }

  /// Characters of three bytes side by side, as Chinese has them.
  @inline(__always)
  private mutating func takeCharacters(at start: Int) -> Int {
    var index = start
    repeat {
      if phrases.mayBegin(withCharacterAt: index, in: bytes) { addPhrases(at: index) }
      index += 3
    } while index < bytes.count && classes[Int(bytes[index])] == .lead3
    token = Token(start: index)
    return index
  }

  @inline(__always)
  mutating func takeScalar(at start: Int) -> Int {
    if chain.digits > 0 { endChain() }
    endToken(at: start)
    switch classes[Int(bytes[start])] {
    case .lead2:
      if start + 1 < bytes.count, bytes[start] == 0xc2, bytes[start + 1] == 0xb0 { add(.degree, start..<start + 2) }
      return start + 2
    case .lead3: return takeCharacters(at: start)
    default: return start + 4
    }
  }
}
