import Policy

@testable import OutputFilter

/// The filter's specification: judges a whole text by looking at every match of every rule. Slow on purpose.
struct ReferenceFilter {
  struct Match: Hashable {
    let range: Range<Int>
    let rule: Int
  }

  struct Finding: Hashable {
    let range: Range<Int>
    let ruleID: String
  }

  struct Result: Equatable {
    var text: String
    var findings: Set<Finding>
    var isStopped: Bool
  }

  let rules: [FilterRule]
  let patterns: [Pattern]

  init(_ rules: [FilterRule]) throws {
    self.rules = rules
    patterns = try rules.map { try PatternParser.parse($0.pattern, ignoreCase: $0.ignoreCase) }
  }

  /// Every match of every rule, in UTF-8 offsets.
  func matches(in text: [UInt8]) -> [Match] {
    let meaning = PatternMeaning(text: text)
    return patterns.indices.flatMap { rule in
      text.indices.flatMap { start in
        meaning.ends(of: patterns[rule], from: start).filter { $0 > start }.map { Match(range: start..<$0, rule: rule) }
      }
    }
  }

  func filter(_ text: String) -> Result {
    let bytes = Array(text.utf8)
    let all = matches(in: bytes)
    let stops = all.filter { rules[$0.rule].action == .stop }
    guard let end = stops.map(\.range.upperBound).min() else {
      return Result(text: redact(bytes, all, upTo: bytes.count), findings: findings(all, bytes), isStopped: false)
    }
    return stop(Array(bytes[..<end]), stops.filter { $0.range.upperBound == end })
  }

  /// The text that ends where the first stopping match is complete is judged as if it were all there is.
  private func stop(_ bytes: [UInt8], _ stops: [Match]) -> Result {
    let all = matches(in: bytes)
    let first = (stops + all.filter { rules[$0.rule].action == .stop })
      .min { ($0.range.lowerBound, $0.rule) < ($1.range.lowerBound, $1.rule) }!
    let others = all.filter { rules[$0.rule].action != .stop }
    return Result(
      text: redact(bytes, others, upTo: first.range.lowerBound), findings: findings(others + [first], bytes),
      isStopped: true)
  }

  private func redact(_ bytes: [UInt8], _ matches: [Match], upTo end: Int) -> String {
    var output: [UInt8] = []
    var cursor = 0
    for region in regions(matches.filter { rules[$0.rule].action == .redact }) where region.range.lowerBound < end {
      output += bytes[cursor..<region.range.lowerBound] + Array(rules[region.rule].replacement.utf8)
      cursor = min(end, region.range.upperBound)
    }
    return String(decoding: output + bytes[cursor..<end], as: UTF8.self)
  }

  /// Overlapping matches as one, under the rule of the one that starts first.
  private func regions(_ matches: [Match]) -> [Match] {
    let sorted = matches.sorted { ($0.range.lowerBound, $0.rule) < ($1.range.lowerBound, $1.rule) }
    return sorted.reduce(into: []) { regions, match in
      guard let last = regions.last, match.range.lowerBound < last.range.upperBound else {
        return regions.append(match)
      }
      let end = max(last.range.upperBound, match.range.upperBound)
      regions[regions.count - 1] = Match(range: last.range.lowerBound..<end, rule: last.rule)
    }
  }

  private func findings(_ matches: [Match], _ bytes: [UInt8]) -> Set<Finding> {
    Set(
      rules.indices.flatMap { rule in
        regions(matches.filter { $0.rule == rule }).map { region in
          Finding(range: scalars(in: region.range, of: bytes), ruleID: rules[rule].id)
        }
      })
  }

  private func scalars(in range: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
    let count = { (end: Int) in String(decoding: bytes[..<end], as: UTF8.self).unicodeScalars.count }
    return count(range.lowerBound)..<count(range.upperBound)
  }

  /// The places of the text's bytes that a match of a redacting or stopping rule covers.
  func covered(in text: [UInt8]) -> Set<Int> {
    Set(matches(in: text).filter { rules[$0.rule].action != .flag }.flatMap { Array($0.range) })
  }
}
