/// One labelled text with its predictions, scalar by scalar.
struct ScoredPage {
  let predictions: Set<PredictedSpan>
  /// The predictions that count: those of types that were labelled or that touch an identifier, and not those that
  /// touch optional ones only.
  let counted: [PredictedSpan]
  let charactersPredicted: Int
  let charactersRight: Int
  private let covered: [Bool]
  private let isSolid: [Bool]

  init(_ document: GoldDocument, _ predictions: Set<PredictedSpan>) {
    let scalars = Array(document.text.unicodeScalars)
    let isSolid = scalars.map { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    func marked(_ ranges: [(Int, Int)]) -> [Bool] {
      var marks = Array(repeating: false, count: scalars.count)
      for (start, end) in ranges { for index in max(0, start)..<min(end, scalars.count) { marks[index] = true } }
      return marks
    }
    let required = marked(document.spans.filter(\.isRequired).map { ($0.start, $0.end) })
    let optional = marked(document.spans.filter { !$0.isRequired }.map { ($0.start, $0.end) })
    let labelled = document.labelled.map(Set.init)
    let relevant = predictions.filter { span in
      labelled?.contains(span.type) ?? true || required[span.start..<span.end].contains(true)
    }
    counted = relevant.filter { span in
      let range = span.start..<span.end
      return required[range].contains(true) || !optional[range].contains(true)
    }
    let punishable = marked(relevant.map { ($0.start, $0.end) })
    let judged = scalars.indices.filter { punishable[$0] && isSolid[$0] && (required[$0] || !optional[$0]) }
    charactersPredicted = judged.count
    charactersRight = judged.count { required[$0] }
    covered = marked(predictions.map { ($0.start, $0.end) })
    self.predictions = predictions
    self.isSolid = isSolid
  }

  /// Letters and digits of an identifier: how many are covered, and how many there are. One without any counts whole.
  func coverage(of span: GoldDocument.Span) -> (covered: Int, total: Int) {
    let solid = (span.start..<span.end).filter { isSolid[$0] }
    let judged = solid.isEmpty ? Array(span.start..<span.end) : solid
    return (judged.count { covered[$0] }, judged.count)
  }
}
