/// A labelled text: `{"text","spans":[{"start","end","type","opt"?}],"labelled"?}`; offsets in Unicode scalars.
public struct GoldDocument: Decodable, Sendable {
  public struct Span: Decodable, Sendable {
    public var start: Int
    public var end: Int
    public var type: String
    /// Neither required nor punished.
    public var opt: Bool?

    public init(start: Int, end: Int, type: String, opt: Bool? = nil) {
      (self.start, self.end, self.type, self.opt) = (start, end, type, opt)
    }

    var isRequired: Bool { opt != true }
  }

  public var text: String
  public var spans: [Span]
  /// The types that this text's annotators looked for; predictions of others do not count against precision.
  public var labelled: [String]?

  public init(text: String, spans: [Span], labelled: [String]? = nil) {
    (self.text, self.spans, self.labelled) = (text, spans, labelled)
  }

  /// Every span lies in the text and is not empty.
  public var isValid: Bool {
    let count = text.unicodeScalars.count
    return spans.allSatisfy { $0.start >= 0 && $0.start < $0.end && $0.end <= count }
  }
}

/// What was found in it.
public struct PredictedSpan: Hashable, Sendable {
  public var start: Int
  public var end: Int
  public var type: String

  public init(start: Int, end: Int, type: String) { (self.start, self.end, self.type) = (start, end, type) }

  public init(_ span: EntitySpan) {
    self.init(start: span.range.lowerBound, end: span.range.upperBound, type: span.kind.rawValue)
  }
}
