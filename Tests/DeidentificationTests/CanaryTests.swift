import Foundation
import Testing

@testable @_spi(Identified) import Deidentification

/// Identified values must not reach a log by any way Swift has of turning a value into text.
@Suite struct CanaryTests {
  private static let canary = "Zebulon Canary 555-0199"

  @Test func identifiedTextShowsItsLengthOnly() {
    let text = IdentifiedText(Self.canary)
    #expect(String(describing: text) == "IdentifiedText(23 bytes)")
    for shown in forms(of: text) { #expect(!shown.contains("Canary")) }
  }

  @Test func aSurrogateMapShowsItsCountOnly() {
    var map = SurrogateMap()
    _ = map.surrogate(for: Self.canary, kind: .name)
    let isTaken = map.insert(.init(kind: .id, text: Self.canary + " 2"), asLikeness: "Canary Street 12")
    #expect(isTaken)
    #expect("\(map)" == "SurrogateMap(2 identifiers)")
    for shown in forms(of: map) + forms(of: SurrogateRestorer(map: map)) { #expect(!shown.contains("Canary")) }
  }

  @Test func errorsNameTheRecognizerAndNotTheText() {
    for error in [DeidentificationError.searchFailed(recognizer: "email"), .badMap(reason: "version 2 is not known")] {
      #expect(!"\(error)".isEmpty && !"\(error)".contains("Canary"))
    }
  }

  private func forms(of value: some Sendable) -> [String] {
    var dumped = ""
    dump([value], to: &dumped)
    return [
      "\(value)", String(describing: value), String(reflecting: value), "\([value])", "\(Optional(value) as Any)",
      dumped, "\(Mirror(reflecting: value).children.map(\.value))",
    ]
  }
}
