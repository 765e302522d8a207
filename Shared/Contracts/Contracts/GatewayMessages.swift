internal import CContracts

/// Asks weir.v1.Gateway for an answer; answered by a stream of `ChatEvent`. The text is identified.
public struct WeirChatRequest: WireMessage {
  public var model: String
  public var messages: [WeirChatMessage]
  public var maxTokens: UInt32
  public var temperature: Float
  public var topP: Float
  public var seed: UInt64
  public var choices: UInt32
  /// Names the conversation whose surrogates are kept; empty for a new one.
  public var conversation: String
  /// Whether the first event shows what the model saw.
  public var explain: Bool
  /// Strings that end a choice when the model writes them.
  public var stop: [String]
  /// The JSON schema that each answer must satisfy; empty is free text.
  public var jsonSchema: String
  /// 0 is off, here and below.
  public var topK: UInt32
  public var minP: Float
  public var repetitionPenalty: Float
  public var frequencyPenalty: Float
  public var presencePenalty: Float
  public var logitBias: [LogitBias]

  public init(
    model: String = "", messages: [WeirChatMessage] = [], maxTokens: UInt32 = 0, temperature: Float = 0,
    topP: Float = 0, seed: UInt64 = 0, choices: UInt32 = 0, conversation: String = "", explain: Bool = false,
    stop: [String] = [], jsonSchema: String = "", topK: UInt32 = 0, minP: Float = 0, repetitionPenalty: Float = 0,
    frequencyPenalty: Float = 0, presencePenalty: Float = 0, logitBias: [LogitBias] = []
  ) {
    self.model = model
    self.messages = messages
    self.maxTokens = maxTokens
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.choices = choices
    self.conversation = conversation
    self.explain = explain
    self.stop = stop
    self.jsonSchema = jsonSchema
    self.topK = topK
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
    self.logitBias = logitBias
  }
}

extension WeirChatRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatRequest>?) -> Void { weir__v1__chat_request__init }

  init(_ message: Weir__V1__ChatRequest) throws(ContractError) {
    model = try String(message.model, field: "ChatRequest.model")
    messages = try [WeirChatMessage](count: message.n_messages, message.messages)
    maxTokens = message.max_tokens
    temperature = try message.temperature.finite(field: "ChatRequest.temperature")
    topP = try message.top_p.finite(field: "ChatRequest.top_p")
    seed = message.seed
    choices = message.choices
    conversation = try String(message.conversation, field: "ChatRequest.conversation")
    explain = message.explain != 0
    stop = try [String](
      count: message.n_stop, countMax: WorkerLimits.stopStringsMax, message.stop,
      bytesMax: WorkerLimits.stopStringBytesMax, field: "ChatRequest.stop")
    jsonSchema = try String(
      message.json_schema, bytesMax: WorkerLimits.jsonSchemaBytesMax, field: "ChatRequest.json_schema")
    topK = message.top_k
    minP = try message.min_p.finite(field: "ChatRequest.min_p")
    repetitionPenalty = try message.repetition_penalty.finite(field: "ChatRequest.repetition_penalty")
    frequencyPenalty = try message.frequency_penalty.finite(field: "ChatRequest.frequency_penalty")
    presencePenalty = try message.presence_penalty.finite(field: "ChatRequest.presence_penalty")
    logitBias = try [LogitBias](
      count: message.n_logit_bias, countMax: WorkerLimits.logitBiasesMax, message.logit_bias,
      field: "ChatRequest.logit_bias")
  }

  func store(in message: inout Weir__V1__ChatRequest, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.n_messages = messages.count
    message.messages = messages.pointers(arena)
    message.max_tokens = maxTokens
    message.temperature = temperature
    message.top_p = topP
    message.seed = seed
    message.choices = choices
    message.conversation = arena.bytes(conversation)
    message.explain = explain ? 1 : 0
    (message.n_stop, message.stop) = (stop.count, stop.pointers(arena))
    message.json_schema = arena.bytes(jsonSchema)
    message.top_k = topK
    message.min_p = minP
    message.repetition_penalty = repetitionPenalty
    message.frequency_penalty = frequencyPenalty
    message.presence_penalty = presencePenalty
    (message.n_logit_bias, message.logit_bias) = (logitBias.count, logitBias.pointers(arena))
  }
}

/// One message of a chat. The content is identified.
public struct WeirChatMessage: WireMessage {
  public var role: String
  public var content: String

  public init(role: String = "", content: String = "") {
    self.role = role
    self.content = content
  }
}

extension WeirChatMessage: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatMessage>?) -> Void { weir__v1__chat_message__init }

  init(_ message: Weir__V1__ChatMessage) throws(ContractError) {
    role = try String(message.role, field: "ChatMessage.role")
    content = try String(message.content, field: "ChatMessage.content")
  }

  func store(in message: inout Weir__V1__ChatMessage, _ arena: borrowing Arena) {
    message.role = arena.bytes(role)
    message.content = arena.bytes(content)
  }
}

/// The first event: the intent is durable and the call is cleared. All text in it is de-identified.
public struct ChatOpened: WireMessage {
  public var requestID: String
  /// Index in the audit log.
  public var auditIntent: UInt64
  /// What the model sees; empty unless the request asked to explain.
  public var prompt: [WeirChatMessage]
  public var passages: [PassageNote]

  public init(
    requestID: String = "", auditIntent: UInt64 = 0, prompt: [WeirChatMessage] = [], passages: [PassageNote] = []
  ) {
    self.requestID = requestID
    self.auditIntent = auditIntent
    self.prompt = prompt
    self.passages = passages
  }
}

extension ChatOpened: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatOpened>?) -> Void { weir__v1__chat_opened__init }

  init(_ message: Weir__V1__ChatOpened) throws(ContractError) {
    requestID = try String(message.request_id, field: "ChatOpened.request_id")
    auditIntent = message.audit_intent
    prompt = try [WeirChatMessage](count: message.n_prompt, message.prompt)
    passages = try [PassageNote](count: message.n_passages, message.passages)
  }

  func store(in message: inout Weir__V1__ChatOpened, _ arena: borrowing Arena) {
    message.request_id = arena.bytes(requestID)
    message.audit_intent = auditIntent
    message.n_prompt = prompt.count
    message.prompt = prompt.pointers(arena)
    message.n_passages = passages.count
    message.passages = passages.pointers(arena)
  }
}

/// Names a passage that the model sees.
public struct PassageNote: WireMessage {
  public var documentID: String
  public var title: String
  public var version: String
  public var score: Float

  public init(documentID: String = "", title: String = "", version: String = "", score: Float = 0) {
    self.documentID = documentID
    self.title = title
    self.version = version
    self.score = score
  }
}

extension PassageNote: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__PassageNote>?) -> Void { weir__v1__passage_note__init }

  init(_ message: Weir__V1__PassageNote) throws(ContractError) {
    documentID = try String(message.document_id, field: "PassageNote.document_id")
    title = try String(message.title, field: "PassageNote.title")
    version = try String(message.version, field: "PassageNote.version")
    score = try message.score.finite(field: "PassageNote.score")
  }

  func store(in message: inout Weir__V1__PassageNote, _ arena: borrowing Arena) {
    message.document_id = arena.bytes(documentID)
    message.title = arena.bytes(title)
    message.version = arena.bytes(version)
    message.score = score
  }
}

/// More text of one alternative.
public struct ChatDelta: WireMessage {
  public var choice: UInt32
  public var text: String

  public init(choice: UInt32 = 0, text: String = "") {
    self.choice = choice
    self.text = text
  }
}

extension ChatDelta: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatDelta>?) -> Void { weir__v1__chat_delta__init }

  init(_ message: Weir__V1__ChatDelta) throws(ContractError) {
    choice = message.choice
    text = try String(message.text, field: "ChatDelta.text")
  }

  func store(in message: inout Weir__V1__ChatDelta, _ arena: borrowing Arena) {
    message.choice = choice
    message.text = arena.bytes(text)
  }
}

/// The last event of a call: sent once the outcome is durable.
public struct ChatFinish: WireMessage {
  public var choices: [ChoiceFinish]
  public var promptTokens: UInt32
  public var completionTokens: UInt32
  /// Index in the audit log.
  public var auditIntent: UInt64
  /// Index in the audit log.
  public var auditOutcome: UInt64

  public init(
    choices: [ChoiceFinish] = [], promptTokens: UInt32 = 0, completionTokens: UInt32 = 0, auditIntent: UInt64 = 0,
    auditOutcome: UInt64 = 0
  ) {
    self.choices = choices
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.auditIntent = auditIntent
    self.auditOutcome = auditOutcome
  }
}

extension ChatFinish: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatFinish>?) -> Void { weir__v1__chat_finish__init }

  init(_ message: Weir__V1__ChatFinish) throws(ContractError) {
    choices = try [ChoiceFinish](count: message.n_choices, message.choices)
    promptTokens = message.prompt_tokens
    completionTokens = message.completion_tokens
    auditIntent = message.audit_intent
    auditOutcome = message.audit_outcome
  }

  func store(in message: inout Weir__V1__ChatFinish, _ arena: borrowing Arena) {
    message.n_choices = choices.count
    message.choices = choices.pointers(arena)
    message.prompt_tokens = promptTokens
    message.completion_tokens = completionTokens
    message.audit_intent = auditIntent
    message.audit_outcome = auditOutcome
  }
}

/// How one alternative ended.
public struct ChoiceFinish: WireMessage {
  public var choice: UInt32
  /// `stop`, `length` or `content_filter`.
  public var reason: String

  public init(choice: UInt32 = 0, reason: String = "") {
    self.choice = choice
    self.reason = reason
  }
}

extension ChoiceFinish: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChoiceFinish>?) -> Void { weir__v1__choice_finish__init }

  init(_ message: Weir__V1__ChoiceFinish) throws(ContractError) {
    choice = message.choice
    reason = try String(message.reason, field: "ChoiceFinish.reason")
  }

  func store(in message: inout Weir__V1__ChoiceFinish, _ arena: borrowing Arena) {
    message.choice = choice
    message.reason = arena.bytes(reason)
  }
}

/// Asks what a model would see. The text is identified.
public struct DeidentifyRequest: WireMessage {
  public var text: String

  public init(text: String = "") {
    self.text = text
  }
}

extension DeidentifyRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__DeidentifyRequest>?) -> Void {
    weir__v1__deidentify_request__init
  }

  init(_ message: Weir__V1__DeidentifyRequest) throws(ContractError) {
    text = try String(message.text, field: "DeidentifyRequest.text")
  }

  func store(in message: inout Weir__V1__DeidentifyRequest, _ arena: borrowing Arena) {
    message.text = arena.bytes(text)
  }
}

/// What a model would see.
public struct DeidentifyReply: WireMessage {
  public var text: String
  public var spans: [WeirEntitySpan]

  public init(text: String = "", spans: [WeirEntitySpan] = []) {
    self.text = text
    self.spans = spans
  }
}

extension DeidentifyReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__DeidentifyReply>?) -> Void { weir__v1__deidentify_reply__init }

  init(_ message: Weir__V1__DeidentifyReply) throws(ContractError) {
    text = try String(message.text, field: "DeidentifyReply.text")
    spans = try [WeirEntitySpan](count: message.n_spans, message.spans)
  }

  func store(in message: inout Weir__V1__DeidentifyReply, _ arena: borrowing Arena) {
    message.text = arena.bytes(text)
    message.n_spans = spans.count
    message.spans = spans.pointers(arena)
  }
}

/// Where an identifier stood, in Unicode scalars of the request's text.
public struct WeirEntitySpan: WireMessage {
  public var start: UInt32
  public var end: UInt32
  public var kind: String
  public var score: Float

  public init(start: UInt32 = 0, end: UInt32 = 0, kind: String = "", score: Float = 0) {
    self.start = start
    self.end = end
    self.kind = kind
    self.score = score
  }
}

extension WeirEntitySpan: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__EntitySpan>?) -> Void { weir__v1__entity_span__init }

  init(_ message: Weir__V1__EntitySpan) throws(ContractError) {
    start = message.start
    end = message.end
    kind = try String(message.kind, field: "EntitySpan.kind")
    score = try message.score.finite(field: "EntitySpan.score")
  }

  func store(in message: inout Weir__V1__EntitySpan, _ arena: borrowing Arena) {
    message.start = start
    message.end = end
    message.kind = arena.bytes(kind)
    message.score = score
  }
}
