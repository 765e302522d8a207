import ChatPipeline
import Deidentification
import Foundation
import Hummingbird

/// `POST /v1/deidentify`: what a model would see of a text. Body: {"text": …, "model"?: …}.
struct DeidentifyRoute: Sendable {
  let pipeline: ChatPipeline

  func handle(_ request: Request) async -> Response {
    guard let buffer = try? await request.body.collect(upTo: RequestLimits.bodyBytesMax),
      let body = try? JSONDecoder().decode(DeidentifyBody.self, from: Data(buffer.readableBytesView))
    else {
      return ErrorResponse.response(BodyError("send {\"text\": \"…\"} of at most \(RequestLimits.bodyBytesMax) bytes"))
    }
    let chat = ChatRequest(
      id: RequestIdentity.fresh(), credential: request.credential, route: "/v1/deidentify", model: "",
      messages: [ChatMessage(role: .user, content: IdentifiedText(body.text))],
      traceID: RequestIdentity.traceID(request.headers[.traceparent]))
    do throws(Refusal) {
      return json(DeidentifyReplyBody(try await pipeline.deidentify(chat)))
    } catch {
      return ErrorResponse.response(error)
    }
  }
}

private struct DeidentifyBody: Decodable { let text: String }

private struct DeidentifyReplyBody: Encodable {
  let text: String
  let spans: [Span]

  struct Span: Encodable {
    let start: Int
    let end: Int
    let type: String
    let score: Float
  }

  init(_ request: DeidentifiedRequest) {
    text = request.turns.map(\.content.value).joined(separator: "\n")
    spans = request.turns.flatMap(\.spans).map {
      Span(start: $0.range.lowerBound, end: $0.range.upperBound, type: $0.kind.rawValue, score: $0.score)
    }
  }
}
