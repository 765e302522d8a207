public import Cryptography
public import Deidentification
internal import Policy

/// Step 4: the conversation without identifiers. Only ``RequestDeidentifier`` makes one. The map that can undo it
/// never leaves the gateway.
public struct DeidentifiedRequest: Sendable {
  public let permitted: PermittedRequest
  /// The policy's system prompt; it was de-identified like any other text.
  public let instructions: DeidentifiedText
  public let turns: [DeidentifiedTurn]
  public let counts: [EntityKind: Int]
  /// The caller's stop strings as the model would write them: a name in one is the surrogate that the prompt has.
  public let stop: [DeidentifiedText]
  /// The caller's JSON schema; it was found to name nobody.
  public let answerSchema: DeidentifiedText?
  let map: SurrogateMap
  let deidentifier: Deidentifier

  fileprivate init(
    permitted: PermittedRequest, instructions: DeidentifiedText, turns: [DeidentifiedTurn],
    counts: [EntityKind: Int], stop: [DeidentifiedText], answerSchema: DeidentifiedText?, map: SurrogateMap,
    deidentifier: Deidentifier
  ) {
    self.permitted = permitted
    self.instructions = instructions
    self.turns = turns
    self.counts = counts
    self.stop = stop
    self.answerSchema = answerSchema
    self.map = map
    self.deidentifier = deidentifier
  }
}

/// One message as a model may see it.
public struct DeidentifiedTurn: Sendable, Equatable {
  public let role: ChatRole
  public let content: DeidentifiedText
  /// Where the identifiers stood in the caller's text, in Unicode scalars.
  public let spans: [EntitySpan]

  init(role: ChatRole, content: DeidentifiedText, spans: [EntitySpan] = []) {
    self.role = role
    self.content = content
    self.spans = spans
  }
}

/// Takes the identifiers out of every message, in order, into one map, so that the same person has the same surrogate
/// in each turn. A caller that resends the conversation gets the same numbers: they count first appearances.
public struct RequestDeidentifier: Sendable {
  private let deidentifiers: DeidentifierCache
  private let key: SecretKey

  /// `key`: what the operators derive surrogates, hashes and shifts from, for each tenant others.
  public init(deidentifiers: DeidentifierCache, key: SecretKey) {
    self.deidentifiers = deidentifiers
    self.key = key
  }

  /// Throws `.unavailable` when a recognizer fails: unchecked text goes nowhere. Throws `.invalidRequest` for a JSON
  /// schema that names somebody.
  public func deidentify(_ permitted: PermittedRequest) throws(Refusal) -> DeidentifiedRequest {
    do {
      let deidentifier = try deidentifiers.deidentifier(for: permitted.obligations.deidentification)
      return try deidentify(permitted, with: deidentifier)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.unavailable, at: .deidentify, "de-identification failed, so nothing was sent to a model")
    }
  }

  private func deidentify(_ permitted: PermittedRequest, with deidentifier: Deidentifier)
    throws -> DeidentifiedRequest
  {
    // Without keys placeholders need no scan for what could be mistaken for a surrogate.
    let needsKeys = !permitted.obligations.deidentification.operators.isPlaceholdersOnly
    var map = SurrogateMap(keys: needsKeys ? SurrogateKeys(key, tenant: permitted.principal.tenant) : nil)
    var counts: [EntityKind: Int] = [:]
    var turns: [DeidentifiedTurn] = []
    for message in permitted.request.messages {
      let result = try deidentifier.deidentify(message.content, into: &map)
      counts.merge(result.counts, uniquingKeysWith: +)
      turns.append(DeidentifiedTurn(role: message.role, content: result.text, spans: result.spans))
    }
    let instructions = try permitted.obligations.systemPrompt.map { prompt throws(DeidentificationError) in
      try deidentifier.deidentify(IdentifiedText(prompt), into: &map).text
    }
    // After the conversation, whose names they may repeat.
    var stop: [DeidentifiedText] = []
    for text in permitted.request.stop {
      let result = try deidentifier.deidentify(text, into: &map)
      counts.merge(result.counts, uniquingKeysWith: +)
      stop.append(result.text)
    }
    let schema = try permitted.request.answerSchema.map { try Self.nameless($0, deidentifier, map) }
    return DeidentifiedRequest(
      permitted: permitted, instructions: instructions ?? .standardInstructions, turns: turns, counts: counts,
      stop: stop, answerSchema: schema, map: map, deidentifier: deidentifier)
  }

  /// A schema with surrogates in it could be another schema, so one that holds an identifier is refused.
  private static func nameless(_ schema: IdentifiedText, _ deidentifier: Deidentifier, _ map: SurrogateMap) throws
    -> DeidentifiedText
  {
    var map = map
    let result = try deidentifier.deidentify(schema, into: &map)
    guard result.spans.isEmpty else {
      throw Refusal(
        .invalidRequest, at: .deidentify,
        "the JSON schema holds what looks like an identifier; describe fields without examples of people")
    }
    return result.text
  }
}
