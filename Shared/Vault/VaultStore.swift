/// Where wrapped keys and sealed values lie. It sees no plain value, no key and no subject's name. All methods block.
protocol VaultStore: Sendable {
  /// In one transaction: finds the subject's wrapped key, or puts `newKey` where there is none, and puts what `seal`
  /// makes under it. Durable when it returns; replaces what was kept for the request.
  func keep(
    _ place: VaultPlace, newKey: [UInt8], sealing seal: (_ wrappedKey: [UInt8]) throws(VaultError) -> [UInt8])
    throws(VaultError)

  /// nil when nothing is kept for the request, or its subject has no key any more.
  func find(request: String, tenant: String) throws(VaultError) -> SealedValue?

  /// Destroys the subject's wrapped key and what it seals; returns how many values.
  func erase(pseudonym: String) throws(VaultError) -> Int

  /// Removes values kept before `time`, and the keys that seal nothing any more; returns how many values.
  func expire(before time: Int64) throws(VaultError) -> Int
}

/// Whose value it is, and since when, in seconds since 1970.
struct VaultPlace: Sendable {
  let request: String
  let tenant: String
  let pseudonym: String
  let keptAt: Int64
}

/// A stored value and what opens it.
struct SealedValue: Sendable {
  let pseudonym: String
  let sealed: [UInt8]
  let wrappedKey: [UInt8]
}
