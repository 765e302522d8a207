internal import Tokenization

/// Answers the lines of `weir tokenize`.
struct TokenizeLine: Sendable {
  var tokenizer: Tokenizer
  /// Whether special tokens are added in encoding and shown in decoding.
  var keepsSpecial: Bool
  var decodesOnly: Bool

  func answer(_ line: [UInt8]) -> [UInt8] {
    let value: JSONValue
    do { value = try JSONParser.parse(line) } catch { return lineError(id: nil, "\(error)") }
    let id = JSONID(value["id"])
    if let ids = value["ids"] { return decoded(ids, id) }
    guard let text = value["text"]?.string, !decodesOnly else {
      return lineError(id: id, decodesOnly ? #"the line has no "ids""# : #"the line has neither "text" nor "ids""#)
    }
    do {
      return encodeLine(TokenizedLine(id: id, ids: try tokenizer.encode(text, addSpecial: keepsSpecial)))
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

/// `{"id","ids"}`.
private struct TokenizedLine: Encodable {
  var id: JSONID?
  var ids: [Int32]
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
