extension TokenizerJSON {
  func postProcessor(_ component: JSONValue?) throws(TokenizerError) -> PostProcessor {
    guard let component, let type = try Self.type(of: component, "post_processor") else { return .identity }
    switch type {
    case "ByteLevel":
      var processor = PostProcessor.identity
      processor.trimming = trimming(component)
      return processor
    case "TemplateProcessing": return try template(component)
    case "RobertaProcessing", "BertProcessing": return try classifier(component, isRoberta: type == "RobertaProcessing")
    case "Sequence": return try sequence(component)
    default: throw .unsupported(component: "post_processor \(type)")
    }
  }

  private func trimming(_ component: JSONValue) -> OffsetTrimming? {
    guard component["trim_offsets"]?.bool ?? true else { return nil }
    return OffsetTrimming(addsPrefixSpace: component["add_prefix_space"]?.bool ?? true)
  }

  private func sequence(_ component: JSONValue) throws(TokenizerError) -> PostProcessor {
    var combined = PostProcessor.identity
    var isTemplate = false
    for part in try Self.elements(component, "processors") {
      let processor = try postProcessor(part)
      let trimming = processor.trimming ?? combined.trimming
      if processor.appliesWithoutSpecial || processor.addedCount(isPair: false) > 0 {
        if isTemplate { throw .unsupported(component: "post_processor Sequence of two templates") }
        combined = processor
        isTemplate = true
      }
      combined.trimming = trimming
    }
    return combined
  }

  private func template(_ component: JSONValue) throws(TokenizerError) -> PostProcessor {
    let special = component["special_tokens"]
    let single = try pieces(try Self.elements(component, "single"), special)
    let namesSecond = single.contains { if case .secondText = $0 { true } else { false } }
    if namesSecond { throw .malformed("template for a single text names sequence B") }
    return PostProcessor(
      single: single,
      pair: try pieces(try Self.elements(component, "pair"), special), appliesWithoutSpecial: true)
  }

  private func pieces(_ places: [JSONValue], _ special: JSONValue?) throws(TokenizerError) -> [PostProcessor.Piece] {
    var pieces: [PostProcessor.Piece] = []
    for place in places {
      if let sequence = place["Sequence"] {
        let typeID = try Self.id(sequence["type_id"] ?? .integer(0))
        switch sequence["id"]?.string {
        case "A": pieces.append(.text(typeID: typeID))
        case "B": pieces.append(.secondText(typeID: typeID))
        default: throw .malformed("template names a sequence that is neither A nor B")
        }
      } else {
        let typeID = try Self.id(place["SpecialToken"]?["type_id"] ?? .integer(0))
        pieces.append(.special(try ids(of: place, special), typeID: typeID))
      }
    }
    return pieces
  }

  private func ids(of place: JSONValue, _ special: JSONValue?) throws(TokenizerError) -> [Int32] {
    guard let name = place["SpecialToken"]?["id"]?.string, let elements = special?[name]?["ids"]?.array else {
      throw .malformed("template names a special token that special_tokens lacks")
    }
    var ids: [Int32] = []
    for element in elements { ids.append(try Self.id(element)) }
    return ids
  }

  static func id(_ value: JSONValue?) throws(TokenizerError) -> Int32 {
    guard let id = value?.int.flatMap({ Int32(exactly: $0) }), id >= 0 else {
      throw .malformed("an id is no whole number from 0 on")
    }
    return id
  }

  /// `[CLS] A [SEP]`; in a pair RoBERTa closes the first text and opens the second with the same token.
  private func classifier(_ component: JSONValue, isRoberta: Bool) throws(TokenizerError) -> PostProcessor {
    let start = try Self.id(component["cls"]?.array?.last)
    let end = try Self.id(component["sep"]?.array?.last)
    guard isRoberta else { return .classifier(start: start, end: end) }
    let single: [PostProcessor.Piece] = [
      .special([start], typeID: 0), .text(typeID: 0), .special([end], typeID: 0),
    ]
    let second: [PostProcessor.Piece] = [
      .special([end], typeID: 0), .secondText(typeID: 0), .special([end], typeID: 0),
    ]
    return PostProcessor(
      single: single, pair: single + second, plainPair: [.text(typeID: 0), .secondText(typeID: 0)],
      trimming: trimming(component))
  }
}
