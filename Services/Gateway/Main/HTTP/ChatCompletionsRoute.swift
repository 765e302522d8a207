@_spi(Identified) import ChatPipeline
import Deidentification
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// `POST /v1/chat/completions`, streamed and whole: the same walk.
struct ChatCompletionsRoute: Sendable {
  let pipeline: ChatPipeline
  let metrics: ChatMetrics
  /// Unix seconds.
  let now: @Sendable () -> Int

  func handle(_ request: Request) async -> Response {
    let body: ChatCompletionsBody
    do {
      body = try await decode(request)
    } catch {
      return ErrorResponse.response(error)
    }
    do throws(Refusal) {
      let chat = chatRequest(body, request)
      let call = try await pipeline.prepare(chat)
      let reply = Reply(chat, call: call, created: now(), explains: request.headers[.explain] == "1")
      return body.isStreaming ? stream(reply, includesUsage: body.includesUsage) : try await whole(reply)
    } catch {
      metrics.refused(error)
      return ErrorResponse.response(error)
    }
  }

  private func decode(_ request: Request) async throws(BodyError) -> ChatCompletionsBody {
    guard let buffer = try? await request.body.collect(upTo: HTTPLimits.bodyBytesMax) else {
      throw BodyError("the body has more than \(HTTPLimits.bodyBytesMax) bytes or broke off")
    }
    do {
      return try ChatCompletionsBody.decode(Array(buffer.readableBytesView))
    } catch let error as BodyError {
      throw error
    } catch {
      throw BodyError("the body is not valid JSON in UTF-8")
    }
  }

  private func chatRequest(_ body: ChatCompletionsBody, _ request: Request) -> ChatRequest {
    ChatRequest(
      id: "chatcmpl-" + RequestIdentity.fresh(), credential: request.credential, route: "/v1/chat/completions",
      model: body.model,
      messages: body.messages, sampling: body.sampling, completionTokensMax: body.completionTokensMax,
      choices: body.choices, stop: body.stop, answerSchema: body.answerSchema,
      traceID: RequestIdentity.traceID(request.headers[.traceparent]),
      subject: request.headers[.subject].map(IdentifiedText.init))
  }

  private func whole(_ reply: Reply) async throws(Refusal) -> Response {
    let collected = CollectingSink(choices: reply.call.cleared.choices)
    let outcome = try await pipeline.answer(reply.call, to: collected)
    metrics.answered(outcome)
    return json(reply.completion(collected.texts, outcome))
  }

  private func stream(_ reply: Reply, includesUsage: Bool) -> Response {
    let body = ResponseBody { [pipeline, metrics] writer in
      let events = ServerSentEvents(writer: writer, metrics: metrics)
      try await events.run(reply, pipeline: pipeline, includesUsage: includesUsage)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}

/// Collects each choice's text for an answer that is sent whole.
private final class CollectingSink: AnswerSink {
  private let collected: Mutex<[String]>

  init(choices: Int) { collected = Mutex(Array(repeating: "", count: choices)) }

  var texts: [String] { collected.withLock { $0 } }

  func deliver(_ text: ReidentifiedText, choice: Int) async throws {
    collected.withLock { $0[choice] += text.value }
  }
}

/// What every part of one answer repeats.
struct Reply: Sendable {
  let id: String
  let model: String
  let call: PreparedCall
  let created: Int
  let explains: Bool

  init(_ chat: ChatRequest, call: PreparedCall, created: Int, explains: Bool) {
    id = chat.id
    model = chat.model
    self.call = call
    self.created = created
    self.explains = explains
  }

  func completion(_ texts: [String], _ outcome: RecordedOutcome) -> ChatCompletion {
    let choices = zip(texts, outcome.finishes).enumerated().map { index, choice in
      ChatCompletion.Choice(
        index: index, message: .init(content: choice.0), finish_reason: choice.1.rawValue, logprobs: nil)
    }
    return ChatCompletion(
      id: id, created: created, model: model, choices: choices, usage: Usage(outcome), weir: note(outcome))
  }

  func chunk(_ choices: [ChatCompletionChunk.Choice]) -> ChatCompletionChunk {
    ChatCompletionChunk(id: id, created: created, model: model, choices: choices)
  }

  func note(_ outcome: RecordedOutcome?) -> WeirExtension {
    WeirExtension(requestID: id, call: call, outcome: outcome, explains: explains && outcome == nil)
  }
}
