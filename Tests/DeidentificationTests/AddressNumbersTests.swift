import Foundation
import Testing

@testable import Deidentification

@Suite struct AddressNumbersTests {
  @Test(
    "numbers that belong to a place",
    arguments: [
      // text, the place found, what is masked
      ("Send it to 114 Calle Mayor 6.", "Calle Mayor 6", "114 Calle Mayor 6"),
      ("Norway 4021", "Norway", "Norway 4021"), ("Lives in Skopje, 91-000.", "Skopje", "Skopje, 91-000"),
      ("ul. Nowa 5, Poland 30415\nTel", "Poland", "Poland 30415"),
      ("9 Mill Lane\nYork\n  60411", "9 Mill Lane\nYork", "9 Mill Lane\nYork\n  60411"),
      ("in Santos, SP 11013", "Santos", "Santos, SP 11013"),
      ("She lives on Rua do Carmo 188.", "Rua do Carmo", "Rua do Carmo 188"),
    ])
  func belong(text: String, place: String, expected: String) { #expect(widened(text, place) == expected) }

  @Test(
    "numbers that do not",
    arguments: [
      ("We saw 300 Paris shops", "Paris"), ("back in Finland 2019.", "Finland"),
      ("In Toronto 12345 people voted", "Toronto"),
      ("version 2.114 Calle Mayor 6", "Calle Mayor 6"), ("Norway 12", "Norway"), ("Norway 12345678", "Norway"),
      ("New York 12 votes", "New York"), ("in New Delhi 2019.", "New Delhi"), ("Norway\n4021 people", "Norway"),
      ("Norway\n40210", "Norway"),
    ])
  func apart(text: String, place: String) { #expect(widened(text, place) == place) }

  private func widened(_ text: String, _ place: String) -> String {
    let normalised = NormalisedText(text)
    let start = text.utf8.distance(from: text.startIndex, to: text.range(of: place)!.lowerBound)
    let span = Candidate(range: start..<start + place.utf8.count, kind: .location, score: 0.9, recognizer: "test")
    let range = AddressNumbers.widened([span], in: normalised)[0].range
    return String(decoding: normalised.bytes[range], as: UTF8.self)
  }
}
