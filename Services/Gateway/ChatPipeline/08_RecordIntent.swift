public import Audit
internal import Cryptography

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

  public init(log: any AuditRecorder, records: RecordFactory) {
    self.log = log
    self.records = records
  }

  /// Throws `.unavailable` when the record is not durable: then no model is called.
  public func record(_ tokenized: TokenizedPrompt) async throws(Refusal) -> RecordedPrompt {
    let promptBytes = littleEndianBytes(of: tokenized.ids)
    do {
      let receipt = try await log.append(records.intent(tokenized, promptBytes: promptBytes))
      return RecordedPrompt(tokenized: tokenized, receipt: receipt, promptBytes: promptBytes)
    } catch {
      throw Refusal(.unavailable, at: .recordIntent, "the audit log does not accept records; no model was called")
    }
  }
}

/// Token ids as they travel and are signed: 4 bytes each, little-endian.
func littleEndianBytes(of ids: [Int32]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(ids.count * 4)
  for id in ids { withUnsafeBytes(of: id.littleEndian) { bytes.append(contentsOf: $0) } }
  return bytes
}
