internal import Tokenization

/// Answers the lines of `weir template`.
struct TemplateLine: Sendable {
  /// A template that cannot be read answers every line with the reason.
  var template: Result<ChatTemplate, TemplateError>
  /// Variables that a line need not give.
  var variables: [String: TemplateValue]
  var now: CivilTime

  func answer(_ line: [UInt8]) -> [UInt8] {
    let value: JSONValue
    do { value = try JSONParser.parse(line) } catch { return lineError(id: nil, "\(error)") }
    guard let members = value.members else { return lineError(id: nil, "the line is no object") }
    let id = JSONID(value["id"])
    var variables = variables
    for member in members where member.key != "id" { variables[member.key] = member.value }
    do {
      return encodeLine(TextLine(id: id, text: try template.get().render(variables, now: now)))
    } catch {
      return lineError(id: id, "\(error)")
    }
  }
}
