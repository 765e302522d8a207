import Testing

@testable import Deidentification

@Suite struct LetteredNumberTests {
  @Test("numbers with letters, made at random, alone and beside their words: none stays in sight")
  func leaks() throws {
    let measure = LetteredNumberMeasure(seed: 20_270_611, each: 3)
    #expect(measure.texts.count > 3000)
    let leaks = try measure.leaks()
    #expect(leaks.isEmpty, "\(leaks.count) of \(measure.texts.count): \(leaks.prefix(20))")
  }

  @Test(
    "after words that mostly say something else",
    arguments: [
      ("her insurance is QRT44182093,", ["QRT44182093"]), ("group: 550281937-04", ["550281937-04"]),
      ("the group H1N1-2009", []), ("account Q4-2023", []), ("a group of 250 people", []), ("hospital 12 beds", []),
      ("group a1234567b", []),
    ])
  func looselyCued(text: String, expected: [String]) throws {
    #expect(try found(.looselyCuedID, in: text) == expected)
  }

  @Test(
    "before its word",
    arguments: [
      ("KD-220417 is my chart number", ["KD-220417"]), ("C88120354 was her passport", ["C88120354"]),
      ("2019 was our best year", []), ("3 is my number", []),
    ])
  func beforeCue(text: String, expected: [String]) throws {
    #expect(try found(.idBeforeCue, in: text) == expected)
  }

  @Test(
    "病历号 behind its number",
    arguments: [
      ("MZ20260013（病历号）", ["MZ20260013"]), ("C88120354是我的护照", ["C88120354"]), ("2019年（病历共3页）", []),
      ("CT20（检查）", []),
    ])
  func beforeChineseCue(text: String, expected: [String]) throws {
    #expect(try found(.idBeforeChineseCue, in: text) == expected)
  }

  @Test(
    "plates of Great Britain beside a word for a vehicle",
    arguments: [
      ("the car, KV58 TRB, was towed", ["KV58 TRB"]), ("车牌 LM71XPC", ["LM71XPC"]), ("room KV58 TRB", []),
      ("the car has 4WD AND ABS", []),
    ])
  func britishPlate(text: String, expected: [String]) throws {
    #expect(try found(.britishPlate, in: text) == expected)
  }

  @Test(
    "DVLA: a month and a day in the driver number",
    arguments: [
      ("WINSL657054SM9IJ", ["WINSL657054SM9IJ"]), ("WINSL697054SM9IJ", []), ("WINSL657994SM9IJ", []),
    ])
  func britishDrivingLicence(text: String, expected: [String]) throws {
    #expect(try found(.britishDrivingLicence, in: text) == expected)
  }
}
