/// Towns by a list of well-known ones, written with a capital.
enum CityDetector {
  /// Words of the longest entry: "ho chi minh city".
  private static let wordsMax = 4

  /// Linear in the text.
  static func candidates(in words: LatinWords) -> [Candidate] {
    var found: [Candidate] = []
    var index = 0
    while index < words.words.count {
      guard words.words[index].isCapitalised, words.words[index].classes.contains(.cityStart),
        let end = city(from: index, words)
      else {
        index += 1
        continue
      }
      let range = words.words[index].range.lowerBound..<practiceEnd(after: end - 1, words)
      found.append(Candidate(range: range, kind: .location, score: 0.75, recognizer: "city"))
      index = end
    }
    return found
  }

  /// "Dallas clinic": the word for a practice after a town belongs to it.
  private static func practiceEnd(after index: Int, _ words: LatinWords) -> Int {
    let end = words.words[index].range.upperBound
    guard index + 1 < words.words.count, words.gap(after: index).elementsEqual(" ".utf8) else { return end }
    let next = words.words[index + 1]
    return practices.contains(hash: next.hash) ? next.range.upperBound : end
  }

  private static let practices = WordSet("clinic office hospital facility branch med general campus practice er center")

  /// The index after the longest city that begins at `start`.
  private static func city(from start: Int, _ words: LatinWords) -> Int? {
    let ends = (start + 1)...min(start + wordsMax, words.words.count)
    return ends.last { end in
      let range = words.words[start].range.lowerBound..<words.words[end - 1].range.upperBound
      return range.count <= 24 && Lexicon.cities.contains(words.text.bytes[range])
    }
  }
}
