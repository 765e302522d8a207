import RPC

extension Transcript {
  func describe(_ action: NodeAction) -> String {
    switch action {
    case .assigned(let id, let instanceID): "assigned \(id) to \(instanceID)"
    case .deliver(let id, _): "deliver \(id)"
    case .finish(let id, let end): "finish \(id) \(describe(end))"
    case .start(let id, let begin, let deadline):
      "start \(id.peer) \(id.number) \(begin.service)/\(begin.method)\(deadline == nil ? "" : " with a deadline")"
    case .credit(let id, let total): "credit \(id.peer) \(id.number) \(total)"
    case .abandon(let id, let status): "abandon \(id.peer) \(id.number) \(status.name)"
    case .joined(let peer, let registration): "joined \(peer) \(registration.services.joined(separator: ","))"
    case .left(let peer): "left \(peer)"
    case .registered(let peer, _): "registered \(peer)"
    case .drained: "drained"
    }
  }

  func describe(_ frame: Frame) -> String {
    let call = frame.callID < 16 ? "\(frame.callID)" : "\(frame.callID >> 4).\(frame.callID & 15)"
    return switch frame.body {
    case .register(let registration): "register \(registration.services.joined(separator: ","))"
    case .registered: "registered"
    case .load: "load"
    case .drain: "drain"
    case .begin(let begin): "begin \(call) \(begin.service) timeout \(begin.timeoutMs) credit \(begin.credit)"
    case .message: "message \(call)"
    case .credit(let total): "credit \(call) \(total)"
    case .cancel: "cancel \(call)"
    case .end(let end): "end \(call) \(describe(end))"
    case .ping: "ping"
    case .pong: "pong"
    }
  }

  private func describe(_ end: CallEnd) -> String {
    let reason = end.reason.isEmpty ? "" : ": \(end.reason)"
    return end.status.name + (end.isUnprocessed ? " unprocessed" : "") + reason
  }
}
