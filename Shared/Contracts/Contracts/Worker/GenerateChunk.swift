internal import CContracts

/// One generated token.
public struct GenerateChunk: WireMessage {
  /// Which of the alternatives.
  public var choice: UInt32
  public var tokenID: Int32
  /// The token's bytes: may end inside a UTF-8 scalar. Empty for control tokens.
  public var text: [UInt8]
  public var logProbability: Float
  public var finish: FinishReason
  /// The likeliest tokens at its place, likeliest first; as many as were asked for.
  public var top: [TokenLogProbability]
  /// How many tokens the text is of: what an upstream sends at once may be several. 0 means one.
  public var tokens: UInt32

  public init(
    choice: UInt32 = 0, tokenID: Int32 = 0, text: [UInt8] = [], logProbability: Float = 0,
    finish: FinishReason = .none, top: [TokenLogProbability] = [], tokens: UInt32 = 0
  ) {
    self.choice = choice
    self.tokenID = tokenID
    self.text = text
    self.logProbability = logProbability
    self.finish = finish
    self.top = top
    self.tokens = tokens
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
    tokens = message.tokens
    top = try [TokenLogProbability](
      count: message.n_top, countMax: Int(WorkerLimits.topLogProbabilitiesMax), message.top, field: "GenerateChunk.top")
  }

  func store(in message: inout Weir__V1__GenerateChunk, _ arena: borrowing Arena) {
    message.choice = choice
    message.token_id = UInt32(bitPattern: tokenID)
    message.text = arena.bytes(text)
    message.log_probability = logProbability
    message.finish = finish.message
    message.tokens = tokens
    (message.n_top, message.top) = (top.count, top.pointers(arena))
  }
}

/// A token that could have stood at a place, and the natural logarithm of how likely it was.
public struct TokenLogProbability: WireMessage {
  public var tokenID: Int32
  /// The token's bytes: may end inside a UTF-8 scalar.
  public var text: [UInt8]
  public var logProbability: Float

  public init(tokenID: Int32 = 0, text: [UInt8] = [], logProbability: Float = 0) {
    self.tokenID = tokenID
    self.text = text
    self.logProbability = logProbability
  }
}

extension TokenLogProbability: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__TokenLogProbability>?) -> Void {
    weir__v1__token_log_probability__init
  }

  init(_ message: Weir__V1__TokenLogProbability) throws(ContractError) {
    tokenID = try TokenIDs.decode(message.token_id, field: "TokenLogProbability.token_id")
    text = [UInt8](message.text)
    logProbability = try message.log_probability.finite(field: "TokenLogProbability.log_probability")
  }

  func store(in message: inout Weir__V1__TokenLogProbability, _ arena: borrowing Arena) {
    message.token_id = UInt32(bitPattern: tokenID)
    message.text = arena.bytes(text)
    message.log_probability = logProbability
  }
}
