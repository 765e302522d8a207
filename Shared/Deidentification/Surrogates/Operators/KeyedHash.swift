/// `NAME-7h2m9x0c4k3v`: which identifiers are the same, and nothing else.
enum KeyedHash {
  /// 60 bits: among a million identifiers of a tenant, two share a hash with a chance of one in two million.
  private static let characters = 12
  /// Crockford's digits: none looks like another.
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  static func text(of identifier: SurrogateMap.Identifier, keys: SurrogateKeys) -> String {
    let digest = keys.derived("hash", [identifier.kind.rawValue, identifier.text])
    let code = digest.prefix(characters).map { alphabet[Int($0 & 31)] }
    return "\(identifier.kind.rawValue)-\(String(decoding: code, as: UTF8.self))"
  }
}
