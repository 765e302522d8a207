internal import RPC

extension ReactorLoop {
  func perform(_ command: Command) {
    switch command {
    case .begin(let id, let request, let sink):
      sinks[id] = sink
      node.begin(request, id: id, now: now)
    case .consume(let id, let count): node.consume(id, count: count)
    case .cancel(let id): node.cancel(id, now: now)
    case .write(let id, let payload): node.write(id, payload, now: now)
    case .finish(let id, let end):
      handlers[id] = nil
      node.finish(id, end)
    case .report(let load): node.report(load)
    case .drain(let done):
      drained.append(done)
      if node.hasDrained { finishDraining() } else { node.drain() }
    case .inspect(let look): look(node, now)
    case .allow(let backends, let clients): transport.setAllowed(backends: backends, clients: clients)
    case .stop(let done): stop(done)
    }
  }

  func finishDraining() {
    for done in drained { done() }
    drained = []
  }

  func perform(_ action: NodeAction) {
    switch action {
    case .assigned(let id, let instanceID):
      if case .stream(let buffer) = sinks[id] { buffer.assign(to: instanceName(instanceID)) }
    case .deliver(let id, let payload):
      if case .stream(let buffer) = sinks[id] { buffer.deliver(payload) }
    case .finish(let id, let end): sinks.removeValue(forKey: id)?.finish(end)
    case .start(let id, let begin, let deadline): start(id, begin, deadline: deadline)
    case .credit(let id, let total): handlers[id]?.writer?.raise(to: total)
    case .abandon(let id, let status): handlers[id]?.abandon(status)
    case .joined(_, let registration):
      onEvent?(
        .backendJoined(
          instance: instanceName(registration.instanceID), services: registration.services, model: registration.model,
          slots: Int(registration.slots)))
    case .left: onEvent?(.backendLeft)
    case .registered(let peer, _): onEvent?(.gatewayRegistered(address: transport.address(of: peer)))
    case .drained: finishDraining()
    }
  }
}
