import Deidentification
import Synchronization
import Testing

@testable import weir

/// Whole documents through the recognizers: fields and columns say what their values are.
@Suite struct DocumentSessionTests {
  @Test(
    "identifiers are gone, the structure stays",
    arguments: [
      (
        DocumentFormat.json, #"{"patient":"Ann Lee","mrn":48213,"pulse":72,"note":"Ann Lee has a cough."}"#,
        #"{"patient":"[NAME_1]","mrn":"[ID_1]","pulse":72,"note":"[NAME_1] has a cough."}"#
      ),
      (.csv, "patient,dob,drug\nAnn Lee,1961-03-14,aspirin\n", "patient,dob,drug\n[NAME_1],[DATE_1],aspirin\n"),
      (.csv, "姓名,年龄,诊断\n欧阳明远,54,高血压\n", "姓名,年龄,诊断\n[NAME_1],54,高血压\n"),
      (
        .fhir,
        #"{"resourceType":"Patient","name":[{"family":"Lee","given":["Ann"]}],"birthDate":"1961-03-14"}"#,
        #"{"resourceType":"Patient","name":[{"family":"[NAME_1]","given":["[NAME_2]"]}],"birthDate":"[DATE_1]"}"#
      ),
      (
        .hl7, "MSH|^~\\&|1|2\rPID|1||48213||Lee^Ann||19610314|\rOBX|1|NM|Na||140|mmol/L\r",
        "MSH|^~\\&|1|2\rPID|1||[ID_1]||[NAME_1]||[DATE_1]|\rOBX|1|NM|Na||140|mmol/L\r"
      ),
      (.text, "Mail ann@example.org.\n", "Mail [EMAIL_1].\n"),
    ])
  func documents(format: DocumentFormat, document: String, expected: String) throws {
    #expect(try Self.rewritten(document, format) == expected)
  }

  @Test func explanationsNameRuleAndEvidenceAndNoIdentifier() throws {
    let spans = try Self.spans(of: "Call Mr. Ann Lee or mail ann@example.org.")
    let explanations = Explanation.all("Call Mr. Ann Lee or mail ann@example.org.", spans, rule: "ward.yaml")
    let mail = try #require(explanations.last)
    #expect(mail.recognizer == "email" && mail.rule == "ward.yaml" && mail.type == .email)
    #expect(mail.evidence.hasSuffix(" or mail ") && !mail.evidence.contains("Lee"))
  }

  @Test func aDifferenceShowsBothTexts() throws {
    let text = "Mail ann@example.org now."
    let shown = ColouredDiff.text(text, try Self.spans(of: text))
    #expect(shown == "Mail \u{1b}[9;31mann@example.org\u{1b}[0m\u{1b}[32m[EMAIL_1]\u{1b}[0m now.")
  }

  private static func spans(of text: String) throws -> [EntitySpan] {
    var map = SurrogateMap()
    return try Deidentifier().deidentify(IdentifiedText(text), into: &map).spans
  }

  private static func rewritten(_ document: String, _ format: DocumentFormat) throws -> String {
    let session = DocumentSession(try Deidentifier(), ConversationMap())
    let rest = Mutex([Array(document.utf8), []])
    let written = Mutex<[UInt8]>([])
    let source = ByteSource { rest.withLock { $0.removeFirst() } }
    let sink = ByteSink { bytes in written.withLock { $0 += bytes } }
    try rewrite(format, from: source, to: sink) { try session.rewrite($0, field: $1) }
    return String(decoding: written.withLock { $0 }, as: UTF8.self)
  }
}
