internal import CContracts

/// Asks weir.v1.Worker to continue a prompt; answered by a stream of `GenerateChunk`.
public struct GenerateRequest: WireMessage {
  public var model: String
  /// Their bytes, `TokenIDs.bytes(of:)`, are what the clearance was signed over.
  public var promptIDs: [Int32]
  public var maxTokens: UInt32
  public var sampling: Sampling
  /// Alternatives wanted (n).
  public var choices: UInt32
  /// Empty when the sender gave none, which no verifier accepts.
  public var clearance: ClearanceToken
  /// Strings of de-identified text: a choice ends with the token that completes one of them.
  public var stop: [String]
  /// The gateway's keyed digest of the tenant: prefix caches are shared, and turns are fairly given, by it.
  public var tenantSalt: [UInt8]
  /// Name of a LoRA adapter; empty is none.
  public var adapter: String
  /// The JSON schema, without identifiers, that each answer must satisfy; empty is none.
  public var jsonSchema: String
  /// How many of the likeliest tokens each chunk tells beside its own.
  public var topLogProbabilities: UInt32

  public init(
    model: String = "", promptIDs: [Int32] = [], maxTokens: UInt32 = 0, sampling: Sampling = Sampling(),
    choices: UInt32 = 0, clearance: ClearanceToken = ClearanceToken(), stop: [String] = [], tenantSalt: [UInt8] = [],
    adapter: String = "", jsonSchema: String = "", topLogProbabilities: UInt32 = 0
  ) {
    self.model = model
    self.promptIDs = promptIDs
    self.maxTokens = maxTokens
    self.sampling = sampling
    self.choices = choices
    self.clearance = clearance
    self.stop = stop
    self.tenantSalt = tenantSalt
    self.adapter = adapter
    self.jsonSchema = jsonSchema
    self.topLogProbabilities = topLogProbabilities
  }
}

extension GenerateRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__GenerateRequest>?) -> Void { weir__v1__generate_request__init }

  init(_ message: Weir__V1__GenerateRequest) throws(ContractError) {
    model = try String(message.model, field: "GenerateRequest.model")
    promptIDs = try TokenIDs.decode(message.prompt_ids, field: "GenerateRequest.prompt_ids")
    maxTokens = message.max_tokens
    sampling = try Sampling(message.sampling) ?? Sampling()
    choices = message.choices
    clearance = try ClearanceToken(message.clearance) ?? ClearanceToken()
    stop = try Self.stop(message)
    tenantSalt = try [UInt8](message.tenant_salt)
      .limited(to: WorkerLimits.tenantSaltBytesMax, field: "GenerateRequest.tenant_salt")
    adapter = try String(
      message.adapter, bytesMax: WorkerLimits.adapterBytesMax, field: "GenerateRequest.adapter")
    jsonSchema = try String(
      message.json_schema, bytesMax: WorkerLimits.jsonSchemaBytesMax, field: "GenerateRequest.json_schema")
    topLogProbabilities = message.top_log_probabilities
    guard topLogProbabilities <= WorkerLimits.topLogProbabilitiesMax else {
      throw .outOfRange(field: "GenerateRequest.top_log_probabilities")
    }
  }

  func store(in message: inout Weir__V1__GenerateRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.prompt_ids = arena.bytes(TokenIDs.bytes(of: promptIDs))
    message.max_tokens = maxTokens
    message.sampling = sampling.pointer(arena)
    message.choices = choices
    message.clearance = clearance.pointer(arena)
    (message.n_stop, message.stop) = (stop.count, stop.pointers(arena))
    message.tenant_salt = arena.bytes(tenantSalt)
    message.adapter = arena.bytes(adapter)
    message.json_schema = arena.bytes(jsonSchema)
    message.top_log_probabilities = topLogProbabilities
  }

  private static func stop(_ message: Weir__V1__GenerateRequest) throws(ContractError) -> [String] {
    let stop = try [String](
      count: message.n_stop, countMax: WorkerLimits.stopStringsMax, message.stop,
      bytesMax: WorkerLimits.stopStringBytesMax, field: "GenerateRequest.stop")
    // An empty string would end every choice before it begins.
    guard !stop.contains("") else { throw .outOfRange(field: "GenerateRequest.stop") }
    return stop
  }
}
