public import Cryptography

/// What the operators derive everything from: one secret, the tenant whose texts they are, and whom the texts are about.
///
/// The same secret, tenant and identifier give the same surrogate, hash and encrypted form in every conversation; two
/// tenants never share one. Prints as nothing.
public struct SurrogateKeys: Sendable {
  private let tenantKey: SecretKey
  private let subject: String

  /// `subject` is whose dates move together: a patient's record number, say.
  public init(_ key: SecretKey, tenant: String, subject: String = "") {
    tenantKey = SecretKey(bytes: authenticationCode(of: Self.encoded(["weir surrogates 1", tenant]), key: key))!
    self.subject = subject
  }

  /// 32 bytes that depend on the secret, the tenant, the purpose and all `parts`.
  func derived(_ purpose: String, _ parts: [String] = []) -> [UInt8] {
    authenticationCode(of: Self.encoded([purpose] + parts), key: tenantKey)
  }

  func derivedKey(_ purpose: String) -> SecretKey { SecretKey(bytes: derived(purpose))! }

  /// Weeks by which the subject's dates move: 1 to 52, forwards or backwards.
  ///
  /// Whole weeks keep the day of the week; one offset for a subject keeps order and intervals.
  var weeksShifted: Int {
    var random = DerivedRandom(keys: self, purpose: "shift_date", parts: [subject])
    let weeks = Int.random(in: 1...52, using: &random)
    return Bool.random(using: &random) ? weeks : -weeks
  }

  /// Each part behind its length, so that no two lists are the same bytes.
  private static func encoded(_ parts: [String]) -> [UInt8] {
    parts.flatMap { part in
      let count = UInt64(part.utf8.count)
      return (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) } + Array(part.utf8)
    }
  }
}

extension SurrogateKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "SurrogateKeys" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Numbers that follow from a key and an identifier: HMAC-SHA-256 in counter mode (NIST SP 800-108r1, 4.1).
struct DerivedRandom: RandomNumberGenerator {
  private let key: SecretKey
  private var counter: UInt64 = 0

  init(keys: SurrogateKeys, purpose: String, parts: [String]) {
    key = SecretKey(bytes: keys.derived(purpose, parts))!
  }

  mutating func next() -> UInt64 {
    counter += 1
    let block = authenticationCode(of: (0..<8).map { UInt8(truncatingIfNeeded: counter >> ($0 * 8)) }, key: key)
    return block.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
