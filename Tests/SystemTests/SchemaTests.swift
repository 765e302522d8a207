import Foundation
import Testing

/// An answer that is held to a JSON schema, from the caller's request to the worker's tokens.
@Suite(.serialized) struct SchemaTests {
  private struct Triage: Decodable {
    let urgent: Bool
    let level: Int
    let reason: String
  }

  private static let schema = """
    {"type":"object","properties":{"urgent":{"type":"boolean"},"level":{"type":"integer","minimum":1,"maximum":5},
    "reason":{"type":"string","maxLength":16}},"required":["urgent","level","reason"],"additionalProperties":false}
    """

  @Test func answersAreWhatTheSchemaAsksFor() async throws {
    let installation = try await RunningInstallation()
    for seed in 0..<3 {
      let answer = await ask(installation, Self.schema, seed: seed)
      try #require(answer.isAnswered, "\(answer)")
      let content = try content(of: answer)
      let triage = try JSONDecoder().decode(Triage.self, from: Data(content.utf8))
      #expect((1...5).contains(triage.level) && triage.reason.unicodeScalars.count <= 16)
      // In the schema's order.
      let places = ["urgent", "level", "reason"].compactMap { content.range(of: "\"\($0)\"")?.lowerBound }
      #expect(places == places.sorted() && places.count == 3, "\(content)")
    }
    let refused = await ask(installation, #"{"type":"array","items":{"uniqueItems":true}}"#, seed: 0)
    #expect(refused.isRefused && refused.status == 400 && refused.body.contains("uniqueItems"), "\(refused)")
    installation.stop()
  }

  private func ask(_ installation: RunningInstallation, _ schema: String, seed: Int) async -> HTTPAnswer {
    let body = """
      {"model":"\(RunningInstallation.model)","messages":[{"role":"user","content":"My chest hurts. What is it?"}],
      "max_tokens":480,"temperature":1,"seed":\(seed),
      "response_format":{"type":"json_schema","json_schema":{"name":"triage","schema":\(schema)}}}
      """
    return await installation.post("/v1/chat/completions", Data(body.utf8))
  }

  private func content(of answer: HTTPAnswer) throws -> String {
    struct Completion: Decodable {
      struct Choice: Decodable { let message: Message }
      struct Message: Decodable { let content: String }
      let choices: [Choice]
    }
    return try JSONDecoder().decode(Completion.self, from: Data(answer.body.utf8)).choices[0].message.content
  }
}
