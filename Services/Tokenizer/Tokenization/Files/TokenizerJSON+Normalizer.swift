extension TokenizerJSON {
  func normalizer(_ component: JSONValue?) throws(TokenizerError) -> Normalizer {
    guard let component, let type = try Self.type(of: component, "normalizer") else { return .identity }
    switch type {
    case "Sequence":
      var parts: [Normalizer] = []
      for part in try Self.elements(component, "normalizers") { parts.append(try normalizer(part)) }
      return .sequence(parts)
    case "NFC": return .canonicalComposition
    case "Prepend": return .prepend(Array(try Self.text(component, "prepend").utf8))
    case "Replace":
      return .replace(try Self.splitter(component), with: Array(try Self.text(component, "content").utf8))
    default: throw .unsupported(component: "normalizer \(type)")
    }
  }
}
