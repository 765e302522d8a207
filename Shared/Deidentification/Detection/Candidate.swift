/// A span that a detector proposes, before the resolver decides.
struct Candidate: Hashable, Sendable {
  /// Bytes of the normalised text.
  var range: Range<Int>
  var kind: EntityKind
  /// Confidence, 0 to 1.
  var score: Float
  var recognizer: String

  /// Confidence from which a candidate counts as an identifier.
  static let scoreMin: Float = 0.5
}
