internal import Foundation
internal import Yams

/// A model in the model store that another server computes: `NAME.upstream.yaml`. Units stand in the names.
public struct UpstreamModel: Sendable, Equatable {
  public enum API: String, Sendable, CaseIterable {
    /// `/completions` with token ids, which is exact: vLLM, llama-server.
    case completions
    /// `/chat/completions` with messages: DeepSeek, OpenAI.
    case chat
  }

  /// Up to and with the version, such as `https://api.example.org/v1`.
  public var url = ""
  /// What the upstream calls the model.
  public var model = ""
  public var api = API.chat
  /// The environment variable that holds the API key, or the private file; empty sends none.
  public var apiKeyVariable = ""
  public var apiKeyFile = ""
  /// A tokenizer file or folder; with `completions` the upstream model's own. Without one a prompt's tokens are bytes.
  public var tokenizer = ""
  /// A PEM file with the only authorities that are trusted; empty trusts the system's.
  public var authoritiesFile = ""
  /// Tokens of prompt and answer together.
  public var contextTokens = 32_768
  /// Calls at once.
  public var concurrency = 16
  /// Calls that wait for one of these to end.
  public var waitingMax = 64
  /// Alternatives that one call may ask for.
  public var choicesMax = 8
  /// Further tries of a call of which nothing came.
  public var retries = 2
  public var connectTimeoutSeconds = 10
  /// How long nothing may come, before the first token and between tokens.
  public var idleTimeoutSeconds = 120
  /// OpenAI's reasoning models want `max_completion_tokens`.
  public var tokensMaxField = "max_tokens"
  /// Fields that the upstream's model refuses, such as `temperature`; in the file with commas between them.
  public var omittedFields: [String] = []

  /// The upstream by name, as records and errors call it.
  public var host: String {
    guard let parts = URLComponents(string: url), let host = parts.host else { return "" }
    return parts.port.map { "\(host):\($0)" } ?? host
  }

  /// Reads a description; `path` names it in errors and is what relative paths start from.
  ///
  /// - Throws: `.unusableFile` with the key that is unknown, missing or wrong.
  public init(yaml: String, path: String) throws(OperationsError) {
    guard let loaded = try? Yams.load(yaml: yaml), let values = loaded as? [String: Any] else {
      throw .unusableFile(path: path, reason: "it is no YAML mapping")
    }
    let keys = Self.keys
    for (name, value) in values {
      guard let key = keys[name] else { throw .unusableFile(path: path, reason: "'\(name)' is not known") }
      guard key.apply("\(value)", &self) else {
        throw .unusableFile(path: path, reason: "'\(name)' must be \(key.expected)")
      }
    }
    let folder = URL(filePath: path).deletingLastPathComponent()
    for place in [\Self.apiKeyFile, \.tokenizer, \.authoritiesFile] where !self[keyPath: place].isEmpty {
      self[keyPath: place] = URL(filePath: self[keyPath: place], relativeTo: folder).path
    }
    if let complaint { throw .unusableFile(path: path, reason: complaint) }
  }

  /// Reads the file at `path`.
  public init(path: String) throws(OperationsError) {
    try self.init(yaml: String(decoding: try Files.read(path), as: UTF8.self), path: path)
  }

  /// The API key; nil where the description names none. Never logged.
  ///
  /// - Throws: `.missing` for an empty variable or file, `.exposedSecret` for a file that others can read.
  public func apiKey(environment: [String: String]) throws(OperationsError) -> String? {
    if !apiKeyFile.isEmpty {
      let text = String(decoding: try Files.readSecret(apiKeyFile), as: UTF8.self)
      return try usable(text.trimmingCharacters(in: .whitespacesAndNewlines), at: apiKeyFile)
    }
    return apiKeyVariable.isEmpty ? nil : try usable(environment[apiKeyVariable] ?? "", at: "$\(apiKeyVariable)")
  }

  private func usable(_ key: String, at place: String) throws(OperationsError) -> String {
    // A line break would end the header that the key stands in.
    guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw .missing(path: place, advice: "put the upstream's API key there, on one line")
    }
    return key
  }

  private var complaint: String? {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else {
      return "'url' must be a URL such as https://api.example.org/v1"
    }
    if parts.scheme != "https", !(parts.scheme == "http" && Self.loopback.contains(host)) {
      return "'url' must begin with https://; plain http reaches this machine only"
    }
    if parts.user != nil || parts.query != nil { return "'url' must hold no user and no query; name the key's place" }
    if model.isEmpty { return "'model' is missing: what the upstream calls the model" }
    if api == .completions, tokenizer.isEmpty {
      return "'tokenizer' is missing: completions send the model's token ids"
    }
    if !apiKeyFile.isEmpty, !apiKeyVariable.isEmpty { return "name 'api_key_env' or 'api_key_file', not both" }
    return nil
  }

  private static let loopback = ["127.0.0.1", "localhost", "::1", "[::1]"]
}

/// The keys of the file.
extension UpstreamModel {
  private struct Key {
    /// For the message when a value does not fit.
    let expected: String
    /// False when the value does not fit.
    let apply: (String, inout UpstreamModel) -> Bool
  }

  private static var keys: [String: Key] {
    [

      "url": text(\.url), "model": text(\.model), "api_key_env": text(\.apiKeyVariable),
      "api_key_file": text(\.apiKeyFile), "tokenizer": text(\.tokenizer), "ca_file": text(\.authoritiesFile),
      "api": Key(expected: "completions or chat") { value, model in
        API(rawValue: value).map { model.api = $0 } != nil
      },
      "max_tokens_field": Key(expected: "max_tokens or max_completion_tokens") { value, model in
        model.tokensMaxField = value
        return ["max_tokens", "max_completion_tokens"].contains(value)
      },
      "omit": Key(expected: "names of fields with commas between them") { value, model in
        model.omittedFields = value.split(separator: ",").map { $0.filter { $0 != " " } }
        return model.omittedFields.allSatisfy { !["model", "messages", "prompt", "stream"].contains($0) }
      },
      "context_tokens": number(1...(1 << 24), \.contextTokens), "concurrency": number(1...1024, \.concurrency),
      "waiting_max": number(0...65_536, \.waitingMax), "choices_max": number(1...128, \.choicesMax),
      "retries": number(0...10, \.retries), "connect_timeout_seconds": number(1...600, \.connectTimeoutSeconds),
      "idle_timeout_seconds": number(1...3_600, \.idleTimeoutSeconds),
    ]
  }

  private static func text(_ place: WritableKeyPath<UpstreamModel, String>) -> Key {
    Key(expected: "a text") { value, model in
      model[keyPath: place] = value
      return !value.isEmpty
    }
  }

  private static func number(_ range: ClosedRange<Int>, _ place: WritableKeyPath<UpstreamModel, Int>) -> Key {
    Key(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { value, model in
      guard let number = Int(value), range.contains(number) else { return false }
      model[keyPath: place] = number
      return true
    }
  }
}
