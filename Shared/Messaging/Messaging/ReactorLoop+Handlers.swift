internal import RPC

/// A handler at work.
struct RunningHandler {
  let task: Task<Void, Never>
  /// nil: a unary call.
  let writer: RPCWriter?

  func abandon(_ status: StatusCode) {
    writer?.close(status)
    task.cancel()
  }
}

extension ReactorLoop {
  /// Runs the handler of a call as a task; what it returns or throws ends the call.
  func start(_ id: IncomingCallID, _ begin: Begin, deadline: MonotonicTime?) {
    guard let method = services[begin.service]?.methods[begin.method] else {
      return node.finish(id, unimplemented(begin))
    }
    let context = context(id, begin, deadline: deadline)
    let executor: (any TaskExecutor)? = method.isQuick ? executor : nil
    let post = post
    switch method.handler {
    case .unary(let body):
      let task = Task.detached(executorPreference: executor) {
        post(.finish(id, await end { try await body(context, begin.payload) }))
      }
      handlers[id] = RunningHandler(task: task, writer: nil)
    case .serverStreaming(let body):
      let writer = RPCWriter(credit: begin.credit) { post(.write(id, $0)) }
      let task = Task.detached(executorPreference: executor) {
        let end = await end {
          try await body(context, begin.payload, writer)
          return []
        }
        post(.finish(id, end))
      }
      handlers[id] = RunningHandler(task: task, writer: writer)
    }
  }

  private func unimplemented(_ begin: Begin) -> CallEnd {
    let isService = services[begin.service] != nil
    return CallEnd(.unimplemented, reason: isService ? "no such method" : "no such service")
  }

  private func context(_ id: IncomingCallID, _ begin: Begin, deadline: MonotonicTime?) -> RPCContext {
    RPCContext(
      deadline: deadline.map { .now + ($0 - now) },
      metadata: begin.metadata.isEmpty
        ? [:] : Dictionary(begin.metadata.map { ($0.key, $0.value) }) { _, last in last },
      model: begin.model, callerKey: peerKeys[id.peer])
  }
}

/// How a call ends whose handler did this.
private func end(_ body: () async throws -> [UInt8]) async -> CallEnd {
  do {
    return CallEnd(.ok, payload: try await body())
  } catch let error as RPCError {
    return CallEnd(error.status, reason: error.message)
  } catch is CancellationError {
    return CallEnd(.cancelled, reason: "the handler was cancelled")
  } catch {
    // Its text might hold what the caller wrote.
    return CallEnd(.unknown, reason: "the service failed")
  }
}
