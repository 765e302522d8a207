/// Hangul syllables compose by arithmetic. Source: the Unicode Standard, section 3.12.
enum Hangul {
  private static let syllables: UInt32 = 0xac00
  private static let leads: UInt32 = 0x1100
  private static let vowels: UInt32 = 0x1161
  private static let trails: UInt32 = 0x11a7
  private static let leadCount: UInt32 = 19
  private static let vowelCount: UInt32 = 21
  private static let trailCount: UInt32 = 28

  static func decompose(_ scalar: UInt32) -> [UInt32]? {
    guard scalar >= syllables, scalar < syllables + leadCount * vowelCount * trailCount else { return nil }
    let index = scalar - syllables
    let pair = [leads + index / (vowelCount * trailCount), vowels + index % (vowelCount * trailCount) / trailCount]
    let trail = index % trailCount
    return trail == 0 ? pair : pair + [trails + trail]
  }

  static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= leads, first < leads + leadCount, second >= vowels, second < vowels + vowelCount {
      return syllables + ((first - leads) * vowelCount + (second - vowels)) * trailCount
    }
    let isOpenSyllable =
      first >= syllables && first < syllables + leadCount * vowelCount * trailCount
      && (first - syllables) % trailCount == 0
    guard isOpenSyllable, second > trails, second < trails + trailCount else { return nil }
    return first + (second - trails)
  }
}
