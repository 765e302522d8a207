internal import Tokenization

/// Answers the lines of `weir tokenize`.
struct TokenizeLine: Sendable {
  var tokenizer: Tokenizer
  /// Whether special tokens are added in encoding and shown in decoding.
  var keepsSpecial: Bool
  var decodesOnly: Bool
  /// Whether a line tells where in the text each token comes from.
  var tellsOffsets = false

  func answer(_ line: [UInt8]) -> [UInt8] {
    let value: JSONValue
    do { value = try JSONParser.parse(line) } catch { return lineError(id: nil, "\(error)") }
    let id = JSONID(value["id"])
    if let ids = value["ids"] { return decoded(ids, id) }
    guard let text = value["text"]?.string, !decodesOnly else {
      return lineError(id: id, decodesOnly ? #"the line has no "ids""# : #"the line has neither "text" nor "ids""#)
    }
    do {
      guard tellsOffsets else {
        return encodeLine(TokenizedLine(id: id, ids: try tokenizer.encode(text, addSpecial: keepsSpecial)))
      }
      let tokens = try tokenizer.encoding(of: text, addSpecial: keepsSpecial).tokens
      return encodeLine(
        TokenizedLine(
          id: id, ids: tokens.map(\.id), bytes: tokens.map { [$0.bytes.lowerBound, $0.bytes.upperBound] },
          scalars: tokens.map { [$0.scalars.lowerBound, $0.scalars.upperBound] }))
    } catch {
      return lineError(id: id, "\(error)")
    }
  }

  private func decoded(_ value: JSONValue, _ id: JSONID?) -> [UInt8] {
    guard let elements = value.array else { return lineError(id: id, #""ids" is no array"#) }
    var ids: [Int32] = []
    for element in elements {
      guard let token = element.int, (0..<tokenizer.vocabularySize).contains(token) else {
        return lineError(id: id, "an id is no whole number from 0 to \(tokenizer.vocabularySize - 1)")
      }
      ids.append(Int32(token))
    }
    return encodeLine(TextLine(id: id, text: tokenizer.decode(ids, skipSpecial: !keepsSpecial)))
  }
}

/// `{"id","ids"}`, or `{"id","ids","bytes","scalars"}`.
private struct TokenizedLine: Encodable {
  var id: JSONID?
  var ids: [Int32]
  /// Start and end of each token in the text.
  var bytes: [[Int]]?
  var scalars: [[Int]]?
}

/// `{"id","text"}`.
struct TextLine: Encodable {
  var id: JSONID?
  var text: String
}

extension JSONID {
  /// The id in a parsed line; nil for one that is no string or number.
  init?(_ value: JSONValue?) {
    switch value {
    case .string(let text): self = .string(text)
    case .integer(let number): self = .integer(Int64(number))
    case .number(let number): self = .number(number)
    default: return nil
    }
  }
}
