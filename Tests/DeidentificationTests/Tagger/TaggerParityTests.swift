import Foundation
import TestSupport
import Testing

@testable import Deidentification

/// The Swift tagger and the trainer's own find the same spans; `Services/Trainer/NameTagger/README.md` tells how to
/// write the fixture again.
@Suite struct TaggerParityTests {
  @Test("the same spans as the trainer's tagger")
  func parity() throws {
    let url = Fixtures.folder.appending(path: "tagger/tagged.tsv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count >= 12)
    let tagger = try Tagger(bias: .zero, isRefined: false)
    for line in lines {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      let text = NormalisedText(String(parts[0]).replacing("\\n", with: "\n"))
      let found = tagger.candidates(in: text).map {
        "\($0.range.lowerBound),\($0.range.upperBound),\(Tagger.kinds.firstIndex(of: $0.kind)!);"
      }
      #expect(found.joined() == parts[1], "\(parts[0])")
    }
  }

  @Test("the gate loses no name of the fixture")
  func gate() throws {
    let url = Fixtures.folder.appending(path: "tagger/texts.tsv")
    let (whole, gated) = (try Tagger(isWindowed: false), try Tagger())
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let text = NormalisedText(String(line).replacing("\\n", with: "\n"))
      let kept = Set(gated.candidates(in: text).flatMap { Array($0.range) })
      #expect(whole.candidates(in: text).allSatisfy { $0.range.allSatisfy(kept.contains) }, "\(line)")
    }
  }
}
