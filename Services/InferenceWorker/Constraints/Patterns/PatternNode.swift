/// A regular expression.
indirect enum PatternNode: Hashable, Sendable {
  case set(ScalarSet)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// `most` is nil for no limit.
  case repeated(PatternNode, least: Int, most: Int?)
  /// `^` and `$`.
  case start
  case end
}
