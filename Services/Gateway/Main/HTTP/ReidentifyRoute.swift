import ChatPipeline
@_spi(Identified) import Deidentification
import Foundation
import Hummingbird

/// `POST /v1/reidentify`: the identifiers of an old request back into text. Body: {"request_id": …, "text": …}.
struct ReidentifyRoute: Sendable {
  let reidentification: AuthorizedReidentification

  func handle(_ request: Request) async -> Response {
    guard let buffer = try? await request.body.collect(upTo: RequestLimits.bodyBytesMax),
      let body = try? JSONDecoder().decode(ReidentifyBody.self, from: Data(buffer.readableBytesView))
    else {
      return ErrorResponse.response(
        BodyError("send {\"request_id\": \"…\", \"text\": \"…\"} of at most \(RequestLimits.bodyBytesMax) bytes"))
    }
    do throws(Refusal) {
      let text = try await reidentification.reidentify(
        body.text, request: body.request_id, credential: request.credential)
      return json(ReidentifyReplyBody(text: text.value))
    } catch {
      return ErrorResponse.response(error)
    }
  }
}

private struct ReidentifyBody: Decodable {
  let request_id: String
  let text: String
}

private struct ReidentifyReplyBody: Encodable { let text: String }
