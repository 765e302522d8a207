public import Deidentification
internal import Policy

/// Step 5: the request with the passages that may help to answer it. Only ``Retriever`` makes one.
public struct InformedRequest: Sendable {
  public let deidentified: DeidentifiedRequest
  public let passages: [Passage]
  /// Whether the knowledge base did not answer, and the policy lets the request go on without it.
  public let lacksKnowledge: Bool
  let map: SurrogateMap

  fileprivate init(
    deidentified: DeidentifiedRequest, passages: [Passage], lacksKnowledge: Bool = false, map: SurrogateMap
  ) {
    self.deidentified = deidentified
    self.lacksKnowledge = lacksKnowledge
    self.passages = passages
    self.map = map
  }
}

/// A passage of the knowledge base as a model may see it.
public struct Passage: Sendable, Equatable {
  public let documentID: String
  public let version: String
  public let title: DeidentifiedText
  public let text: DeidentifiedText
  public let score: Float
}

/// A passage as the knowledge base returned it, not yet checked by this gateway.
public struct RetrievedPassage: Sendable {
  public let documentID: String
  public let version: String
  public let title: IdentifiedText
  public let text: IdentifiedText
  public let score: Float

  public init(documentID: String, version: String, title: IdentifiedText, text: IdentifiedText, score: Float) {
    self.documentID = documentID
    self.version = version
    self.title = title
    self.text = text
    self.score = score
  }
}

/// Where passages come from.
public protocol KnowledgeClient: Sendable {
  /// At most `limit` passages, best first. The query holds no identifier.
  func search(_ query: DeidentifiedText, limit: Int) async throws(Refusal) -> [RetrievedPassage]
}

/// Finds passages for the last question. What comes back is de-identified again with the request's own map: a person
/// whom both the question and a document name is one person to the model, and a badly ingested document leaks nothing.
public struct Retriever: Sendable {
  private let knowledge: any KnowledgeClient

  public init(knowledge: any KnowledgeClient) { self.knowledge = knowledge }

  /// Throws `.unavailable` when the policy demands passages and the knowledge base does not answer.
  public func retrieve(for deidentified: DeidentifiedRequest) async throws(Refusal) -> InformedRequest {
    let obligations = deidentified.permitted.obligations
    guard obligations.retrieve, let question = deidentified.turns.last(where: { $0.role == .user }) else {
      return InformedRequest(deidentified: deidentified, passages: [], map: deidentified.map)
    }
    let query = question.content.withoutSurrogates
    do throws(Refusal) {
      let found = try await knowledge.search(query, limit: obligations.passagesMax)
      return try inform(deidentified, with: found.prefix(obligations.passagesMax))
    } catch  where error.status == .unavailable && obligations.degradedModes.contains(.answerWithoutKnowledge) {
      return InformedRequest(deidentified: deidentified, passages: [], lacksKnowledge: true, map: deidentified.map)
    }
  }

  private func inform(_ deidentified: DeidentifiedRequest, with found: ArraySlice<RetrievedPassage>)
    throws(Refusal) -> InformedRequest
  {
    var map = deidentified.map
    var passages: [Passage] = []
    do {
      for passage in found {
        let title = try deidentified.deidentifier.deidentify(passage.title, into: &map).text
        let text = try deidentified.deidentifier.deidentify(passage.text, into: &map).text
        passages.append(
          Passage(
            documentID: passage.documentID, version: passage.version, title: title, text: text, score: passage.score))
      }
    } catch {
      throw Refusal(.unavailable, at: .retrieve, "a passage could not be checked, so nothing was sent to a model")
    }
    return InformedRequest(deidentified: deidentified, passages: passages, map: map)
  }
}
