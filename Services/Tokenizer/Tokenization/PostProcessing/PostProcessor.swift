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
  /// Whether type ids and order hold without special tokens too.
  var appliesWithoutSpecial = false
  /// Takes spaces off the tokens' places in the text; nil leaves them.
  var trimming: OffsetTrimming?

  /// How many tokens stand around the texts.
  func addedCount(isPair: Bool) -> Int {
    (isPair ? pair : single).reduce(0) { if case .special(let ids, _) = $1 { $0 + ids.count } else { $0 } }
  }

  func process(_ ids: [Int32]) -> [Int32] { Self.fill(single, ids, []) }

  func process(_ first: [Int32], _ second: [Int32]) -> [Int32] { Self.fill(pair, first, second) }

  private static func fill(_ pieces: [Piece], _ first: [Int32], _ second: [Int32]) -> [Int32] {
    pieces.flatMap { piece in
      switch piece {
      case .special(let ids, _): ids
      case .text: first
      case .secondText: second
      }
    }
  }

  /// One text's encoding, or two, with what stands around them.
  func process(_ encodings: [Encoding], addSpecial: Bool) -> Encoding {
    let plain = encodings.count == 1 ? Self.identity.single : Self.identity.pair
    let template = encodings.count == 1 ? single : pair
    let pieces = addSpecial || appliesWithoutSpecial ? template : plain
    return pieces.reduce(nil as Encoding?) { joined, piece in
      guard let next = Self.encoding(piece, encodings, addSpecial) else { return joined }
      return joined?.joined(with: next) ?? next
    } ?? Encoding(tokens: [])
  }

  private static func encoding(_ piece: Piece, _ encodings: [Encoding], _ addSpecial: Bool) -> Encoding? {
    switch piece {
    case .special(let ids, let typeID):
      guard addSpecial else { return nil }
      return Encoding(
        tokens: ids.map { Encoding.Token(id: $0, typeID: typeID, scalars: 0..<0, bytes: 0..<0, isAdded: true) })
    case .text(let typeID): return encodings[0].settingTypeID(typeID)
    case .secondText(let typeID): return encodings.count > 1 ? encodings[1].settingTypeID(typeID) : nil
    }
  }
}
