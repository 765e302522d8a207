/// Searches a text again under its disguises: each layer that finds something to decode gives a reading, and patterns
/// are located where it differs from the one before.
struct DisguiseDetector: Sendable {
  private typealias Layer = @Sendable ([UInt8]) -> [Reading.Replacement]

  /// In the order in which disguises are put over each other: the outermost first. Escapes twice, as in "%2540".
  private static let layers: [(traits: DisguiseTraits, decode: Layer)] = [
    (.escape, EscapeDecoder.replacements), (.escape, EscapeDecoder.replacements),
    (.code, Base64Decoder.replacements), (.confusable, ConfusableDecoder.replacements),
    (.spokenSign, SpokenSignDecoder.replacements), (.numerals, NumeralDecoder.replacements),
    (.spaced, SpacingDecoder.replacements),
  ]

  let patterns: PatternDetector

  /// What is found under the disguises, by its place in `text`. Linear in the text.
  func candidates(in text: NormalisedText) throws(DeidentificationError) -> [Candidate] {
    let traits = DisguiseTraits.of(text.bytes)
    guard !traits.isEmpty else { return [] }
    var found: [Candidate] = []
    var reading = Reading(text)
    // A layer may bring out what another one decodes, so that all run once one of them found something.
    var isChanged = false
    for layer in Self.layers where isChanged || !traits.isDisjoint(with: layer.traits) {
      let replacements = layer.decode(reading.text.bytes)
      guard !replacements.isEmpty else { continue }
      isChanged = true
      reading = reading.replacing(replacements)
      found += try candidates(in: reading)
    }
    return found
  }

  private func candidates(in reading: Reading) throws(DeidentificationError) -> [Candidate] {
    let numbers = CheckedNumberDetector.candidates(in: reading.text, isReading: true)
    let found = try patterns.candidates(in: reading.text, near: reading.changed) + numbers
    return (found + SpelledNumber.candidates(in: reading)).map { candidate in
      var candidate = candidate
      candidate.range = reading.firstRange(of: candidate.range)
      return candidate
    }
  }
}
