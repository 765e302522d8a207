internal import ArgumentParser
internal import Deidentification
internal import Foundation

/// `weir deidentify --evaluate GOLD`: the scorer's figures on a user's own labelled texts.
struct Evaluation {
  private let documents: [GoldDocument]

  /// Throws `ValidationError` with the number of the first line that cannot be used.
  init(path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("cannot read '\(path)'; check its path and that it is UTF-8")
    }
    documents = try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { !$1.allSatisfy(\.isWhitespace) }
      .map { number, line in
        guard let document = try? JSONDecoder().decode(GoldDocument.self, from: Data(line.utf8)), document.isValid
        else {
          throw ValidationError(
            #"\#(path), line \#(number + 1): not {"id","text","spans":[{"start","end","type"}]} with spans in the text"#
          )
        }
        return document
      }
  }

  func run(_ deidentifier: Deidentifier) throws {
    print(report(try score(deidentifier)))
  }

  func score(_ deidentifier: Deidentifier) throws -> Scorer {
    var scorer = Scorer()
    for document in documents {
      var map = SurrogateMap()
      let spans = try deidentifier.deidentify(IdentifiedText(document.text), into: &map).spans
      scorer.add(document, Set(spans.map(PredictedSpan.init)))
    }
    return scorer
  }

  private func report(_ scorer: Scorer) -> String {
    let rows = scorer.types.sorted { $0.key < $1.key } + [("ALL", scorer.all)]
    let table = rows.map { type, counts in
      [
        type.padding(toLength: 10, withPad: " ", startingAt: 0), right("\(counts.gold)", 7),
        right("\(counts.predicted)", 7), right(counts.leak), right(counts.miss), right(counts.characterRecall),
        right(counts.strictF1),
      ].joined()
    }
    return
      (["type         gold  found    leak    miss  recall strictF1"] + table + [
        "characters: precision \(short(scorer.characterPrecision)), recall \(short(scorer.all.characterRecall)), "
          + "F2 \(short(scorer.characterF2))",
        "texts: \(scorer.documents); with a leak \(short(scorer.documentLeak)) of those with an identifier; "
          + "masked \(short(scorer.overMasked)) of \(scorer.cleanDocuments) without one",
      ]).joined(separator: "\n")
  }

  private func short(_ value: Double) -> String { value.formatted(.number.precision(.fractionLength(4))) }
  private func right(_ value: Double) -> String { right(short(value), 8) }
  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
