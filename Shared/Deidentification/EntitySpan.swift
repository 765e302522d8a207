/// An identifier's place in the input.
public struct EntitySpan: Sendable, Hashable {
  /// Unicode scalars of the input.
  public var range: Range<Int>
  public var kind: EntityKind
  /// Confidence, 0 to 1.
  public var score: Float
  /// The name of the recognizer that found it.
  public var recognizer: String
  /// What stands in its place in the output.
  public var replacement: String

  public init(range: Range<Int>, kind: EntityKind, score: Float, recognizer: String, replacement: String) {
    self.range = range
    self.kind = kind
    self.score = score
    self.recognizer = recognizer
    self.replacement = replacement
  }
}
