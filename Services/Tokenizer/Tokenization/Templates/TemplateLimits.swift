/// What a template may use: it comes with a model and is not trusted.
enum TemplateLimits {
  /// Characters of source; the longest published template has 20,000.
  static let sourceByteCountMax = 1 << 20
  /// Nested brackets and statements, each of which takes stack.
  static let nestingMax = 100
  /// Operators in a row (`a + b + …`).
  static let chainMax = 500
  /// Operators in one tag, since nested rows of them take stack together.
  static let operatorCountMax = 2_000
  /// Statements and expressions inside one another, each of which takes stack; those of macros for each call again.
  static let evaluationDepthMax = 2_000
  /// Statements and expressions evaluated in one rendering: seconds at most.
  static let stepsMax = 5_000_000
  /// Bytes of text that cost as much to look through as one step.
  static let textBytesPerStep = 64
  /// Lists and objects inside one another; JSON that comes in has 128 at most.
  static let valueDepthMax = 200
  /// Bytes of text made in one rendering, intermediate ones included.
  static let textByteCountMax = 64 << 20
  /// Bytes of memory that a rendering's values take, those included that nothing refers to any more.
  static let heapByteCountMax = 256 << 20
  /// Macro calls inside one another, with the template itself.
  static let callDepthMax = 64
  /// Elements of `range()`: Jinja's sandbox has the same.
  static let rangeCountMax = 100_000
}
