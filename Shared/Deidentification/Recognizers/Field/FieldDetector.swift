/// Identifiers by the field or column they stand in: JSON, YAML, XML, forms of a web page, CSV and tables, HL7 v2.
struct FieldDetector {
  let text: NormalisedText
  var found: [Candidate] = []

  /// Linear in the text.
  static func candidates(in text: NormalisedText) -> [Candidate] {
    var detector = FieldDetector(text: text)
    let signs = FieldSigns.of(text.bytes)
    if signs.contains(.quote) { detector.scanQuotedKeys() }
    if signs.contains(.tag) { detector.scanMarkup() }
    if signs.contains(.assignment) { detector.scanAssignments() }
    if signs.contains(.line) { detector.scanTables() }
    if signs.contains(.bar) { detector.scanSegments() }
    return detector.found
  }

  /// The whole text as the value of a field.
  static func candidates(in text: NormalisedText, asValueOf field: String) -> [Candidate] {
    var detector = FieldDetector(text: text)
    detector.propose(0..<text.bytes.count, under: NormalisedText(field).bytes[...])
    return detector.found
  }

  private init(text: NormalisedText) { self.text = text }

  /// Bytes of the longest value: an address of some lines.
  static let valueBytesMax = 300

  /// Proposes a value under its key, if the value can be one of that kind.
  mutating func propose(_ range: Range<Int>, under key: ArraySlice<UInt8>, isLoose: Bool = false) {
    guard let kind = FieldKey.kind(of: key) else { return }
    propose(range, as: kind, isLoose: isLoose || FieldKey.isAmbiguous(key))
  }

  mutating func propose(_ range: Range<Int>, as kind: EntityKind, isLoose: Bool = false) {
    let range = text.trimmed(range)
    guard !range.isEmpty, range.count <= Self.valueBytesMax, FieldValue(text.bytes[range]).canBe(kind, isLoose: isLoose)
    else { return }
    found.append(Candidate(range: range, kind: kind, score: 0.9, recognizer: "field"))
  }
}

/// Which structures a text may hold, found in one pass.
private struct FieldSigns: OptionSet {
  let rawValue: UInt8

  static let quote = FieldSigns(rawValue: 1)
  static let tag = FieldSigns(rawValue: 2)
  static let assignment = FieldSigns(rawValue: 4)
  static let line = FieldSigns(rawValue: 8)
  static let bar = FieldSigns(rawValue: 16)

  static func of(_ bytes: [UInt8]) -> FieldSigns {
    kinds.withUnsafeBufferPointer { kinds in
      FieldSigns(rawValue: bytes.reduce(0) { $0 | kinds[Int($1)] })
    }
  }

  private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): quote.rawValue
    case UInt8(ascii: "<"): tag.rawValue
    case UInt8(ascii: "="), UInt8(ascii: ":"): assignment.rawValue
    case 0x0a: line.rawValue
    case UInt8(ascii: "|"): bar.rawValue
    default: 0
    }
  }
}

/// What a field holds, by its looks.
struct FieldValue {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  private static let empty = WordSet(
    """
    null none nil true false unknown n/a na yes no string varchar required optional male female text undefined 无 未知 不详
    男 女 是 否 空 redacted date number
    """)

  func canBe(_ kind: EntityKind, isLoose: Bool) -> Bool {
    let hasDigit = bytes.contains(where: \.isASCIIDigit)
    guard bytes.count > 1, !Self.empty.contains(bytes) else {
      return false
    }
    switch kind {
    case .name: return !hasDigit && (isLoose ? looksLikePerson : wordCount <= 6)
    case .date: return hasDigit || bytes.contains { $0 >= 0xe3 }
    case .phone, .account, .card, .ip: return hasDigit
    case .id: return bytes.count >= 3 && (hasDigit || bytes.count >= 6 && wordCount == 1)
    case .email: return bytes.contains(UInt8(ascii: "@"))
    case .organisation, .location: return wordCount <= 14
    case .secret: return wordCount == 1 && (!isLoose || hasDigit && bytes.count >= 12)
    default: return wordCount <= 3
    }
  }

  private var wordCount: Int { bytes.split { $0 <= 0x20 }.count }

  /// Two to four words in capitals, none ordinary; or two to four Han characters.
  private var looksLikePerson: Bool {
    if bytes.allSatisfy({ $0 >= 0x80 }) { return (4...15).contains(bytes.count) }
    let words = bytes.split { " ,.^".utf8.contains($0) }
    return (2...4).contains(words.count)
      && words.allSatisfy {
        $0.first.map { $0.isASCIIUppercase || $0 >= 0x80 } == true && !Lexicon.commonWords.contains($0)
      }
  }
}
