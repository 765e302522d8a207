internal import Deidentification
internal import Foundation

/// The answer to one line: its de-identified text, or why there is none.
///
/// - Parameter rule: named in the explanation of each span; nil for no explanations.
func deidentifyLine(
  _ line: [UInt8], _ deidentifier: Deidentifier, _ conversation: ConversationMap, explainedBy rule: String? = nil
) -> [UInt8] {
  let input: DeidentifyInput
  do {
    input = try JSONDecoder().decode(DeidentifyInput.self, from: Data(line))
  } catch {
    return lineError(id: DeidentifyInput.id(of: line), #"the line is not {"id":…,"text":"…"} in JSON"#)
  }
  do {
    let result = try conversation.deidentify(IdentifiedText(input.text), with: deidentifier)
    return encodeLine(DeidentifyOutput(input, result, explainedBy: rule))
  } catch {
    return lineError(id: input.id, "\(error)")
  }
}

/// `{"id","text"}`.
struct DeidentifyInput: Decodable {
  var id: JSONID?
  var text: String

  /// The id of a line whose other fields cannot be used.
  static func id(of line: [UInt8]) -> JSONID? {
    struct Identified: Decodable { var id: JSONID? }
    return try? JSONDecoder().decode(Identified.self, from: Data(line)).id
  }
}

/// `{"id","text","spans":[{"start","end","type","score"}]}`; explained spans have more fields.
struct DeidentifyOutput: Encodable {
  struct Span: Encodable {
    var start: Int
    var end: Int
    var type: EntityKind
    var score: Float
    var recognizer: String?
    var evidence: String?
    var rule: String?
  }

  var id: JSONID?
  var text: String
  var spans: [Span]

  init(_ input: DeidentifyInput, _ result: Deidentification, explainedBy rule: String?) {
    id = input.id
    text = result.text.value
    spans = result.spans.map {
      Span(start: $0.range.lowerBound, end: $0.range.upperBound, type: $0.kind, score: $0.score)
    }
    guard let rule else { return }
    spans = Explanation.all(input.text, result.spans, rule: rule).map {
      Span(
        start: $0.start, end: $0.end, type: $0.type, score: $0.score, recognizer: $0.recognizer,
        evidence: $0.evidence, rule: $0.rule)
    }
  }
}
