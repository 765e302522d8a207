import CurlTransport
import Foundation
import HTTPTransport
import Logging
import Operations
import Tokenization
import Upstream

extension ServedModel {
  /// A model that another server computes.
  init(relaying model: ModelStore.Model, _ process: WeirProcess) throws {
    let description = try UpstreamModel(path: model.path)
    let key = try description.apiKey(environment: ProcessInfo.processInfo.environment)
    let transport = CurlTransport(HTTPTransportSettings(description))
    let (loads, continuation) = Self.makeLoads()
    let upstream = Upstream(
      UpstreamSettings(description, apiKey: key), transport: transport, runningMax: description.concurrency,
      waitingMax: description.waitingMax, onLoad: { continuation.yield(($0, $1)) })
    let service = RelayService(
      gate: try CallGate(model.name, process), upstream: upstream, host: description.host,
      contextTokens: description.contextTokens, slots: description.concurrency,
      conversations: try Self.conversations(description, cache: process.state.tokenizerCache))
    process.logger.info("relaying", metadata: ["upstream": "\(description.host)", "api": "\(description.api)"])
    self.init(description: service.description, service: service.service, loads: loads) {
      continuation.finish()
    }
  }

  /// What reads messages out of ids; nil where the upstream takes the ids themselves.
  private static func conversations(_ description: UpstreamModel, cache: String) throws -> ConversationCodec? {
    guard description.api == .chat else { return nil }
    return ConversationCodec(
      try description.tokenizer.isEmpty ? Tokenizer.bytes() : Tokenizer(path: description.tokenizer, cache: cache))
  }
}

extension HTTPTransportSettings {
  fileprivate init(_ description: UpstreamModel) {
    self.init()
    authoritiesFile = description.authoritiesFile.isEmpty ? nil : description.authoritiesFile
    connectTimeout = .seconds(description.connectTimeoutSeconds)
    idleTimeout = .seconds(description.idleTimeoutSeconds)
  }
}

extension UpstreamSettings {
  fileprivate init(_ description: UpstreamModel, apiKey: String?) {
    self.init(
      baseURL: description.url, model: description.model, api: description.api == .chat ? .chat : .completions,
      apiKey: apiKey)
    choicesMax = description.choicesMax
    tokensMaxField = description.tokensMaxField
    omittedFields = Set(description.omittedFields)
    retry.retriesMax = description.retries
  }
}
