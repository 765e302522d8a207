import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// What a call over HTTP came to. Status 0: no answer, because the connection broke or could not be made.
struct HTTPAnswer: Sendable {
  let status: Int
  let body: String

  /// A whole answer: a completion, or a stream that says that it ended.
  var isAnswered: Bool { status == 200 && (body.contains("data: [DONE]") || body.contains("\"chat.completion\"")) }
  /// A refusal with a reason, before the answer or within its stream.
  var isRefused: Bool { body.contains("\"error\"") && body.contains("\"message\"") }
}

extension RunningInstallation {
  static let question =
    "My patient Mr. John Smith, SSN 536-90-4399, phone (415) 555-0132, has high blood pressure. What should he do?"

  func get(_ path: String, key: String? = nil) async -> HTTPAnswer {
    var request = request(path)
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    return await send(request)
  }

  /// One question over the OpenAI-compatible route.
  func ask(_ question: String = question, isStreaming: Bool = false, tokensMax: Int = 24, model: String = model) async
    -> HTTPAnswer
  {
    let body: [String: Any] = [
      "model": model, "messages": [["role": "user", "content": question]], "max_tokens": tokensMax,
      "stream": isStreaming,
    ]
    return await post("/v1/chat/completions", (try? JSONSerialization.data(withJSONObject: body)) ?? Data())
  }

  func post(_ path: String, _ body: Data, key: String? = nil, subject: String? = nil) async -> HTTPAnswer {
    var request = request(path)
    request.httpMethod = "POST"
    request.setValue("Bearer \(key ?? self.key)", forHTTPHeaderField: "Authorization")
    if let subject { request.setValue(subject, forHTTPHeaderField: "X-Weir-Subject") }
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = body
    return await send(request)
  }

  private func request(_ path: String) -> URLRequest {
    URLRequest(url: URL(string: "http://127.0.0.1:\(httpPort)\(path)")!, timeoutInterval: 120)
  }

  // What it receives names people: it must not go into a cache on disk.
  private static let session = URLSession(configuration: .ephemeral)

  private func send(_ request: URLRequest) async -> HTTPAnswer {
    guard let (data, response) = try? await Self.session.data(for: request),
      let http = response as? HTTPURLResponse
    else { return HTTPAnswer(status: 0, body: "") }
    return HTTPAnswer(status: http.statusCode, body: String(decoding: data, as: UTF8.self))
  }
}
