public import Audit
internal import Cryptography
internal import Policy

/// Step 8: the request's intent is durable. Only ``IntentRecorder`` makes one.
public struct RecordedPrompt: Sendable {
  public let tokenized: TokenizedPrompt
  public let receipt: AuditReceipt
  let promptBytes: [UInt8]

  fileprivate init(tokenized: TokenizedPrompt, receipt: AuditReceipt, promptBytes: [UInt8]) {
    self.tokenized = tokenized
    self.receipt = receipt
    self.promptBytes = promptBytes
  }
}

/// Where records go. ``AuditLog`` is one.
public protocol AuditRecorder: Sendable {
  /// Returns when the record is durable.
  func append(_ record: AuditRecord) async throws(AuditError) -> AuditReceipt
}

extension AuditLog: AuditRecorder {}

/// Writes what is about to be asked, before it is asked.
public struct IntentRecorder: Sendable {
  private let log: any AuditRecorder
  private let records: RecordFactory
  private let surrogates: SurrogateKeeper?

  /// `surrogates`: where policies that keep surrogates keep them; without it such a request is refused.
  public init(log: any AuditRecorder, records: RecordFactory, surrogates: SurrogateKeeper? = nil) {
    self.log = log
    self.records = records
    self.surrogates = surrogates
  }

  /// Throws `.unavailable` when the record is not durable: then no model is called. What the policy keeps is kept first,
  /// so that a record which says so is true.
  public func record(_ tokenized: TokenizedPrompt) async throws(Refusal) -> RecordedPrompt {
    let promptBytes = littleEndianBytes(of: tokenized.ids)
    var intent = records.intent(tokenized, promptBytes: promptBytes)
    intent.subject = try await keepSurrogates(tokenized.prompt.informed)
    do {
      let receipt = try await log.append(intent)
      return RecordedPrompt(tokenized: tokenized, receipt: receipt, promptBytes: promptBytes)
    } catch {
      throw Refusal(.unavailable, at: .recordIntent, "the audit log does not accept records; no model was called")
    }
  }
}

extension IntentRecorder {
  /// Writes that a text was de-identified, before the caller gets it: counts of each kind, no values.
  ///
  /// Throws `.unavailable` when the record is not durable.
  func record(_ deidentified: DeidentifiedRequest) async throws(Refusal) {
    do { _ = try await log.append(records.deidentification(deidentified)) } catch {
      throw Refusal(.unavailable, at: .recordIntent, "the audit log does not accept records; nothing is given back")
    }
  }

  private func keepSurrogates(_ informed: InformedRequest) async throws(Refusal) -> String? {
    guard informed.deidentified.permitted.obligations.keepsSurrogates else { return nil }
    guard let surrogates else {
      throw Refusal(.unavailable, at: .recordIntent, "the policy keeps surrogates, but this gateway has no vault")
    }
    return try await surrogates.keep(informed)
  }
}

/// Token ids as they travel and are signed: 4 bytes each, little-endian.
func littleEndianBytes(of ids: [Int32]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(ids.count * 4)
  for id in ids { withUnsafeBytes(of: id.littleEndian) { bytes.append(contentsOf: $0) } }
  return bytes
}
