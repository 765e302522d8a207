/// Where one installation keeps everything: `$WEIR_HOME`, by default `~/.weir`. Private to its user.
public struct StateFolder: Sendable, Hashable {
  public let root: String

  public init(root: String) { self.root = root }

  /// The folder that the environment names.
  public init(environment: [String: String]) {
    self.init(root: environment["WEIR_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(environment["HOME"] ?? ".")/.weir")
  }

  public var configurationFile: String { "\(root)/weir.yaml" }
  public var keys: String { "\(root)/keys" }
  public var models: String { "\(root)/models" }
  /// Folders of LoRA adapters in PEFT's form, by name.
  public var adapters: String { "\(root)/adapters" }
  public var knowledgeBase: String { "\(root)/kb" }
  public var audit: String { "\(root)/audit" }
  public var vault: String { "\(root)/vault" }
  public var policies: String { "\(root)/policies" }
  /// Compiled vocabularies, which anyone may delete: they are made again.
  public var tokenizerCache: String { "\(root)/cache/tokenizers" }
  public var run: String { "\(root)/run" }
  public var log: String { "\(root)/log" }

  /// The process id of the running instance.
  public func pidFile(_ instance: String) -> String { "\(run)/\(instance).pid" }
  /// Exists while the instance is ready.
  public func readyFile(_ instance: String) -> String { "\(run)/\(instance).ready" }
  public func logFile(_ instance: String) -> String { "\(log)/\(instance).log" }

  /// Makes the folders that are missing.
  public func create() throws(OperationsError) {
    for folder in [root, keys, models, knowledgeBase, audit, policies, run, log] { try Files.createFolder(folder) }
  }
}
