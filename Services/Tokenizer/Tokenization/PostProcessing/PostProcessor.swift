/// Which special tokens stand around a text: tokenizer.json's `post_processor`.
struct PostProcessor: Sendable {
  /// One place of the template.
  enum Piece: Sendable, Equatable {
    case special([Int32])
    case text
    case secondText
  }

  static let identity = PostProcessor(single: [.text], pair: [.text, .secondText])

  var single: [Piece]
  var pair: [Piece]

  func process(_ ids: [Int32]) -> [Int32] { Self.fill(single, ids, []) }

  func process(_ first: [Int32], _ second: [Int32]) -> [Int32] { Self.fill(pair, first, second) }

  private static func fill(_ pieces: [Piece], _ first: [Int32], _ second: [Int32]) -> [Int32] {
    pieces.flatMap { piece in
      switch piece {
      case .special(let ids): ids
      case .text: first
      case .secondText: second
      }
    }
  }
}
