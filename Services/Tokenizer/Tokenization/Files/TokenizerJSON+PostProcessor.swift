extension TokenizerJSON {
  func postProcessor(_ component: JSONValue?) throws(TokenizerError) -> PostProcessor {
    guard let component, let type = try Self.type(of: component, "post_processor") else { return .identity }
    switch type {
    // It changes offsets only.
    case "ByteLevel": return .identity
    case "TemplateProcessing": return try template(component)
    case "RobertaProcessing", "BertProcessing": return try classifier(component, type)
    case "Sequence": return try sequence(component)
    default: throw .unsupported(component: "post_processor \(type)")
    }
  }

  private func sequence(_ component: JSONValue) throws(TokenizerError) -> PostProcessor {
    var active: [PostProcessor] = []
    for part in try Self.elements(component, "processors") {
      let processor = try postProcessor(part)
      if processor.single != PostProcessor.identity.single { active.append(processor) }
    }
    guard active.count <= 1 else { throw .unsupported(component: "post_processor Sequence of two templates") }
    return active.first ?? .identity
  }

  private func template(_ component: JSONValue) throws(TokenizerError) -> PostProcessor {
    let special = component["special_tokens"]
    return PostProcessor(
      single: try pieces(try Self.elements(component, "single"), special),
      pair: try pieces(try Self.elements(component, "pair"), special))
  }

  private func pieces(_ places: [JSONValue], _ special: JSONValue?) throws(TokenizerError) -> [PostProcessor.Piece] {
    var pieces: [PostProcessor.Piece] = []
    for place in places {
      if let sequence = place["Sequence"]?["id"]?.string {
        pieces.append(sequence == "A" ? .text : .secondText)
      } else {
        pieces.append(.special(try ids(of: place, special)))
      }
    }
    return pieces
  }

  private func ids(of place: JSONValue, _ special: JSONValue?) throws(TokenizerError) -> [Int32] {
    guard let name = place["SpecialToken"]?["id"]?.string, let ids = special?[name]?["ids"]?.array else {
      throw .malformed("template names a special token that special_tokens lacks")
    }
    return ids.compactMap { $0.int.flatMap { Int32(exactly: $0) } }
  }

  /// `[CLS] A [SEP]`; in a pair RoBERTa closes the first text and opens the second with the same token.
  private func classifier(_ component: JSONValue, _ type: String) throws(TokenizerError) -> PostProcessor {
    guard let start = component["cls"]?.array?.last?.int.flatMap({ Int32(exactly: $0) }),
      let end = component["sep"]?.array?.last?.int.flatMap({ Int32(exactly: $0) })
    else { throw .malformed("\(type) lacks cls or sep") }
    let middle = type == "RobertaProcessing" ? [end, end] : [end]
    return PostProcessor(
      single: [.special([start]), .text, .special([end])],
      pair: [.special([start]), .text, .special(middle), .secondText, .special([end])])
  }
}
