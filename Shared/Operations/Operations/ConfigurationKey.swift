/// One setting: its name in the file, what it accepts, and where it goes.
struct ConfigurationKey {
  let name: String
  /// For the message when a value does not fit.
  let expected: String
  /// False when the value does not fit.
  let apply: ([String], inout Configuration) -> Bool

  /// The name in the environment.
  var variable: String { "WEIR_" + name.uppercased().replacing(".", with: "_") }

  /// Every setting there is.
  static var all: [ConfigurationKey] {
    [
      text("gateway.http_host", \.gateway.httpHost),
      number("gateway.http_port", 0...65_535, \.gateway.httpPort),
      endpoint("gateway.rpc_endpoint", \.gateway.rpcEndpoint),
      text("gateway.policy", \.gateway.policy),
      text("gateway.audit_origin", \.gateway.auditOrigin),
      database("gateway.vault", \.gateway.vault),
      number("gateway.request_timeout_seconds", 1...3600, \.gateway.requestTimeoutSeconds),
      endpoints("backend.gateways", \.backend.gateways),
      texts("tokenizer.models", \.tokenizer.models),
      text("worker.model", \.worker.model),
      number("worker.slots", 1...256, \.worker.slots),
      number("worker.threads", 0...1024, \.worker.threads),
      number("worker.cache_tokens", 64...(1 << 24), \.worker.cacheTokens),
      choice("worker.cache", ["f32", "f16", "int8"], \.worker.cache),
      choice("worker.precision", ["auto", "stored", "int8", "int4"], \.worker.precision),
      number("worker.guessed_tokens", 0...64, \.worker.guessedTokens),
      names("worker.adapters", \.worker.adapters),
      choice("log.level", ["trace", "debug", "info", "notice", "warning", "error", "critical"], \.log.level),
      number("log.file_bytes_max", 65_536...(1 << 30), \.log.fileBytesMax),
      number("supervisor.workers", 0...64, \.supervisor.workers),
      number("supervisor.stop_grace_seconds", 1...600, \.supervisor.stopGraceSeconds),
    ]
  }

  private typealias Place<Value> = WritableKeyPath<Configuration, Value>

  private static func text(_ name: String, _ place: Place<String>) -> Self {
    one(name, "a text", place) { $0 }
  }

  private static func number(_ name: String, _ range: ClosedRange<Int>, _ place: Place<Int>) -> Self {
    one(name, "a whole number from \(range.lowerBound) to \(range.upperBound)", place) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  private static func choice(_ name: String, _ choices: [String], _ place: Place<String>) -> Self {
    one(name, "one of \(choices.joined(separator: ", "))", place) { choices.contains($0) ? $0 : nil }
  }

  private static func database(_ name: String, _ place: Place<String>) -> Self {
    one(name, "empty, or a URL such as postgres://weir@host:5432/weir", place) { text in
      text.isEmpty || text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") ? text : nil
    }
  }

  private static func endpoint(_ name: String, _ place: Place<String>) -> Self {
    one(name, endpointForm, place) { isEndpoint($0) ? $0 : nil }
  }

  private static func endpoints(_ name: String, _ place: Place<[String]>) -> Self {
    Self(name: name, expected: "a list, each \(endpointForm)") { texts, configuration in
      configuration[keyPath: place] = texts
      return !texts.isEmpty && texts.allSatisfy(isEndpoint)
    }
  }

  private static func texts(_ name: String, _ place: Place<[String]>) -> Self {
    Self(name: name, expected: "a list of texts") { texts, configuration in
      configuration[keyPath: place] = texts
      return true
    }
  }

  private static func names(_ name: String, _ place: Place<[String]>) -> Self {
    Self(name: name, expected: "a list of different names of letters, figures, '.', '_' and '-'") {
      texts, configuration in
      configuration[keyPath: place] = texts
      return Set(texts).count == texts.count && texts.allSatisfy(isName)
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.first.map { $0 != "." } ?? false && text.utf8.count <= nameBytesMax
      && text.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || nameBytes.contains($0) }
  }

  /// What a file system takes.
  private static let nameBytesMax = 255
  private static let nameBytes = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-".utf8)

  private static func one<Value>(
    _ name: String, _ expected: String, _ place: Place<Value>, _ parse: @escaping (String) -> Value?
  ) -> Self {
    Self(name: name, expected: expected) { texts, configuration in
      guard texts.count == 1, let value = parse(texts[0]) else { return false }
      configuration[keyPath: place] = value
      return true
    }
  }

  private static let endpointForm = "a ZeroMQ endpoint such as tcp://127.0.0.1:8090 or ipc:///run/weir.sock"

  private static func isEndpoint(_ text: String) -> Bool { text.hasPrefix("tcp://") || text.hasPrefix("ipc://") }
}
