internal import CContracts

/// Asks weir.v1.Tokenizer to encode, or to count the tokens of, several texts.
public struct TextsRequest: WireMessage {
  public var model: String
  public var texts: [String]
  /// Whether the model's begin and end tokens are put around each text.
  public var addSpecial: Bool

  public init(model: String = "", texts: [String] = [], addSpecial: Bool = false) {
    self.model = model
    self.texts = texts
    self.addSpecial = addSpecial
  }
}

extension TextsRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__TextsRequest>?) -> Void { weir__v1__texts_request__init }

  init(_ message: Weir__V1__TextsRequest) throws(ContractError) {
    model = try String(message.model, field: "TextsRequest.model")
    texts = try [String](count: message.n_texts, message.texts, field: "TextsRequest.texts")
    addSpecial = message.add_special != 0
  }

  func store(in message: inout Weir__V1__TextsRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.n_texts = texts.count
    message.texts = texts.pointers(arena)
    message.add_special = addSpecial ? 1 : 0
  }
}

/// The token ids of several texts, in their order.
public struct EncodeBatchReply: WireMessage {
  public var texts: [EncodeReply]

  public init(texts: [EncodeReply] = []) { self.texts = texts }
}

extension EncodeBatchReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__EncodeBatchReply>?) -> Void {
    weir__v1__encode_batch_reply__init
  }

  init(_ message: Weir__V1__EncodeBatchReply) throws(ContractError) {
    texts = try [EncodeReply](count: message.n_texts, message.texts)
  }

  func store(in message: inout Weir__V1__EncodeBatchReply, _ arena: borrowing Arena) {
    message.n_texts = texts.count
    message.texts = texts.pointers(arena)
  }
}

/// How many tokens several texts have, in their order.
public struct CountReply: WireMessage {
  public var tokens: [UInt32]

  public init(tokens: [UInt32] = []) { self.tokens = tokens }
}

extension CountReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__CountReply>?) -> Void { weir__v1__count_reply__init }

  init(_ message: Weir__V1__CountReply) {
    tokens = Array(UnsafeBufferPointer(start: message.tokens, count: message.n_tokens))
  }

  func store(in message: inout Weir__V1__CountReply, _ arena: borrowing Arena) {
    message.n_tokens = tokens.count
    message.tokens = arena.allocate(UInt32.self, count: tokens.count)
    for (index, count) in tokens.enumerated() { (message.tokens + index).initialize(to: count) }
  }
}

/// Asks for the beginning of a text that fits a budget of tokens.
public struct TruncateRequest: WireMessage {
  public var model: String
  public var text: String
  public var tokensMax: UInt32

  public init(model: String = "", text: String = "", tokensMax: UInt32 = 0) {
    self.model = model
    self.text = text
    self.tokensMax = tokensMax
  }
}

extension TruncateRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__TruncateRequest>?) -> Void { weir__v1__truncate_request__init }

  init(_ message: Weir__V1__TruncateRequest) throws(ContractError) {
    model = try String(message.model, field: "TruncateRequest.model")
    text = try String(message.text, field: "TruncateRequest.text")
    tokensMax = message.tokens_max
  }

  func store(in message: inout Weir__V1__TruncateRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.text = arena.bytes(text)
    message.tokens_max = tokensMax
  }
}

/// Asks for a long text in overlapping segments that end with sentences.
public struct SplitRequest: WireMessage {
  public var model: String
  public var text: String
  /// Tokens of one segment.
  public var tokensMax: UInt32
  /// Tokens that a segment repeats of the one before.
  public var overlapTokensMax: UInt32

  public init(model: String = "", text: String = "", tokensMax: UInt32 = 0, overlapTokensMax: UInt32 = 0) {
    self.model = model
    self.text = text
    self.tokensMax = tokensMax
    self.overlapTokensMax = overlapTokensMax
  }
}

extension SplitRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__SplitRequest>?) -> Void { weir__v1__split_request__init }

  init(_ message: Weir__V1__SplitRequest) throws(ContractError) {
    model = try String(message.model, field: "SplitRequest.model")
    text = try String(message.text, field: "SplitRequest.text")
    tokensMax = message.tokens_max
    overlapTokensMax = message.overlap_tokens_max
  }

  func store(in message: inout Weir__V1__SplitRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.text = arena.bytes(text)
    message.tokens_max = tokensMax
    message.overlap_tokens_max = overlapTokensMax
  }
}

/// A stretch of a text.
public struct TextSegment: WireMessage {
  public var text: String
  public var tokens: UInt32
  /// Where it starts in the whole text, in bytes of UTF-8.
  public var start: UInt64

  public init(text: String = "", tokens: UInt32 = 0, start: UInt64 = 0) {
    self.text = text
    self.tokens = tokens
    self.start = start
  }
}

extension TextSegment: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__TextSegment>?) -> Void { weir__v1__text_segment__init }

  init(_ message: Weir__V1__TextSegment) throws(ContractError) {
    text = try String(message.text, field: "TextSegment.text")
    tokens = message.tokens
    start = message.start
  }

  func store(in message: inout Weir__V1__TextSegment, _ arena: borrowing Arena) {
    message.text = arena.bytes(text)
    message.tokens = tokens
    message.start = start
  }
}

/// The segments of a text, in order.
public struct SplitReply: WireMessage {
  public var segments: [TextSegment]

  public init(segments: [TextSegment] = []) { self.segments = segments }
}

extension SplitReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__SplitReply>?) -> Void { weir__v1__split_reply__init }

  init(_ message: Weir__V1__SplitReply) throws(ContractError) {
    segments = try [TextSegment](count: message.n_segments, message.segments)
  }

  func store(in message: inout Weir__V1__SplitReply, _ arena: borrowing Arena) {
    message.n_segments = segments.count
    message.segments = segments.pointers(arena)
  }
}
