/// Which special tokens stand around a text: tokenizer.json's `post_processor`.
struct PostProcessor: Sendable {
  /// One place of the template.
  enum Piece: Sendable, Equatable {
    case special([Int32], typeID: Int32)
    case text(typeID: Int32)
    case secondText(typeID: Int32)
  }

  static let identity = PostProcessor(single: [.text(typeID: 0)], pair: [.text(typeID: 0), .secondText(typeID: 1)])

  /// `start` and `end` around each text.
  static func around(start: Int32?, end: Int32?) -> PostProcessor {
    func around(_ text: Piece, _ typeID: Int32) -> [Piece] {
      [.special(start.map { [$0] } ?? [], typeID: typeID), text, .special(end.map { [$0] } ?? [], typeID: typeID)]
    }
    let first = around(.text(typeID: 0), 0)
    return PostProcessor(single: first, pair: first + around(.secondText(typeID: 1), 1))
  }

  /// `[CLS] A [SEP]`, and `[CLS] A [SEP] B [SEP]`.
  static func classifier(start: Int32, end: Int32) -> PostProcessor {
    let single: [Piece] = [.special([start], typeID: 0), .text(typeID: 0), .special([end], typeID: 0)]
    return PostProcessor(single: single, pair: single + [.secondText(typeID: 1), .special([end], typeID: 1)])
  }

  var single: [Piece]
  var pair: [Piece]
  /// A pair without special tokens, unless the template holds then too.
  var plainPair: [Piece] = [.text(typeID: 0), .secondText(typeID: 1)]
  /// Whether order and type ids hold without special tokens too; then what truncation cuts off keeps the type ids that
  /// its text has by itself. So it is with templates in the reference.
  var appliesWithoutSpecial = false
  /// Takes spaces off the tokens' places in the text; nil leaves them.
  var trimming: OffsetTrimming?

  /// How many tokens stand around the texts.
  func addedCount(isPair: Bool) -> Int {
    (isPair ? pair : single).reduce(0) { if case .special(let ids, _) = $1 { $0 + ids.count } else { $0 } }
  }

  /// The ids of one text, or two, with what stands around them.
  func process(_ ids: [Int32], _ second: [Int32]? = nil, addSpecial: Bool) -> [Int32] {
    template(isPair: second != nil, addSpecial).flatMap { piece in
      switch piece {
      case .special(let ids, _): ids
      case .text: ids
      case .secondText: second ?? []
      }
    }
  }

  private func template(isPair: Bool, _ addSpecial: Bool) -> [Piece] {
    if addSpecial { return isPair ? pair : single }
    if !appliesWithoutSpecial { return isPair ? plainPair : Self.identity.single }
    return (isPair ? pair : single).filter { if case .special = $0 { false } else { true } }
  }

  /// One text's encoding, or two, with what stands around them.
  func process(_ encodings: [Encoding], addSpecial: Bool) -> Encoding {
    template(isPair: encodings.count > 1, addSpecial).reduce(nil as Encoding?) { joined, piece in
      let next = encoding(piece, encodings, retypesOverflow: addSpecial && !appliesWithoutSpecial)
      return joined?.joined(with: next) ?? next
    } ?? Encoding(tokens: [])
  }

  private func encoding(_ piece: Piece, _ encodings: [Encoding], retypesOverflow: Bool) -> Encoding {
    switch piece {
    case .special(let ids, let typeID):
      Encoding(tokens: ids.map { .init(id: $0, typeID: typeID, scalars: 0..<0, bytes: 0..<0, isAdded: true) })
    case .text(let typeID): encodings[0].settingTypeID(typeID, inOverflow: retypesOverflow)
    case .secondText(let typeID): encodings[encodings.count - 1].settingTypeID(typeID, inOverflow: retypesOverflow)
    }
  }
}
