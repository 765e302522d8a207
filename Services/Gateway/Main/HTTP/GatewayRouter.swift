import HTTPTypes
import Hummingbird

/// Every HTTP route of the gateway on one page.
struct GatewayRouter: Sendable {
  let chat: ChatCompletionsRoute
  let models: ModelsRoute
  let deidentify: DeidentifyRoute
  let reidentify: ReidentifyRoute
  let audit: AuditRoutes
  let operations: OperationsRoutes

  func router() -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.post("/v1/chat/completions") { request, _ in await chat.handle(request) }
    router.get("/v1/models") { request, _ in await models.handle(request) }
    router.post("/v1/deidentify") { request, _ in await deidentify.handle(request) }
    router.post("/v1/reidentify") { request, _ in await reidentify.handle(request) }
    router.get("/v1/audit/checkpoint") { request, _ in await audit.checkpoint(request) }
    router.get("/v1/audit/records") { request, _ in await audit.records(request) }
    router.get("/v1/audit/records/:index") { request, context in
      await audit.record(request, context.parameters.get("index"))
    }
    router.get("/v1/audit/proofs/:index") { request, context in
      await audit.proof(request, context.parameters.get("index"))
    }
    router.get("/metrics") { _, _ in await operations.metricsPage() }
    router.get("/healthz") { _, _ in operations.live() }
    router.get("/readyz") { _, _ in await operations.ready() }
    return router
  }
}
