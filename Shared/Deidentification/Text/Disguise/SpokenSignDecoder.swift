/// Signs in words: "john at gmail dot com", "j.doe [at] nhs (dot) uk", "张三艾特qq点com".
///
/// Only where both an "at" and a "dot" are near: each alone is a word.
enum SpokenSignDecoder {
  private static let words: [(text: [UInt8], sign: UInt8)] = [
    (" at ", "@"), ("(at)", "@"), ("[at]", "@"), ("{at}", "@"), (" (at) ", "@"), (" [at] ", "@"), ("<at>", "@"),
    ("_at_", "@"), (" @ ", "@"), ("艾特", "@"), (" 艾特 ", "@"), ("[@]", "@"), ("(@)", "@"), ("#at#", "@"),
    (" dot ", "."), ("(dot)", "."), ("[dot]", "."), ("{dot}", "."), (" (dot) ", "."), (" [dot] ", "."), ("<dot>", "."),
    ("_dot_", "."), (" . ", "."), ("点", "."), (" 点 ", "."), (" point ", "."), ("[.]", "."), ("(.)", "."),
    ("#dot#", "."),
    (" underscore ", "_"), (" dash ", "-"), (" hyphen ", "-"), ("下划线", "_"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)[0]) }

  private static let table = Dictionary(grouping: words) { $0.text[0] }.mapValues { same in
    same.sorted { $0.text.count > $1.text.count }
  }
  private static let isFirst: [Bool] = (0...255).map { table[UInt8($0)] != nil }

  /// Bytes from an "at" to its last "dot": the longest domain.
  private static let reach = 80

  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var index = 0
    while index < bytes.count {
      guard isFirst[Int(bytes[index])], let word = word(at: index, bytes) else {
        index += 1
        continue
      }
      found.append(Reading.Replacement(range: index..<(index + word.text.count), bytes: [word.sign]))
      index += word.text.count
    }
    return found.isEmpty ? [] : pairs(found, bytes)
  }

  private static func word(at index: Int, _ bytes: [UInt8]) -> (text: [UInt8], sign: UInt8)? {
    table[bytes[index]]?.first { word in
      index + word.text.count <= bytes.count
        && word.text.indices.allSatisfy { bytes[index + $0] | 0x20 == word.text[$0] | 0x20 }
    }
  }

  private static func pairs(_ found: [Reading.Replacement], _ bytes: [UInt8]) -> [Reading.Replacement] {
    var kept = Set<Int>()
    for (index, at) in found.enumerated() where at.bytes == [UInt8(ascii: "@")] {
      let end = at.range.upperBound + reach
      let near = found.indices.filter {
        $0 != index && found[$0].range.lowerBound >= at.range.lowerBound - 40 && found[$0].range.upperBound <= end
      }
      let hasDot = near.contains {
        found[$0].bytes == [UInt8(ascii: ".")] && found[$0].range.lowerBound > at.range.lowerBound
          && isTop(bytes[found[$0].range.upperBound...])
      }
      let isWord = bytes[at.range].elementsEqual(" at ".utf8)
      guard !bytes[at.range.upperBound...].starts(with: "the ".utf8) else { continue }
      // "look at example.com" is a sentence.
      let hasPlainDot = !isWord && isDomain(bytes[at.range.upperBound...].prefix(40))
      guard hasDot || hasPlainDot else { continue }
      kept.insert(index)
      kept.formUnion(near.filter { found[$0].bytes != at.bytes })
    }
    return kept.sorted().map { found[$0] }
  }

  /// "gmail.com" after an "at" in words; "at 3.5 mg" is none.
  private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
    let domain = bytes.prefix {
      $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    let labels = domain.split(separator: UInt8(ascii: "."))
    guard labels.count > 1, let top = labels.last else { return false }
    return isTop(top)
  }

  /// Whether a label is a top-level domain that people spell out; "at 7.4 dot plot" has none.
  private static func isTop(_ bytes: ArraySlice<UInt8>) -> Bool {
    tops.contains(
      String(decoding: bytes.prefix(7).prefix(while: \.isASCIILetter).map(\.asciiLowercased), as: UTF8.self))
  }

  private static let tops: Set<String> = [
    "com", "org", "net", "edu", "gov", "co", "uk", "cn", "de", "fr", "io", "eu", "info", "us", "ca", "au", "jp", "kr",
    "nl",
    "it", "es", "ch", "at", "be", "se", "in", "sg", "hk", "tw", "me", "nhs", "ac", "app", "dev", "health", "clinic",
  ]
}
