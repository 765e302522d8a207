/// JSON (RFC 8259), one value or many: strings, numbers and keys are rewritten, all else stays byte for byte.
///
/// A number that is rewritten becomes a string. Values are told by the key they stand under; in an array, by the
/// array's key.
struct JSONRewriter: DocumentRewriter {
  private let rewrite: (_ value: String, _ path: [String]) throws -> String?
  private var scanner = JSONScanner()
  private var path: [Container] = []

  private struct Container {
    let isObject: Bool
    var key: String?
  }

  /// `path`: the keys above the value, outermost first; of a key itself, those above its object.
  init(rewrite: @escaping (_ value: String, _ path: [String]) throws -> String?) { self.rewrite = rewrite }

  mutating func push(_ bytes: [UInt8]) throws -> [UInt8] {
    var output: [UInt8] = []
    for byte in bytes { for token in try scanner.push(byte) { try write(token, to: &output) } }
    return output
  }

  mutating func finish() throws -> [UInt8] {
    var output: [UInt8] = []
    for token in try scanner.finish() { try write(token, to: &output) }
    return output
  }

  private mutating func write(_ token: JSONScanner.Token, to output: inout [UInt8]) throws {
    switch token {
    case .sign(let byte):
      output.append(byte)
      follow(byte)
    case .key(let raw):
      let key = try text(JSONString.decode(raw))
      let above = keys
      path[path.count - 1].key = key
      output += try encoded(raw, try rewrite(key, above))
    case .string(let raw): output += try encoded(raw, try rewrite(try text(JSONString.decode(raw)), keys))
    case .number(let raw): output += try encoded(raw, try rewrite(String(decoding: raw, as: UTF8.self), keys))
    case .word(let raw): output += raw
    }
  }

  private var keys: [String] { path.compactMap(\.key) }

  private mutating func follow(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "{"): path.append(Container(isObject: true))
    case UInt8(ascii: "["): path.append(Container(isObject: false))
    case UInt8(ascii: "}"), UInt8(ascii: "]"): path.removeLast()
    case UInt8(ascii: ","): if path.last?.isObject == true { path[path.count - 1].key = nil }
    default: break
    }
  }

  private func encoded(_ raw: [UInt8], _ new: String?) throws -> [UInt8] { new.map(JSONString.encode) ?? raw }

  private func text(_ value: String?) throws -> String {
    guard let value else { throw scanner.error("a string is not UTF-8 or has a malformed escape") }
    return value
  }
}
