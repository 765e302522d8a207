import Foundation
import Testing

@testable import Deidentification

@Suite struct FirmNamesTests {
  @Test(
    "a line of surnames with 'and' is one organisation, a sentence about people is none",
    arguments: [
      (
        "Tilden, Hallorann and Osgood\nKing Street", ["Tilden", "Hallorann", "Osgood"], ["Tilden, Hallorann and Osgood"]
      ),
      ("> Tilden, Hallorann & Osgood", ["Tilden", "Hallorann", "Osgood"], ["Tilden, Hallorann & Osgood"]),
      ("Tilden, Hallorann and Osgood left.", ["Tilden", "Hallorann", "Osgood"], ["Tilden", "Hallorann", "Osgood"]),
      ("Tilden and Osgood", ["Tilden", "Osgood"], ["Tilden", "Osgood"]),
      ("We met Tilden, Hallorann and Osgood", ["Tilden", "Hallorann", "Osgood"], ["Tilden", "Hallorann", "Osgood"]),
    ])
  func lines(text: String, names: [String], expected: [String]) {
    let normalised = NormalisedText(text)
    let spans = names.map { name in
      let start = text.utf8.distance(from: text.startIndex, to: text.range(of: name)!.lowerBound)
      return Candidate(range: start..<start + name.utf8.count, kind: .name, score: 0.9, recognizer: "test")
    }
    let found = FirmNames.joined(spans, in: normalised)
    #expect(found.map { String(decoding: normalised.bytes[$0.range], as: UTF8.self) } == expected)
  }
}
