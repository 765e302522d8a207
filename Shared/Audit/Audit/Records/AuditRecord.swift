internal import Foundation

/// What happened, in a form an auditor can read and nobody can learn a patient from.
///
/// Every string here is an identifier, a version, a category or a digest. Nothing may be text that a caller or a model
/// wrote, identified or not: of prompt and answer there are salted commitments only (``Commitment``). Counts say how
/// many identifiers of which kind were found, never which.
///
/// The records of one request share ``requestID``: first an intent, durable before the model is called; then an
/// outcome, durable before the last event is sent, which names the intent's index.
public struct AuditRecord: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A request was permitted or denied.
    case intent
    /// What became of a permitted request.
    case outcome
    /// Keys, policies, knowledge, re-identification, exports.
    case administrative
  }

  /// Version of this form.
  public private(set) var version = 1
  public var kind: Kind
  public var requestID: String
  /// Index of the intent that this outcome ends.
  public var intentIndex: UInt64?

  // Who
  public var tenant: String
  public var keyID: String
  public var role: String

  // When
  /// Milliseconds since 1970, UTC.
  public var wallClockMs: Int64
  /// Nanoseconds of the gateway's monotonic clock: orders records when the wall clock steps.
  public var monotonicNs: UInt64

  /// Pseudonym of the subject under whose key the vault keeps the request's surrogates.
  public var subject: String?

  // Decision
  /// Hexadecimal digest of the policy file that decided.
  public var policyDigest: String?
  public var decision: Decision?
  /// How many identifiers of each kind were found.
  public var entityCounts: [String: Int] = [:]
  /// Passages that went into the prompt.
  public var passages: [Passage] = []

  // Commitments
  public var promptCommitment: Commitment?
  public var answerCommitment: Commitment?

  // Generation
  public var generation: Generation?
  public var clearanceID: String?
  public var tokens: TokenCounts?
  /// How many findings of each category the output filter made.
  public var filterFindings: [String: Int] = [:]
  /// Milliseconds of each step of the pipeline.
  public var latencyMs: [String: Int] = [:]

  // Result
  /// Canonical status of the outcome, such as `OK` or `UNAVAILABLE`.
  public var status: String?
  public var traceID: String?
  /// What an administrative record records.
  public var act: Act?

  public init(
    kind: Kind, requestID: String, tenant: String, keyID: String, role: String, wallClockMs: Int64, monotonicNs: UInt64
  ) {
    self.kind = kind
    self.requestID = requestID
    self.tenant = tenant
    self.keyID = keyID
    self.role = role
    self.wallClockMs = wallClockMs
    self.monotonicNs = monotonicNs
  }
}

extension AuditRecord {
  /// The policy's answer.
  public struct Decision: Codable, Sendable, Equatable {
    public var isPermitted: Bool
    /// The rule or reason code, such as `role_not_allowed`.
    public var reason: String?

    public init(isPermitted: Bool, reason: String? = nil) {
      self.isPermitted = isPermitted
      self.reason = reason
    }
  }

  /// A passage by document and version, never its text.
  public struct Passage: Codable, Sendable, Equatable {
    public var document: String
    public var version: String

    public init(document: String, version: String) {
      self.document = document
      self.version = version
    }
  }

  /// What was asked of which model, and who computed it.
  public struct Generation: Codable, Sendable, Equatable {
    public var model: String
    public var precision: String?
    public var adapter: String?
    public var worker: String?
    /// The host that computed the answer, where the worker only passed the call on.
    public var upstream: String?
    public var sampling: Sampling?

    public init(
      model: String, precision: String? = nil, adapter: String? = nil, worker: String? = nil, upstream: String? = nil,
      sampling: Sampling? = nil
    ) {
      self.model = model
      self.precision = precision
      self.adapter = adapter
      self.worker = worker
      self.upstream = upstream
      self.sampling = sampling
    }
  }

  /// Whole numbers only, as canonical JSON has one spelling for them: probabilities and temperature in thousandths.
  public struct Sampling: Codable, Sendable, Equatable {
    public var temperatureMilli: Int
    public var topK: Int?
    public var topPMilli: Int?
    public var seed: UInt64?
    public var maxTokens: Int
    public var minPMilli: Int?
    public var repetitionPenaltyMilli: Int?
    public var frequencyPenaltyMilli: Int?
    public var presencePenaltyMilli: Int?
    /// How many tokens a bias was given for; which ones could spell what a caller wrote.
    public var biasedTokens: Int?
    /// How many stop strings there were.
    public var stopStrings: Int?

    public init(temperatureMilli: Int, topK: Int? = nil, topPMilli: Int? = nil, seed: UInt64? = nil, maxTokens: Int) {
      self.temperatureMilli = temperatureMilli
      self.topK = topK
      self.topPMilli = topPMilli
      self.seed = seed
      self.maxTokens = maxTokens
    }
  }

  public struct TokenCounts: Codable, Sendable, Equatable {
    public var prompt: Int
    public var completion: Int

    public init(prompt: Int, completion: Int) {
      self.prompt = prompt
      self.completion = completion
    }
  }
}
