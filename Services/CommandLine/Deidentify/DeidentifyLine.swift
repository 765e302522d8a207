internal import Deidentification
internal import Foundation

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

/// `{"id","text","spans":[{"start","end","type","score"}]}`.
struct DeidentifyOutput: Encodable {
  struct Span: Encodable {
    var start: Int
    var end: Int
    var type: EntityKind
    var score: Float
  }

  var id: JSONID?
  var text: String
  var spans: [Span]

  init(id: JSONID?, _ result: Deidentification) {
    self.id = id
    text = result.text.value
    spans = result.spans.map {
      Span(start: $0.range.lowerBound, end: $0.range.upperBound, type: $0.kind, score: $0.score)
    }
  }
}
