/// Searches a text again under its disguises: each layer that finds something to decode gives a reading, and patterns
/// are located where it differs from the one before.
struct DisguiseDetector: Sendable {
  private typealias Layer = @Sendable ([UInt8]) -> [Reading.Replacement]

  /// In the order in which disguises are put over each other: the outermost first. Escapes twice, as in "%2540".
  private static let layers: [(traits: DisguiseTraits, decode: Layer)] = [
    (.escape, EscapeDecoder.replacements), (.escape, EscapeDecoder.replacements),
    (.letters, Base64Decoder.replacements),
    (.confusable, ConfusableDecoder.replacements), (.letters, SpokenSignDecoder.replacements),
    (.numeral, NumeralDecoder.replacements), (.spaced, SpacingDecoder.replacements),
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
    let numbers = CheckedNumberDetector.candidates(in: reading.text)
    let found = try patterns.candidates(in: reading.text, near: reading.changed) + numbers
    return (found + SpelledNumber.candidates(in: reading)).map { candidate in
      var candidate = candidate
      candidate.range = reading.firstRange(of: candidate.range)
      return candidate
    }
  }
}

/// Which disguises a text may hold, found in one pass.
struct DisguiseTraits: OptionSet, Sendable {
  let rawValue: UInt8

  /// An ampersand, a percent sign, a backslash.
  static let escape = DisguiseTraits(rawValue: 1)
  /// Greek, Cyrillic, and letters for mathematics.
  static let confusable = DisguiseTraits(rawValue: 2)
  /// Letters of words that stand for signs and digits.
  static let letters = DisguiseTraits(rawValue: 4)
  static let ideograph = DisguiseTraits(rawValue: 8)
  static let digit = DisguiseTraits(rawValue: 16)

  static let numeral: DisguiseTraits = [.letters, .ideograph]
  static let spaced: DisguiseTraits = [.digit, .letters]

  static func of(_ bytes: [UInt8]) -> DisguiseTraits {
    kinds.withUnsafeBufferPointer { kinds in
      DisguiseTraits(rawValue: bytes.reduce(0) { $0 | kinds[Int($1)] })
    }
  }

  private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "\\"): escape.rawValue
    case 0xce...0xd2, 0xe2, 0xf0: confusable.rawValue
    case 0xe3...0xe9: ideograph.rawValue
    default: byte.isASCIILetter ? letters.rawValue : byte.isASCIIDigit ? digit.rawValue : 0
    }
  }
}
