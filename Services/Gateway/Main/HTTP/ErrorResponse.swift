import ChatPipeline
import Foundation
import HTTPTypes
import Hummingbird

/// The one place where refusals become HTTP: status and OpenAI's error object.
struct ErrorResponse: Encodable {
  let error: Body

  struct Body: Encodable {
    let message: String
    let type: String
    let code: String
    let param: String? = nil
  }

  static func response(_ refusal: Refusal) -> Response {
    response(status(refusal.status), refusal.reason, type: type(refusal.status), code: refusal.step.rawValue)
  }

  static func response(_ error: BodyError) -> Response {
    response(.badRequest, error.message, type: "invalid_request_error", code: "decode")
  }

  static func response(_ status: HTTPResponse.Status, _ message: String, type: String, code: String) -> Response {
    json(ErrorResponse(error: Body(message: message, type: type, code: code)), status: status)
  }

  private static func status(_ status: Refusal.Status) -> HTTPResponse.Status {
    switch status {
    case .invalidRequest: .badRequest
    case .unauthenticated: .unauthorized
    case .forbidden: .forbidden
    case .modelNotFound: .notFound
    case .rateLimited: .tooManyRequests
    case .cancelled: HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")
    case .unavailable: .serviceUnavailable
    case .deadlineExceeded: .gatewayTimeout
    case .internalFault: .internalServerError
    }
  }

  static func type(_ status: Refusal.Status) -> String {
    switch status {
    case .invalidRequest, .modelNotFound: "invalid_request_error"
    case .unauthenticated: "authentication_error"
    case .forbidden: "permission_error"
    case .rateLimited: "rate_limit_error"
    case .cancelled, .unavailable, .deadlineExceeded, .internalFault: "api_error"
    }
  }
}

/// A JSON answer with sorted keys.
func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else { return Response(status: .internalServerError) }
  return Response(
    status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
  )
}
