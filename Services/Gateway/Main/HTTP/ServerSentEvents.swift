@_spi(Identified) import ChatPipeline
import Foundation
import Hummingbird
import NIOCore

/// A completion as server-sent events. The last ones are written only once the outcome is durable.
///
/// Source: WHATWG HTML, section 9.2; OpenAI API reference, "chat.completion.chunk".
struct ServerSentEvents {
  private let writer: WriterBox
  private let metrics: ChatMetrics

  init(writer: any ResponseBodyWriter, metrics: ChatMetrics) {
    self.writer = WriterBox(writer)
    self.metrics = metrics
  }

  func run(_ reply: Reply, pipeline: ChatPipeline, includesUsage: Bool) async throws {
    let roles = (0..<reply.call.cleared.choices).map {
      ChatCompletionChunk.Choice(index: $0, delta: .init(role: "assistant", content: ""))
    }
    var opening = reply.chunk(roles)
    opening.weir = reply.note(nil)
    try await writer.send(opening)
    do {
      let outcome = try await pipeline.answer(reply.call, to: EventSink(writer: writer, reply: reply))
      metrics.answered(outcome)
      try await close(reply, outcome, includesUsage: includesUsage)
    } catch let refusal as Refusal {
      metrics.refused(refusal)
      // The head is sent: what is left is to say in the stream that the answer broke off, and not to say [DONE].
      try await writer.send(
        ErrorResponse(
          error: .init(message: refusal.reason, type: ErrorResponse.type(refusal.status), code: refusal.step.rawValue)))
    }
    try await writer.finish()
  }

  private func close(_ reply: Reply, _ outcome: RecordedOutcome, includesUsage: Bool) async throws {
    var last = reply.chunk(
      outcome.finishes.enumerated().map { .init(index: $0, delta: .init(), finish_reason: $1.rawValue) })
    last.weir = reply.note(outcome)
    try await writer.send(last)
    if includesUsage {
      var usage = reply.chunk([])
      usage.usage = Usage(outcome)
      try await writer.send(usage)
    }
    try await writer.send(raw: "data: [DONE]\n\n")
  }
}

private struct EventSink: AnswerSink {
  let writer: WriterBox
  let reply: Reply

  func deliver(_ text: ReidentifiedText, choice: Int) async throws {
    try await writer.send(reply.chunk([.init(index: choice, delta: .init(content: text.value))]))
  }
}

// A response body is written by one task, step after step: the pipeline awaits each delivery before the next.
private final class WriterBox: @unchecked Sendable {
  private var writer: any ResponseBodyWriter

  init(_ writer: any ResponseBodyWriter) { self.writer = writer }

  func send(_ event: some Encodable) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try await send(raw: "data: " + String(decoding: encoder.encode(event), as: UTF8.self) + "\n\n")
  }

  func send(raw text: String) async throws { try await writer.write(ByteBuffer(string: text)) }

  func finish() async throws { try await writer.finish(nil) }
}
