internal import Foundation
internal import OutputFilter
internal import Policy

/// `{"id","text"}` or `{"id","chunks"}`.
struct FilterInput: Decodable {
  var id: JSONID?
  var text: String?
  var chunks: [String]?

  /// The id of a line whose other fields cannot be used.
  static func id(of line: [UInt8]) -> JSONID? {
    struct Identified: Decodable { var id: JSONID? }
    return try? JSONDecoder().decode(Identified.self, from: Data(line)).id
  }
}

/// `{"id","text","findings":[{"start","end","category","action"}],"stopped"}`, findings in the order of the text.
struct FilterOutput: Encodable {
  struct Finding: Encodable {
    var start: Int
    var end: Int
    var category: String
    var action: FilterAction
    var rule: String
  }

  var id: JSONID?
  var text = ""
  var findings: [Finding] = []
  var stopped = false

  init(id: JSONID?, _ chunks: [String], _ program: OutputFilterProgram) throws(OutputFilterError) {
    self.id = id
    var filter = OutputFilter(program)
    for chunk in chunks { take(try filter.push(chunk)) }
    take(try filter.finish())
    findings.sort { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  private mutating func take(_ step: FilterStep) {
    text += step.released.value
    stopped = step.isStopped
    findings += step.findings.map {
      Finding(
        start: $0.range.lowerBound, end: $0.range.upperBound, category: $0.category, action: $0.action, rule: $0.ruleID)
    }
  }
}
