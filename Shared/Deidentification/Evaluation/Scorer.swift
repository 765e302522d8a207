/// Adds up how well predictions cover labelled texts.
///
/// A **leak** is a required identifier of which some letter or digit stays uncovered, by whatever type; a **miss** one
/// of which nothing is covered. Strict figures want the same start and end. Every share is from 0 to 1.
public struct Scorer: Sendable {
  public struct Counts: Equatable, Sendable {
    public internal(set) var gold = 0
    public internal(set) var predicted = 0
    public internal(set) var leaked = 0
    public internal(set) var missed = 0
    public internal(set) var characters = 0
    public internal(set) var charactersCovered = 0
    public internal(set) var exactGold = 0
    public internal(set) var exactPredicted = 0

    public var leak: Double { share(leaked, gold) }
    public var miss: Double { share(missed, gold) }
    public var characterRecall: Double { share(charactersCovered, characters) }
    public var strictF1: Double { harmonic(share(exactPredicted, predicted), share(exactGold, gold), beta: 1) }
  }

  public private(set) var types: [String: Counts] = [:]
  public private(set) var all = Counts()
  public private(set) var documents = 0
  private var charactersPredicted = 0
  private var charactersRight = 0
  private var leakingDocuments = 0
  private var labelledDocuments = 0
  public private(set) var cleanDocuments = 0
  private var cleanDocumentsMasked = 0

  public var characterPrecision: Double { share(charactersRight, charactersPredicted) }
  public var characterF2: Double { harmonic(characterPrecision, all.characterRecall, beta: 2) }
  /// Share of the texts with an identifier that leak one.
  public var documentLeak: Double { share(leakingDocuments, labelledDocuments) }
  /// Share of the texts without any identifier in which something was found.
  public var overMasked: Double { share(cleanDocumentsMasked, cleanDocuments) }

  public init() {}

  /// Scores one text. `document` must be valid.
  public mutating func add(_ document: GoldDocument, _ predictions: Set<PredictedSpan>) {
    let page = ScoredPage(document, predictions)
    documents += 1
    var leaks = false
    for span in document.spans where span.isRequired {
      leaks = add(span, page) || leaks
    }
    for span in page.counted {
      let isExact = document.spans.contains { $0.isRequired && $0.start == span.start && $0.end == span.end }
      count(span.type) {
        $0.predicted += 1
        $0.exactPredicted += isExact ? 1 : 0
      }
    }
    charactersPredicted += page.charactersPredicted
    charactersRight += page.charactersRight
    addDocument(document, leaks: leaks, isMasked: !page.counted.isEmpty)
  }

  /// Whether the identifier leaks.
  private mutating func add(_ span: GoldDocument.Span, _ page: ScoredPage) -> Bool {
    let (covered, total) = page.coverage(of: span)
    let isExact = page.predictions.contains { $0.start == span.start && $0.end == span.end }
    count(span.type) {
      $0.gold += 1
      $0.characters += total
      $0.charactersCovered += covered
      $0.leaked += covered < total ? 1 : 0
      $0.missed += covered == 0 ? 1 : 0
      $0.exactGold += isExact ? 1 : 0
    }
    return covered < total
  }

  private mutating func addDocument(_ document: GoldDocument, leaks: Bool, isMasked: Bool) {
    if document.spans.contains(where: \.isRequired) {
      labelledDocuments += 1
      leakingDocuments += leaks ? 1 : 0
    }
    if document.spans.isEmpty {
      cleanDocuments += 1
      cleanDocumentsMasked += isMasked ? 1 : 0
    }
  }

  private mutating func count(_ type: String, _ change: (inout Counts) -> Void) {
    change(&types[type, default: Counts()])
    change(&all)
  }
}

private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

/// Van Rijsbergen's F: recall counts `beta` times as much as precision.
private func harmonic(_ precision: Double, _ recall: Double, beta: Double) -> Double {
  let sum = beta * beta * precision + recall
  return sum == 0 ? 0 : (1 + beta * beta) * precision * recall / sum
}
