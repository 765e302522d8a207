/// A piece of template source.
struct TemplateToken: Equatable {
  enum Kind: Equatable {
    /// Text between tags.
    case text(String)
    case statementStart, statementEnd, outputStart, outputEnd
    case name(String)
    case string(String)
    case integer(Int)
    case number(Double)
    case symbol(TemplateSign)
    case end
  }

  var kind: Kind
  /// Counts from 1.
  var line: Int
}
