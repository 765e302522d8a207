/// Base 64 with the URL-safe alphabet and without padding (RFC 4648, section 5). Only the canonical form decodes.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values: [UInt8?] = {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  static func contains(_ character: UInt8) -> Bool { values[Int(character)] != nil }

  static func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    var pending = (bits: 0, value: 0)
    for byte in bytes {
      pending = (pending.bits + 8, (pending.value & 0x3f) << 8 | Int(byte))
      while pending.bits >= 6 {
        pending.bits -= 6
        out.append(alphabet[pending.value >> pending.bits & 63])
      }
    }
    if pending.bits > 0 { out.append(alphabet[pending.value << (6 - pending.bits) & 63]) }
    return String(decoding: out, as: UTF8.self)
  }

  static func decode(_ characters: [UInt8]) -> [UInt8]? {
    var out: [UInt8] = []
    var pending = (bits: 0, value: 0)
    for character in characters {
      guard let value = values[Int(character)] else { return nil }
      pending = (pending.bits + 6, (pending.value & 0xff) << 6 | Int(value))
      guard pending.bits >= 8 else { continue }
      pending.bits -= 8
      out.append(UInt8(pending.value >> pending.bits & 255))
    }
    return encode(out).utf8.elementsEqual(characters) ? out : nil
  }
}
