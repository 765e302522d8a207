import Testing

@testable import Deidentification

/// GDPR Art. 4(1) against 45 CFR 164.514(b)(2)(i)(C): what is told of a person outside clinical text, and what stays.
@Suite struct PersonalTimesTests {
  @Test(
    "an age or a year beside a name, a speaker or somebody named before",
    arguments: [
      ("Mr. Tilden is a 44 year old man from Leeds.", ["44"]),
      ("Harold Winslow, 45, runs the shop.", ["45"]),
      ("I turned 31 on Sunday.", ["31"]),
      ("My uncle was sold the house at the age of 57.", ["57"]),
      ("Harold Winslow opened the shop in 1987.", ["1987"]),
      ("张建国今年45岁，在杭州开出租车。", ["45"]),
      ("The shop opened in 1987.", []),
      ("Members must be 21 years old.", []),
      ("We turned 30 pages.", []),
      ("Version 2 of the plan is 3 years old.", []),
    ])
  func outsideClinicalText(text: String, expected: [String]) throws {
    #expect(try times(in: text) == expected)
  }

  @Test(
    "in clinical text both stay",
    arguments: [
      "Mr. Tilden is a 44 year old man with asthma.",
      "I turned 31 on Sunday and my knee hurts; which doctor should I see?",
      "Harold Winslow was vaccinated in 1987.", "张建国今年45岁，头痛三天。",
      "Harold Winslow, 45, with cardiomyopathy.",
    ])
  func inClinicalText(text: String) throws {
    #expect(try times(in: text) == [])
  }

  @Test("the rule can be turned off, and has its name in what it finds")
  func optional() throws {
    let text = IdentifiedText("Mr. Tilden is a 44 year old man from Leeds.")
    var map = SurrogateMap()
    let spans = try deidentifier.deidentify(text, into: &map).spans
    #expect(spans.contains { $0.kind == .age && $0.recognizer == PersonalTimes.age })
    var options = DeidentificationOptions()
    options.personalTimes = false
    #expect(try !Deidentifier(options).deidentify(text, into: &map).spans.contains { $0.kind == .age })
  }

  private func times(in text: String) throws -> [String] {
    try identifiers(in: text).compactMap { found in
      let parts = found.split(separator: " ", maxSplits: 1)
      return parts[0] == "AGE" || parts[0] == "DATE" ? String(parts[1]) : nil
    }
  }
}
