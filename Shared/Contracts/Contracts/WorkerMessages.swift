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

  public init(
    model: String = "", promptIDs: [Int32] = [], maxTokens: UInt32 = 0, sampling: Sampling = Sampling(),
    choices: UInt32 = 0, clearance: ClearanceToken = ClearanceToken()
  ) {
    self.model = model
    self.promptIDs = promptIDs
    self.maxTokens = maxTokens
    self.sampling = sampling
    self.choices = choices
    self.clearance = clearance
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
  }

  func store(in message: inout Weir__V1__GenerateRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.prompt_ids = arena.bytes(TokenIDs.bytes(of: promptIDs))
    message.max_tokens = maxTokens
    message.sampling = sampling.pointer(arena)
    message.choices = choices
    message.clearance = clearance.pointer(arena)
  }
}

/// How the next token is drawn.
public struct Sampling: WireMessage {
  /// 0 is greedy.
  public var temperature: Float
  /// 0 is off.
  public var topK: UInt32
  /// 0 and 1 are off.
  public var topP: Float
  public var seed: UInt64

  public init(temperature: Float = 0, topK: UInt32 = 0, topP: Float = 0, seed: UInt64 = 0) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
  }
}

extension Sampling: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__Sampling>?) -> Void { weir__v1__sampling__init }

  init(_ message: Weir__V1__Sampling) throws(ContractError) {
    temperature = try message.temperature.finite(field: "Sampling.temperature")
    topK = message.top_k
    topP = try message.top_p.finite(field: "Sampling.top_p")
    seed = message.seed
  }

  func store(in message: inout Weir__V1__Sampling, _ arena: borrowing Arena) {
    message.temperature = temperature
    message.top_k = topK
    message.top_p = topP
    message.seed = seed
  }
}

/// A signed clearance: Ed25519 over the canonical bytes of the statement.
public struct ClearanceToken: WireMessage {
  public var statement: [UInt8]
  public var signature: [UInt8]

  public init(statement: [UInt8] = [], signature: [UInt8] = []) {
    self.statement = statement
    self.signature = signature
  }
}

extension ClearanceToken: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ClearanceToken>?) -> Void { weir__v1__clearance_token__init }

  init(_ message: Weir__V1__ClearanceToken) {
    statement = [UInt8](message.statement)
    signature = [UInt8](message.signature)
  }

  func store(in message: inout Weir__V1__ClearanceToken, _ arena: borrowing Arena) {
    message.statement = arena.bytes(statement)
    message.signature = arena.bytes(signature)
  }
}

/// One generated token.
public struct GenerateChunk: WireMessage {
  /// Which of the alternatives.
  public var choice: UInt32
  public var tokenID: Int32
  /// The token's bytes: may end inside a UTF-8 scalar. Empty for control tokens.
  public var text: [UInt8]
  public var logProbability: Float
  public var finish: FinishReason

  public init(
    choice: UInt32 = 0, tokenID: Int32 = 0, text: [UInt8] = [], logProbability: Float = 0,
    finish: FinishReason = .none
  ) {
    self.choice = choice
    self.tokenID = tokenID
    self.text = text
    self.logProbability = logProbability
    self.finish = finish
  }
}

extension GenerateChunk: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__GenerateChunk>?) -> Void { weir__v1__generate_chunk__init }

  init(_ message: Weir__V1__GenerateChunk) throws(ContractError) {
    choice = message.choice
    tokenID = try TokenIDs.decode(message.token_id, field: "GenerateChunk.token_id")
    text = [UInt8](message.text)
    logProbability = try message.log_probability.finite(field: "GenerateChunk.log_probability")
    finish = FinishReason(message.finish)
  }

  func store(in message: inout Weir__V1__GenerateChunk, _ arena: borrowing Arena) {
    message.choice = choice
    message.token_id = UInt32(bitPattern: tokenID)
    message.text = arena.bytes(text)
    message.log_probability = logProbability
    message.finish = finish.message
  }
}

/// Asks what a worker serves.
public struct DescribeRequest: WireMessage {
  public init() {}
}

extension DescribeRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__DescribeRequest>?) -> Void { weir__v1__describe_request__init }

  init(_ message: Weir__V1__DescribeRequest) {}

  func store(in message: inout Weir__V1__DescribeRequest, _ arena: borrowing Arena) {}
}

/// What a worker serves.
public struct DescribeReply: WireMessage {
  public var model: String
  public var architecture: String
  public var precision: String
  /// Calls that it can run at once.
  public var slots: UInt32
  public var contextTokens: UInt32
  public var parameters: UInt64

  public init(
    model: String = "", architecture: String = "", precision: String = "", slots: UInt32 = 0,
    contextTokens: UInt32 = 0, parameters: UInt64 = 0
  ) {
    self.model = model
    self.architecture = architecture
    self.precision = precision
    self.slots = slots
    self.contextTokens = contextTokens
    self.parameters = parameters
  }
}

extension DescribeReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__DescribeReply>?) -> Void { weir__v1__describe_reply__init }

  init(_ message: Weir__V1__DescribeReply) throws(ContractError) {
    model = try String(message.model, field: "DescribeReply.model")
    architecture = try String(message.architecture, field: "DescribeReply.architecture")
    precision = try String(message.precision, field: "DescribeReply.precision")
    slots = message.slots
    contextTokens = message.context_tokens
    parameters = message.parameters
  }

  func store(in message: inout Weir__V1__DescribeReply, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.architecture = arena.bytes(architecture)
    message.precision = arena.bytes(precision)
    message.slots = slots
    message.context_tokens = contextTokens
    message.parameters = parameters
  }
}
