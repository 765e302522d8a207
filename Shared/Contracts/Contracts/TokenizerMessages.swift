internal import CContracts

/// Asks weir.v1.Tokenizer to encode one text.
public struct EncodeRequest: WireMessage {
  public var model: String
  public var text: String
  /// Whether the model's begin and end tokens are put around the text.
  public var addSpecial: Bool

  public init(model: String = "", text: String = "", addSpecial: Bool = false) {
    self.model = model
    self.text = text
    self.addSpecial = addSpecial
  }
}

extension EncodeRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__EncodeRequest>?) -> Void { weir__v1__encode_request__init }

  init(_ message: Weir__V1__EncodeRequest) throws(ContractError) {
    model = try String(message.model, field: "EncodeRequest.model")
    text = try String(message.text, field: "EncodeRequest.text")
    addSpecial = message.add_special != 0
  }

  func store(in message: inout Weir__V1__EncodeRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.text = arena.bytes(text)
    message.add_special = addSpecial ? 1 : 0
  }
}

/// Asks for a conversation under the model's chat template, encoded.
public struct EncodeChatRequest: WireMessage {
  public var model: String
  public var turns: [ChatTurn]
  /// Whether the template's opening of the assistant's turn ends the prompt.
  public var addGenerationPrompt: Bool

  public init(model: String = "", turns: [ChatTurn] = [], addGenerationPrompt: Bool = false) {
    self.model = model
    self.turns = turns
    self.addGenerationPrompt = addGenerationPrompt
  }
}

extension EncodeChatRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__EncodeChatRequest>?) -> Void {
    weir__v1__encode_chat_request__init
  }

  init(_ message: Weir__V1__EncodeChatRequest) throws(ContractError) {
    model = try String(message.model, field: "EncodeChatRequest.model")
    turns = try [ChatTurn](count: message.n_turns, message.turns)
    addGenerationPrompt = message.add_generation_prompt != 0
  }

  func store(in message: inout Weir__V1__EncodeChatRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.n_turns = turns.count
    message.turns = turns.pointers(arena)
    message.add_generation_prompt = addGenerationPrompt ? 1 : 0
  }
}

/// One turn of a conversation.
public struct ChatTurn: WireMessage {
  public var role: String
  public var content: String

  public init(role: String = "", content: String = "") {
    self.role = role
    self.content = content
  }
}

extension ChatTurn: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatTurn>?) -> Void { weir__v1__chat_turn__init }

  init(_ message: Weir__V1__ChatTurn) throws(ContractError) {
    role = try String(message.role, field: "ChatTurn.role")
    content = try String(message.content, field: "ChatTurn.content")
  }

  func store(in message: inout Weir__V1__ChatTurn, _ arena: borrowing Arena) {
    message.role = arena.bytes(role)
    message.content = arena.bytes(content)
  }
}

/// The token ids of a text.
public struct EncodeReply: WireMessage {
  public var ids: [Int32]

  public init(ids: [Int32] = []) {
    self.ids = ids
  }
}

extension EncodeReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__EncodeReply>?) -> Void { weir__v1__encode_reply__init }

  init(_ message: Weir__V1__EncodeReply) throws(ContractError) {
    ids = try TokenIDs.decode(message.ids, field: "EncodeReply.ids")
  }

  func store(in message: inout Weir__V1__EncodeReply, _ arena: borrowing Arena) {
    message.ids = arena.bytes(TokenIDs.bytes(of: ids))
  }
}

/// Asks for the text of token ids.
public struct DecodeRequest: WireMessage {
  public var model: String
  public var ids: [Int32]
  public var skipSpecial: Bool

  public init(model: String = "", ids: [Int32] = [], skipSpecial: Bool = false) {
    self.model = model
    self.ids = ids
    self.skipSpecial = skipSpecial
  }
}

extension DecodeRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__DecodeRequest>?) -> Void { weir__v1__decode_request__init }

  init(_ message: Weir__V1__DecodeRequest) throws(ContractError) {
    model = try String(message.model, field: "DecodeRequest.model")
    ids = try TokenIDs.decode(message.ids, field: "DecodeRequest.ids")
    skipSpecial = message.skip_special != 0
  }

  func store(in message: inout Weir__V1__DecodeRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.ids = arena.bytes(TokenIDs.bytes(of: ids))
    message.skip_special = skipSpecial ? 1 : 0
  }
}

/// The text of token ids.
public struct DecodeReply: WireMessage {
  public var text: String

  public init(text: String = "") {
    self.text = text
  }
}

extension DecodeReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__DecodeReply>?) -> Void { weir__v1__decode_reply__init }

  init(_ message: Weir__V1__DecodeReply) throws(ContractError) {
    text = try String(message.text, field: "DecodeReply.text")
  }

  func store(in message: inout Weir__V1__DecodeReply, _ arena: borrowing Arena) {
    message.text = arena.bytes(text)
  }
}

/// Asks which models a tokenizer knows.
public struct ModelsRequest: WireMessage {
  public init() {}
}

extension ModelsRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ModelsRequest>?) -> Void { weir__v1__models_request__init }

  init(_ message: Weir__V1__ModelsRequest) {}

  func store(in message: inout Weir__V1__ModelsRequest, _ arena: borrowing Arena) {}
}

/// The models that a tokenizer knows.
public struct ModelsReply: WireMessage {
  public var models: [String]

  public init(models: [String] = []) {
    self.models = models
  }
}

extension ModelsReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ModelsReply>?) -> Void { weir__v1__models_reply__init }

  init(_ message: Weir__V1__ModelsReply) throws(ContractError) {
    models = try [String](count: message.n_models, message.models, field: "ModelsReply.models")
  }

  func store(in message: inout Weir__V1__ModelsReply, _ arena: borrowing Arena) {
    message.n_models = models.count
    message.models = models.pointers(arena)
  }
}
