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
      ("患者赵春来，男。春来说胸口疼。", "患者[NAME_1]，男。[NAME_2]说胸口疼。"),
      ("Owner: Torvald Lindqvist. Signed by T. Lindqvist.", "Owner: [NAME_1]. Signed by [NAME_2]."),
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

  @Test(
    "a phrase is found as a whole word only, the longest first",
    arguments: [
      ("Orbix and Orbixal", ["Orbix"]), ("北医三院的北医", ["北医三院"]), ("Sea Orbix Ltd, Orbix.", ["Orbix Ltd", "Orbix"]),
      ("病Orbix病", ["Orbix"]), ("", []), ("Or", []),
    ])
  func phrases(text: String, expected: [String]) {
    var index = PhraseIndex()
    for phrase in ["Orbix", "Orbix Ltd", "北医三院"] { index.insert(Array(phrase.utf8)[...], .organisation) }
    let normalised = NormalisedText(text)
    let found = Resolver.resolve(index.candidates(in: normalised), in: normalised)
    #expect(found.map { String(decoding: normalised.bytes[$0.range], as: UTF8.self) } == expected)
  }
}
