internal import CContracts

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
  /// LoRA adapters that a request may name.
  public var adapters: [String]
  /// The host that computes the answers, where the worker only passes calls on; empty where it computes them itself.
  public var upstream: String
  /// Whether answers can be held to a JSON schema.
  public var servesJSONSchema: Bool

  public init(
    model: String = "", architecture: String = "", precision: String = "", slots: UInt32 = 0,
    contextTokens: UInt32 = 0, parameters: UInt64 = 0, adapters: [String] = [], upstream: String = "",
    servesJSONSchema: Bool = false
  ) {
    self.model = model
    self.architecture = architecture
    self.precision = precision
    self.slots = slots
    self.contextTokens = contextTokens
    self.parameters = parameters
    self.adapters = adapters
    self.upstream = upstream
    self.servesJSONSchema = servesJSONSchema
  }

  /// What callers call the model with each of its adapters.
  public var variants: [String] { adapters.map { ServedName.of(model: model, adapter: $0) } }

  /// The adapter that a name asks for: nil for the model itself, or for a name that is none of this worker's.
  public func adapter(of name: String) -> String? {
    adapters.first { ServedName.of(model: model, adapter: $0) == name }
  }
}

/// What callers call a model, or a model with an adapter: policies and clearances are made out to this name.
public enum ServedName {
  /// `model`, or `model:adapter`.
  public static func of(model: String, adapter: String) -> String {
    adapter.isEmpty ? model : "\(model):\(adapter)"
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
    adapters = try [String](
      count: message.n_adapters, countMax: WorkerLimits.adaptersMax, message.adapters,
      bytesMax: WorkerLimits.adapterBytesMax, field: "DescribeReply.adapters")
    upstream = try String(message.upstream, bytesMax: WorkerLimits.upstreamBytesMax, field: "DescribeReply.upstream")
    servesJSONSchema = message.json_schema != 0
  }

  func store(in message: inout Weir__V1__DescribeReply, _ arena: borrowing Arena) {
    message.model = arena.bytes(model)
    message.architecture = arena.bytes(architecture)
    message.precision = arena.bytes(precision)
    message.slots = slots
    message.context_tokens = contextTokens
    message.parameters = parameters
    (message.n_adapters, message.adapters) = (adapters.count, adapters.pointers(arena))
    message.upstream = arena.bytes(upstream)
    message.json_schema = servesJSONSchema ? 1 : 0
  }
}
