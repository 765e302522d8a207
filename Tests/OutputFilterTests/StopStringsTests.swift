import TestSupport
import Testing

@testable import OutputFilter

/// OpenAI API reference, `stop`: "the returned text will not contain the stop sequence".
@Suite struct StopStringsTests {
  @Test(
    "text, stop strings, what is shown",
    arguments: [
      ("one\n\ntwo", ["\n\n"], "one"),
      ("one\ntwo", ["\n\n"], "one\ntwo"),
      ("end", ["end"], ""),
      ("en", ["end"], "en"),
      ("aaab", ["aab"], "a"),
      ("ababac", ["abac"], "ab"),
      ("abc", ["abc", "b"], "a"),  // the first to be complete
      ("xabc", ["bc", "abc"], "x"),  // complete together: the longest
      ("停诊。结束", ["结束"], "停诊。"),
      ("éèê", ["ê"], "éè"),
      ("anything", [], "anything"),
    ] as [(String, [String], String)])
  func table(text: String, stop: [String], shown: String) {
    #expect(Run([text], stop).text == shown)
    #expect(Run(text.unicodeScalars.map { String($0) }, stop).text == shown)
  }

  @Test("every cut shows what its specification says")
  func splitInvariance() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<4_000 {
      let stop = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        random.text(over: ["a", "b", "é"], lengthMax: 3) + "b"
      }
      let text = random.text(over: ["a", "b", "é", "中"], lengthMax: 12)
      let run = Run(random.pieces(of: text), stop)
      #expect(run.text == shown(text, stop).text, "\(text) \(stop)")
      #expect(run.isStopped == shown(text, stop).isStopped, "\(text) \(stop)")
    }
  }

  @Test("what cannot become a stop string is shown at once, and nothing of one is ever shown")
  func holdBack() {
    var stops = StopStrings(["User:"])
    #expect(stops.push(ReleasableText("Hello Us")).value == "Hello ")
    #expect(stops.push(ReleasableText("ually, U")).value == "Usually, ")
    #expect(stops.push(ReleasableText("ser")).value == "")
    #expect(stops.push(ReleasableText(": more")).value == "")
    #expect(stops.isStopped && stops.push(ReleasableText("and more")).value == "" && stops.finish().value == "")
  }

  /// The specification: the shortest prefix of the text that ends with a stop string, without the longest such.
  private func shown(_ text: String, _ stop: [String]) -> (text: String, isStopped: Bool) {
    for end in text.indices.map(text.index(after:)) {
      let prefix = text[..<end]
      let ending = stop.filter { prefix.hasSuffix($0) }.max { $0.utf8.count < $1.utf8.count }
      if let ending { return (String(prefix.dropLast(ending.count)), true) }
    }
    return (text, false)
  }

  private struct Run {
    var text = ""
    let isStopped: Bool

    init(_ pieces: [String], _ stop: [String]) {
      var stops = StopStrings(stop)
      for piece in pieces { text += stops.push(ReleasableText(piece)).value }
      text += stops.finish().value
      isStopped = stops.isStopped
    }
  }
}
