internal import Deidentification

/// Why one identifier was taken out.
struct Explanation: Encodable {
  var start: Int
  var end: Int
  var type: EntityKind
  var score: Float
  /// The rule that found it: a file of Recognizers/, the tagger, or a policy's own.
  var recognizer: String
  /// The words before it, which hold the cue or the label where there is one. Other identifiers in them are hidden.
  var evidence: String
  /// The policy that asks for this kind to be taken out.
  var rule: String

  /// Scalars of `evidence`.
  static let evidenceScalars = 24

  /// Of every identifier of a text.
  static func all(_ text: String, _ spans: [EntitySpan], rule: String) -> [Explanation] {
    var shown = Array(text.unicodeScalars)
    for span in spans { for index in span.range { shown[index] = "▮" } }
    return spans.map { span in
      let before = shown[max(0, span.range.lowerBound - evidenceScalars)..<span.range.lowerBound]
      return Explanation(
        start: span.range.lowerBound, end: span.range.upperBound, type: span.kind, score: span.score,
        recognizer: span.recognizer, evidence: String(String.UnicodeScalarView(before)), rule: rule)
    }
  }
}
