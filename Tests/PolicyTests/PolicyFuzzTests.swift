import TestSupport
import Testing

@testable import Policy

/// Every input is answered with a policy or an error; none ends the process.
@Suite struct PolicyFuzzTests {
  @Test("Seeded mutations of the shipped policy", arguments: 0..<8)
  func mutations(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let original = Array(PolicyFileTests.yaml().utf8)
    var accepted = 0
    for _ in 0..<250 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      if (try? Policy(yaml: String(decoding: bytes, as: UTF8.self))) != nil { accepted += 1 }
    }
    #expect(accepted < 250)
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert("[]{}:-&*?|>'\"#\n !%@`,".utf8.randomElement(using: &random)!, at: place)
    default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
    }
    if bytes.isEmpty { bytes = [0] }
  }

  @Test(
    "Hostile shapes",
    arguments: [
      "", " ", "---", "--- a\n--- b", "\u{0}", "- a", "1", "? {a: b}\n: c", "a: *b", "&a [*a]",
      String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 5_000),
      String(repeating: "- ", count: 50_000), String(repeating: "x", count: 2 << 20), "\"\\uD800\"", "!!binary x",
      "version: 1\nname: x\nrules: 7", "version: 1\nname: x\nrules:\n  - 7",
      "{version: 1, name: x, rules: [], rules: []}",
      "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
    ])
  func hostile(yaml: String) {
    #expect(throws: PolicyError.self) { try Policy(yaml: yaml) }
  }
}
