internal import Foundation

extension TokenizerJSON {
  func normalizer(_ component: JSONValue?) throws(TokenizerError) -> Normalizer {
    guard let component, let type = try Self.type(of: component, "normalizer") else { return .identity }
    switch type {
    case "Sequence":
      var parts: [Normalizer] = []
      for part in try Self.elements(component, "normalizers") { parts.append(try normalizer(part)) }
      return .sequence(parts)
    case "Lowercase": return .lowercase
    case "StripAccents": return .stripAccents
    case "Strip":
      return .strip(start: component["strip_left"]?.bool ?? true, end: component["strip_right"]?.bool ?? true)
    case "Prepend": return .prepend(Array(try Self.text(component, "prepend").utf8))
    case "Replace":
      return .replace(try Self.splitter(component), with: Array(try Self.text(component, "content").utf8))
    case "Precompiled": return try charsMap(component)
    case "BertNormalizer": return bert(component)
    case "Nmt": return .scalars(.nmt)
    case "ByteLevel": return .byteLevel
    default:
      guard let form = UnicodeForm(rawValue: type) else { throw .unsupported(component: "normalizer \(type)") }
      return .form(form)
    }
  }

  private func charsMap(_ component: JSONValue) throws(TokenizerError) -> Normalizer {
    guard let text = component["precompiled_charsmap"]?.string else { return .identity }
    guard let blob = Data(base64Encoded: text) else { throw .malformed("precompiled_charsmap is no Base64") }
    return .charsMap(try CharsMap(Array(blob)))
  }

  private func bert(_ component: JSONValue) -> Normalizer {
    let lowercases = component["lowercase"]?.bool ?? true
    return .bert(
      cleans: component["clean_text"]?.bool ?? true, spacesIdeographs: component["handle_chinese_chars"]?.bool ?? true,
      stripsAccents: component["strip_accents"]?.bool ?? lowercases, lowercases: lowercases)
  }
}

extension Normalizer {
  /// BERT's normalization, of which each part can be left out.
  static func bert(cleans: Bool, spacesIdeographs: Bool, stripsAccents: Bool, lowercases: Bool) -> Normalizer {
    .sequence(
      (cleans ? [.scalars(.bertCleaning)] : []) + (spacesIdeographs ? [.scalars(.spacedIdeographs)] : [])
        + (stripsAccents ? [.form(.decomposed), .scalars(.withoutNonspacingMarks)] : [])
        + (lowercases ? [.lowercase] : []))
  }
}
