/// The form of a surrogate: `[NAME_1]`, a kind and a number from 1, without leading zeros.
struct Placeholder: Hashable, Sendable {
  let kind: EntityKind
  let number: Int

  /// Digits of a number; keeps hostile text from overflowing it.
  static let digitsMax = 9

  var text: String { "[\(kind.rawValue)_\(number)]" }

  init(kind: EntityKind, number: Int) {
    self.kind = kind
    self.number = number
  }

  /// Reads exactly one placeholder; nil for anything else.
  init?(_ text: some Collection<UInt8>) {
    guard text.first == UInt8(ascii: "["), let separator = text.firstIndex(of: UInt8(ascii: "_")) else { return nil }
    let digits = text[text.index(after: separator)...].dropLast()
    let name = String(decoding: text[..<separator].dropFirst(), as: UTF8.self)
    guard let kind = EntityKind(rawValue: name), text.reversed().first == UInt8(ascii: "]"),
      (1...Self.digitsMax).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    self.init(kind: kind, number: number)
  }

  /// Where placeholders lie in a text that is not ours: they must be escaped, or restoring would take them for ours.
  static func ranges(in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "[") { start = index }
      guard bytes[index] == UInt8(ascii: "]"), let open = start else { continue }
      if Placeholder(bytes[open...index]) != nil { found.append(open..<(index + 1)) }
      start = nil
    }
    return found
  }
}
