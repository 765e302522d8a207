/// A labelled text: `{"id","text","spans":[{"start","end","type","opt"?}],"labelled"?}`; offsets in Unicode scalars.
struct GoldDocument: Decodable {
  struct Span: Decodable {
    var start: Int
    var end: Int
    var type: String
    /// Neither required nor punished.
    var opt: Bool?

    var isRequired: Bool { opt != true }
  }

  var id: JSONID?
  var text: String
  var spans: [Span]
  /// The types that this text's annotators looked for; predictions of others do not count against precision.
  var labelled: [String]?
}

/// What was found in it.
struct PredictedSpan: Hashable {
  var start: Int
  var end: Int
  var type: String
}
