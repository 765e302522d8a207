/// The settings of all processes of one installation, with their defaults. Units stand in the names.
///
/// `weir.yaml` and the environment change them: `gateway.http_port` in the file is `WEIR_GATEWAY_HTTP_PORT` outside.
public struct Configuration: Sendable, Equatable {
  public var gateway = Gateway()
  public var backend = Backend()
  public var tokenizer = Tokenizer()
  public var worker = Worker()
  public var log = Log()
  public var supervisor = Supervisor()

  public init() {}

  public struct Gateway: Sendable, Equatable {
    /// Loopback only unless configured: the front speaks plain HTTP.
    public var httpHost = "127.0.0.1"
    public var httpPort = 8089
    /// Where back ends and RPC clients dial in, under CURVE.
    public var rpcEndpoint = "tcp://127.0.0.1:8090"
    /// A file in the policies folder.
    public var policy = "default.yaml"
    /// The audit log's name for ever: it stands in every checkpoint.
    public var auditOrigin = "weir.local/audit"
    /// Empty: SQLite under the installation's folder. `postgres://…`: a database that several gateways share.
    public var vault = ""
    public var requestTimeoutSeconds = 120
  }

  /// What tokenizers, workers and knowledge bases have in common.
  public struct Backend: Sendable, Equatable {
    /// The gateways to dial in to.
    public var gateways = ["tcp://127.0.0.1:8090"]
  }

  public struct Tokenizer: Sendable, Equatable {
    /// Names in the models folder; empty means all.
    public var models: [String] = []
  }

  public struct Worker: Sendable, Equatable {
    /// A name in the models folder; empty means the only one, or the one called `default`.
    public var model = ""
    /// Sequences generated at once.
    public var slots = 4
    /// 0 means one per core.
    public var threads = 0
    /// Positions that the key/value cache holds for all sequences together.
    public var cacheTokens = 32_768
    /// How keys and values are kept.
    public var cache = "f16"
    /// How weights are kept. `auto`: as the memory found allows, and lighter when memory becomes short.
    public var precision = "auto"
    /// Tokens guessed in one step from what the text so far repeats; 0 guesses none. Answers are the same either way.
    public var guessedTokens = 8
    /// LoRA adapters beside the model, by their names in the adapters folder.
    public var adapters: [String] = []
  }

  public struct Log: Sendable, Equatable {
    public var level = "info"
    /// A log file is renamed to `.1` at this size; one old file is kept.
    public var fileBytesMax = 16 << 20
  }

  public struct Supervisor: Sendable, Equatable {
    /// Worker processes on this machine.
    public var workers = 1
    /// From SIGTERM to SIGKILL.
    public var stopGraceSeconds = 10
  }
}
