import Testing

@testable import Deidentification

@Suite struct FieldTests {
  @Test(
    "a value is an identifier because of its key",
    arguments: [
      (#"{"patient_name": "Okpara, Zita", "dob": "820317", "ward": "B2"}"#, ["Okpara, Zita", "820317"]),
      (#"{"mrn": 55821, "given": ["Zita", "Mo Ani"], "sex": "F"}"#, ["55821", "Mo Ani"]),
      (#"{'姓名': '欧阳小玉', '科室': '内科', '身份证号': 'X00012'}"#, ["欧阳小玉", "X00012"]),
      (
        "<patient><family value=\"Van Aerts\"/><birthDate>1982-03-17</birthDate></patient>",
        ["Van Aerts", "1982-03-17"]
      ),
      ("GET /visit?lastname=Okpara&dob=820317&page=2", ["Okpara", "820317"]),
      ("Patient ID: ZK 5582\nPlan: rest", ["ZK 5582"]),
      ("姓名：欧阳小玉\n诊断：感冒", ["欧阳小玉"]),
      (
        "name,dob,result\nZita Okpara,17.3.82,negative\nMo Ani,4.1.90,positive",
        ["Zita Okpara", "17.3.82", "Mo Ani", "4.1.90"]
      ),
      ("姓名\t电话\t结果\n欧阳小玉\t5582-1\t阴性", ["欧阳小玉", "5582-1"]),
      ("| Patient | SSN |\n|---|---|\n| Zita Okpara | 5582 |", ["Zita Okpara", "5582"]),
      (
        "MSH|^~\\&|A\rPID|1||5582^^^H||Okpara^Zita||19820317|F\nOBX|1|NM|K^Potassium||4.1",
        ["5582^^^H", "Okpara^Zita", "19820317"]
      ),
    ])
  func fields(text: String, expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test(
    "fields of things, and sentences that look like fields",
    arguments: [
      #"{"name": "aspirin", "dose": "81 mg", "status": "active"}"#,
      #"{"name": "metformin tablet", "version": "1.2.0"}"#,
      "Name: of the drug unknown\nAddress the cause", "SELECT name, dob FROM patient", "address = null; phone = none",
      "Patient: stable overnight\nPlan: discharge", "a,b,c\n1,2,3", "test,result,unit\nsodium,141,mmol/L",
      "<name>aspirin</name>", "city council, town hall\nno, yes", "p|q|r\n1|2|3", "OBX|1|NM|2345-7^Glucose||182|mg/dL",
    ])
  func noFields(text: String) {
    #expect(found(text) == [])
  }

  @Test("HL7 v2: which parts of a message name nobody")
  func namelessParts() {
    let message =
      "MSH|^~\\&|RADIANT|HARBOUR VIEW|ARCHIVE|CENTRAL|202403011200||ORU^R01|77|P|2.5.1\r"
      + "PID|1||5582^^^H||Okpara^Zita||19820317|F|||12 Elm Row\rOBX|1|TX|718-7^Hemoglobin||seen by Mo Ani||F\rZXX|1|Zita"
    let text = NormalisedText(message)
    let fields = MessageFields(text)
    let isNameless = { (part: String) in fields.excludes(text.bytes.firstRange(of: Array(part.utf8))!) }
    for part in [
      "MSH", "RADIANT", "HARBOUR VIEW", "CENTRAL", "ORU^R01", "2.5.1", "PID", "OBX", "718-7^Hemoglobin", "TX",
    ] {
      #expect(isNameless(part), "\(part)")
    }
    for part in ["Okpara^Zita", "12 Elm Row", "seen by Mo Ani", "ZXX|1|Zita", "2.5.1\rPID"] {
      #expect(!isNameless(part), "\(part)")
    }
    #expect(!MessageFields(NormalisedText("MSH: a segment")).excludes(0..<3))
  }

  @Test("HL7 v2: names of applications pass, names of people do not")
  func applications() throws {
    let message =
      "MSH|^~\\&|Halden Viewer|A|Corvane Archive|B|20240301||ORU^R01|7|P|2.5.1\rPID|1||||Okpara^Zita||19820317|F"
    #expect(try identifiers(in: message) == ["DATE 20240301", "NAME Okpara^Zita", "DATE 19820317"])
  }

  private func found(_ text: String) -> [String] {
    let normalised = NormalisedText(text)
    return Resolver.resolve(FieldDetector.candidates(in: normalised), in: normalised).map {
      String(decoding: normalised.bytes[$0.range], as: UTF8.self)
    }
  }
}
