import Contracts
import TestSupport

extension EncodeRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(model: g.text(), text: g.text(), addSpecial: g.flag())
  }
}

extension EncodeChatRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(model: g.text(), turns: g.list(), addGenerationPrompt: g.flag())
  }
}

extension ChatTurn: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(role: g.text(), content: g.text())
  }
}

extension EncodeReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(ids: g.ids())
  }
}

extension DecodeRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(model: g.text(), ids: g.ids(), skipSpecial: g.flag())
  }
}

extension DecodeReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(text: g.text())
  }
}

extension ModelsRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self()
  }
}

extension ModelsReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(models: (0..<3).map { _ in g.text() })
  }
}

extension TextsRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(model: g.text(), texts: (0..<3).map { _ in g.text() }, addSpecial: g.flag())
  }
}

extension EncodeBatchReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self { Self(texts: g.list()) }
}

extension CountReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self { Self(tokens: (0..<3).map { _ in g.small() }) }
}

extension TruncateRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(model: g.text(), text: g.text(), tokensMax: g.small())
  }
}

extension SplitRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(model: g.text(), text: g.text(), tokensMax: g.small(), overlapTokensMax: g.small())
  }
}

extension TextSegment: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(text: g.text(), tokens: g.small(), start: UInt64(g.small() as UInt32))
  }
}

extension SplitReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self { Self(segments: g.list()) }
}

extension SearchRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(query: g.text(), limit: g.small())
  }
}

extension SearchReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(hits: g.list())
  }
}

extension PassageHit: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(documentID: g.text(), title: g.text(), text: g.text(), score: g.number(), version: g.text())
  }
}

extension IngestRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(documents: g.list())
  }
}

extension Document: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(id: g.text(), title: g.text(), text: g.text())
  }
}

extension IngestReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(documents: g.small(), passages: g.small())
  }
}

extension WeirChatRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(
      model: g.text(), messages: g.list(), maxTokens: g.small(), temperature: g.number(), topP: g.number(),
      seed: g.large(), choices: g.small(), conversation: g.text(), explain: g.flag(),
      stop: (0..<3).map { _ in g.text() }, jsonSchema: g.text(), topK: g.small(), minP: g.number(),
      repetitionPenalty: g.number(), frequencyPenalty: g.number(), presencePenalty: g.number(), logitBias: g.list()
    )
  }
}

extension WeirChatMessage: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(role: g.text(), content: g.text())
  }
}

extension ChatDelta: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(choice: g.small(), text: g.text())
  }
}

extension ChatFinish: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(
      choices: g.list(), promptTokens: g.small(), completionTokens: g.small(), auditIntent: g.large(),
      auditOutcome: g.large()
    )
  }
}

extension ChoiceFinish: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(choice: g.small(), reason: g.text())
  }
}

extension DeidentifyRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(text: g.text())
  }
}

extension DeidentifyReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(text: g.text(), spans: g.list())
  }
}

extension WeirEntitySpan: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(start: g.small(), end: g.small(), kind: g.text(), score: g.number())
  }
}

extension ChatEvent: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    switch Int.random(in: 0..<3, using: &g) {
    case 0: .opened(.random(&g))
    case 1: .delta(.random(&g))
    default: .finish(.random(&g))
    }
  }
}

extension ChatOpened: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(requestID: g.text(), auditIntent: g.large(), prompt: g.list(), passages: g.list())
  }
}

extension PassageNote: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(documentID: g.text(), title: g.text(), version: g.text(), score: g.number())
  }
}

/// Every message of the contracts.
let allMessages: [any RandomMessage.Type] = [
  EncodeRequest.self, EncodeChatRequest.self, ChatTurn.self, EncodeReply.self, DecodeRequest.self, DecodeReply.self,
  TextsRequest.self, EncodeBatchReply.self, CountReply.self, TruncateRequest.self, SplitRequest.self, TextSegment.self,
  SplitReply.self, ModelsRequest.self, ModelsReply.self, GenerateRequest.self, Sampling.self, ClearanceToken.self,
  LogitBias.self, GenerateChunk.self, TokenLogProbability.self, DescribeRequest.self, DescribeReply.self,
  SearchRequest.self, SearchReply.self, PassageHit.self, IngestRequest.self, Document.self, IngestReply.self,
  WeirChatRequest.self, WeirChatMessage.self, ChatDelta.self,
  ChatFinish.self, ChoiceFinish.self, DeidentifyRequest.self, DeidentifyReply.self, WeirEntitySpan.self,
  ChatEvent.self, ChatOpened.self, PassageNote.self,
]
