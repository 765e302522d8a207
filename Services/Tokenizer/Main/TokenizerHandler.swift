import Contracts
import Messaging
import Operations
import Tokenization

/// weir.v1.Tokenizer over the models of the models folder.
struct TokenizerHandler: Sendable {
  private let models: [String: LoadedModel]
  private let now: @Sendable () -> CivilTime

  /// Loads every model. Throws when one of them cannot be read.
  init(_ store: ModelStore, names: [String], cache: String, now: @escaping @Sendable () -> CivilTime) throws {
    var models: [String: LoadedModel] = [:]
    for name in names {
      do { models[name] = try LoadedModel(store.model(named: name), cache: cache) } catch {
        throw OperationsError.unusableFile(path: store.path(of: name), reason: "\(error)")
      }
    }
    self.models = models
    self.now = now
  }

  var service: RPCService {
    RPCService(
      TokenizerService.name,
      [
        TokenizerService.encode: .unary { try encode(Self.decoded($1)).wireBytes() },
        TokenizerService.encodeBatch: .unary { try encodeBatch(Self.decoded($1)).wireBytes() },
        TokenizerService.count: .unary { try count(Self.decoded($1)).wireBytes() },
        TokenizerService.truncate: .unary { try truncate(Self.decoded($1)).wireBytes() },
        TokenizerService.split: .unary { try split(Self.decoded($1)).wireBytes() },
        TokenizerService.encodeChat: .unary { try encodeChat(Self.decoded($1)).wireBytes() },
        TokenizerService.decode: .unary { try decode(Self.decoded($1)).wireBytes() },
        TokenizerService.models: .unary { _, _ in ModelsReply(models: models.keys.sorted()).wireBytes() },
      ])
  }

  func encode(_ request: EncodeRequest) throws -> EncodeReply {
    let tokenizer = try model(request.model).tokenizer
    return EncodeReply(ids: try orInvalid { try tokenizer.encode(request.text, addSpecial: request.addSpecial) })
  }

  func encodeChat(_ request: EncodeChatRequest) throws -> EncodeReply {
    let model = try model(request.model)
    let turns = request.turns.map { (role: $0.role, content: $0.content) }
    let ids = try orInvalid {
      try model.encode(turns, addGenerationPrompt: request.addGenerationPrompt, now: now())
    }
    guard let ids else { throw RPCError(.failedPrecondition, "the model has no chat template") }
    return EncodeReply(ids: ids)
  }

  func decode(_ request: DecodeRequest) throws -> DecodeReply {
    let tokenizer = try model(request.model).tokenizer
    guard request.ids.allSatisfy({ (0..<tokenizer.vocabularySize).contains(Int($0)) }) else {
      throw RPCError(.invalidArgument, "an id is not from 0 to \(tokenizer.vocabularySize - 1)")
    }
    return DecodeReply(text: tokenizer.decode(request.ids, skipSpecial: request.skipSpecial))
  }

  func encodeBatch(_ request: TextsRequest) throws -> EncodeBatchReply {
    let tokenizer = try model(request.model).tokenizer
    return EncodeBatchReply(
      texts: try request.texts.map { text in
        EncodeReply(ids: try orInvalid { try tokenizer.encode(text, addSpecial: request.addSpecial) })
      })
  }

  func count(_ request: TextsRequest) throws -> CountReply {
    let tokenizer = try model(request.model).tokenizer
    return CountReply(
      tokens: try request.texts.map { text in
        UInt32(try orInvalid { try tokenizer.count(text, addSpecial: request.addSpecial) })
      })
  }

  func truncate(_ request: TruncateRequest) throws -> TextSegment {
    let tokenizer = try model(request.model).tokenizer
    return TextSegment(
      try orInvalid { try tokenizer.truncated(request.text, tokenCountMax: Int(request.tokensMax)) })
  }

  func split(_ request: SplitRequest) throws -> SplitReply {
    let tokenizer = try model(request.model).tokenizer
    let segments = try orInvalid {
      try tokenizer.segments(
        of: request.text, tokenCountMax: Int(request.tokensMax), overlapTokenCountMax: Int(request.overlapTokensMax))
    }
    return SplitReply(segments: segments.map(TextSegment.init))
  }

  private func model(_ name: String) throws(RPCError) -> LoadedModel {
    guard let model = models[name] else { throw RPCError(.notFound, "no such model here; see the method Models") }
    return model
  }

  private func orInvalid<Result>(_ body: () throws -> Result) throws(RPCError) -> Result {
    do { return try body() } catch { throw RPCError(.invalidArgument, "\(error)") }
  }

  private static func decoded<Message: WireMessage>(_ payload: [UInt8]) throws(RPCError) -> Message {
    do { return try Message(wire: payload) } catch { throw RPCError(.invalidArgument, "\(error)") }
  }
}

extension TextSegment {
  fileprivate init(_ segment: Tokenizer.Segment) {
    self.init(text: segment.text, tokens: UInt32(segment.tokenCount), start: UInt64(segment.start))
  }
}
