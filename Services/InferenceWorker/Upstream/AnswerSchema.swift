internal import Foundation

/// A JSON schema on its way to an upstream, as it was written: answers have their members in its order.
public struct AnswerSchema: Sendable, Hashable {
  private let text: String
  private let isAnyObject: Bool

  /// nil for what is no JSON object: it must not reach a body unread.
  public init?(_ text: String) {
    let bytes = Data(text.utf8)
    guard let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
      return nil
    }
    self.text = text
    isAnyObject = object.isEmpty || (object.count == 1 && object["type"] as? String == "object")
  }

  /// The field that asks an OpenAI-compatible server for it.
  ///
  /// Source: OpenAI API reference, "Structured outputs"; vLLM and llama-server take the same.
  static let field = "response_format"

  var responseFormat: String {
    guard !isAnyObject else { return #"{"type":"json_object"}"# }
    return #"{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":\#(text)}}"#
  }
}
