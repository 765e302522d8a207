import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct DeidentifierTests {
  @Test("one request, English and Chinese")
  func examples() throws {
    #expect(
      try deidentified("Patient Jane Doe, DOB 02/03/1961, phone 415-555-0132, MRN 98765432.")
        == "Patient [NAME_1], DOB [DATE_1], phone [PHONE_1], MRN [ID_1].")
    #expect(
      try deidentified("患者高玉芬，身份证11010519491231002X，手机13812345678，住院号0067890。")
        == "患者[NAME_1]，身份证[ID_1]，手机[PHONE_1]，住院号[ID_2]。")
  }

  @Test func onlyTheKindsAskedForAreReplaced() throws {
    var options = DeidentificationOptions()
    options.kinds = [.email]
    var map = SurrogateMap()
    let result = try Deidentifier(options).deidentify(IdentifiedText("Dr. Hannah Pryce, a@b.org"), into: &map)
    #expect(result.text.value == "Dr. Hannah Pryce, [EMAIL_1]")
    #expect(result.counts == [.email: 1])
  }

  @Test(
    "a policy's recognizer counts below the bar only beside its words",
    arguments: [
      ("ward key ZX-77 now", "ward key [ID_1] now"), ("model ZX-77 now", "model ZX-77 now"),
    ])
  func custom(text: String, expected: String) throws {
    var options = DeidentificationOptions()
    options.custom = [
      CustomRecognizer(name: "ward-key", kind: .id, pattern: #"\b(ZX-[0-9]+)\b"#, score: 0.3, contextWords: ["Ward"])
    ]
    var map = SurrogateMap()
    #expect(try Deidentifier(options).deidentify(IdentifiedText(text), into: &map).text.value == expected)
  }

  @Test func aBadPatternIsNamed() {
    var options = DeidentificationOptions()
    options.custom = [CustomRecognizer(name: "broken", kind: .id, pattern: "(a")]
    #expect(throws: DeidentificationError.badPattern(recognizer: "broken", reason: "missing ): (a")) {
      try Deidentifier(options)
    }
  }

  @Test("names of recognizers are unique")
  func names() {
    #expect(Set(Recognizer.all.map(\.name)).count == Recognizer.all.count)
  }

  @Test("long text gives what its parts give: windows lose nothing")
  func windows() throws {
    let line = "On 04/17/2016 call 415-555-0132 or write to a.b@c.org; card 4111 1111 1111 1111.\n"
    let text = String(repeating: line, count: 200)
    var map = SurrogateMap()
    let result = try deidentifier.deidentify(IdentifiedText(text), into: &map)
    #expect(result.counts == [.date: 200, .phone: 200, .email: 200, .card: 200])
  }

  @Test("no crash, no overlap, no span outside the text, for any mutation")
  func mutations() throws {
    let seed: UInt64 = 99
    var generator = SeededGenerator(seed: seed)
    for number in 0..<600 {
      var scalars = Array(RandomText.make(&generator).unicodeScalars)
      for _ in 0..<Int.random(in: 0...6, using: &generator) { mutate(&scalars, &generator) }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      var map = SurrogateMap()
      let result = try deidentifier.deidentify(IdentifiedText(String(view)), into: &map)
      var last = 0
      for span in result.spans {
        #expect(
          span.range.lowerBound >= last && !span.range.isEmpty && span.range.upperBound <= scalars.count,
          "seed \(seed), text \(number)")
        last = span.range.upperBound
      }
      #expect(restored(result.text.value, map) == String(view), "seed \(seed), text \(number)")
    }
  }

  private func mutate(_ scalars: inout [Unicode.Scalar], _ generator: inout SeededGenerator) {
    let odd: [Unicode.Scalar] = [
      "\0", "\u{10FFFF}", "\u{200B}", "９", "病", "[", "]", "_", "1", "@", ".", "\n", "·", "^",
    ]
    let index = Int.random(in: 0...scalars.count, using: &generator)
    switch Int.random(in: 0...2, using: &generator) {
    case 0: scalars.insert(odd.randomElement(using: &generator)!, at: index)
    case 1 where index < scalars.count: scalars.remove(at: index)
    default: scalars.insert(contentsOf: scalars.prefix(5), at: index)
    }
  }
}
