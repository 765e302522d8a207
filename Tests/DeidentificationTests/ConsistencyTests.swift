import Testing

@testable import Deidentification

@Suite struct ConsistencyTests {
  @Test(
    "a name found by its cue is found everywhere, also in part",
    arguments: [
      (
        "Owner: Torvald Lindqvist (chief). When Lindqvist leaves, ask him.",
        "Owner: [NAME_1] (chief). When [NAME_2] leaves, ask him."
      ),
      ("患者赵春来，男。昨晚赵春来诉胸痛。", "患者[NAME_1]，男。昨晚[NAME_1]诉胸痛。"),
    ])
  func document(text: String, expected: String) throws {
    #expect(try deidentified(text) == expected)
  }

  @Test func theConversationRemembersNamesAcrossTurns() throws {
    var map = SurrogateMap()
    #expect(try deidentified("The patient is Mr. Quillon Tavistock.", &map) == "The patient is [NAME_1].")
    #expect(try deidentified("did Tavistock sleep?", &map) == "did [NAME_2] sleep?")
    #expect(try deidentified("And Mr. Quillon Tavistock?", &map) == "And [NAME_1]?")
  }

  @Test func anEponymStaysBesideAPatientOfThatName() throws {
    #expect(
      try deidentified("Patient: Mr. James Parkinson. He has Parkinson disease.")
        == "Patient: [NAME_1]. He has Parkinson disease.")
  }

  @Test func theSameIdentifierHasOneSurrogate() throws {
    #expect(try deidentified("a@b.org, c@d.org, a@b.org") == "[EMAIL_1], [EMAIL_2], [EMAIL_1]")
  }

  @Test("a name is kept once however often it stands, so that the search stays linear")
  func repetition() throws {
    var map = SurrogateMap()
    let text = String(repeating: "我叫李伟，", count: 5000)
    let result = try deidentifier.deidentify(IdentifiedText(text), into: &map)
    #expect(result.counts == [.name: 5000])
    #expect(map.count == 1)
  }
}
