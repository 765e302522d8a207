import Messaging
import Synchronization

/// The gateway's own RPC service, which needs the pipeline, which needs the endpoint that serves it: calls that come
/// before the pipeline stands are told to try again.
final class LateService: Sendable {
  private let filled = Mutex<GatewayService?>(nil)

  func fill(_ service: GatewayService) { filled.withLock { $0 = service } }

  var service: RPCService {
    GatewayService.service { [self] () throws(RPCError) in
      guard let service = filled.withLock({ $0 }) else { throw RPCError(.unavailable, "the gateway is starting") }
      return service
    }
  }
}
