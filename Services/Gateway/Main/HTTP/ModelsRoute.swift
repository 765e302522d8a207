import ChatPipeline
import Hummingbird

/// `GET /v1/models`: what the connected workers serve.
struct ModelsRoute: Sendable {
  let pipeline: ChatPipeline
  let models: @Sendable () async -> [String]
  let startedAt: Int

  func handle(_ request: Request) async -> Response {
    do { _ = try pipeline.principal(request.credential) } catch { return ErrorResponse.response(error) }
    let cards = Set(await models()).sorted().map { ModelCard(id: $0, created: startedAt) }
    return json(ModelList(data: cards))
  }
}

private struct ModelList: Encodable {
  let object = "list"
  let data: [ModelCard]
}

private struct ModelCard: Encodable {
  let id: String
  let object = "model"
  let created: Int
  let owned_by = "weir"
}
