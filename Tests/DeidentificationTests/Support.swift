import Foundation
import Testing

@testable @_spi(Identified) import Deidentification

/// What one recognizer finds in a text, alone.
func found(_ recognizer: Recognizer, in text: String) throws -> [String] {
  let normalised = NormalisedText(text)
  let candidates = try PatternDetector([recognizer]).candidates(in: normalised)
  return Resolver.resolve(candidates, in: normalised).map {
    String(decoding: normalised.original[normalised.originalRange(of: $0.range)], as: UTF8.self)
  }
}

/// The compiled recognizers, shared: compiling takes a fifth of a second.
let deidentifier = try! Deidentifier()

func deidentified(_ text: String, _ map: inout SurrogateMap) throws -> String {
  try deidentifier.deidentify(IdentifiedText(text), into: &map).text.value
}

func deidentified(_ text: String) throws -> String {
  var map = SurrogateMap()
  return try deidentified(text, &map)
}

/// What all recognizers together find, as "KIND text".
func identifiers(in text: String) throws -> [String] {
  var map = SurrogateMap()
  let scalars = Array(text.unicodeScalars)
  return try deidentifier.deidentify(IdentifiedText(text), into: &map).spans.map { span in
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[span.range])
    return "\(span.kind.rawValue) \(String(view))"
  }
}

func restored(_ text: String, _ map: SurrogateMap) -> String {
  var restorer = SurrogateRestorer(map: map)
  return restorer.push(text) + restorer.finish()
}
