// Names on the wire: `service` and `method` of a call. The .proto files hold messages only, since ZeroMQ carries the
// calls and protoc-c's own RPC is not used.

/// weir.v1.Tokenizer: text to token ids and back.
public enum TokenizerService {
  public static let name = "weir.v1.Tokenizer"
  public static let encode = "Encode"
  public static let encodeBatch = "EncodeBatch"
  public static let encodeChat = "EncodeChat"
  public static let count = "Count"
  public static let truncate = "Truncate"
  public static let split = "Split"
  public static let decode = "Decode"
  public static let models = "Models"
}

/// weir.v1.Worker: token ids in, a stream of token chunks out.
public enum WorkerService {
  public static let name = "weir.v1.Worker"
  /// Server streaming of `GenerateChunk`.
  public static let generate = "Generate"
  public static let describe = "Describe"
}

/// weir.v1.KnowledgeBase: passages for a query.
public enum KnowledgeService {
  public static let name = "weir.v1.KnowledgeBase"
  public static let search = "Search"
  public static let ingest = "Ingest"
}

/// weir.v1.Gateway: the whole path over binary RPC.
public enum GatewayService {
  public static let name = "weir.v1.Gateway"
  /// Server streaming of `ChatEvent`.
  public static let chat = "Chat"
  public static let deidentify = "Deidentify"
}
