extension AuditRecord {
  /// What an administrative record records: a verb, and the identifier or digest of what it was done to.
  public struct Act: Codable, Sendable, Equatable {
    public var verb: Verb
    public var subject: String
    /// For acts on records: the origin of their log, the first of them, and the one after the last; no end where records
    /// to come are meant too.
    public var log: String?
    public var first: UInt64?
    public var end: UInt64?

    public init(verb: Verb, subject: String, log: String? = nil, range: Range<UInt64>? = nil) {
      self.verb = verb
      self.subject = subject
      self.log = log
      first = range?.lowerBound
      end = range.flatMap { $0.upperBound == .max ? nil : $0.upperBound }
    }

    /// The records acted on.
    public var range: Range<UInt64>? {
      guard let first, first <= end ?? .max else { return nil }
      return first..<(end ?? .max)
    }
  }

  /// What administrators do. A string, as later versions of Weir do more, and older ones must still read their logs.
  public struct Verb: RawRepresentable, Codable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let addKey = Verb(rawValue: "key.add")
    public static let revokeKey = Verb(rawValue: "key.revoke")
    public static let loadPolicy = Verb(rawValue: "policy.load")
    public static let ingest = Verb(rawValue: "knowledge.ingest")
    public static let readRecords = Verb(rawValue: "audit.read")
    public static let export = Verb(rawValue: "audit.export")
    public static let deidentify = Verb(rawValue: "text.deidentify")
    public static let reidentify = Verb(rawValue: "vault.reidentify")
    public static let erase = Verb(rawValue: "vault.erase")
    public static let seal = Verb(rawValue: "retention.seal")
    public static let remove = Verb(rawValue: "retention.remove")
    public static let placeHold = Verb(rawValue: "hold.place")
    public static let releaseHold = Verb(rawValue: "hold.release")
  }
}
