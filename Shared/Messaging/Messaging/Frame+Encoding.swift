internal import RPC

extension Envelope {
  func write(to writer: inout WireWriter) {
    writer.field(1, session)
    writer.field(2, sequence)
    for frame in frames { writer.element(3, frame) }
  }
}

extension Frame: WireEncodable {
  var wireCount: Int { WireCount.field(callID) + WireCount.element(body.wireCount) }

  func write(to writer: inout WireWriter) {
    writer.field(1, callID)
    writer.element(body.fieldNumber, body)
  }
}

extension Frame.Body: WireEncodable {
  fileprivate var fieldNumber: UInt64 {
    switch self {
    case .register: 2
    case .registered: 3
    case .load: 4
    case .drain: 5
    case .begin: 6
    case .message: 7
    case .credit: 8
    case .cancel: 9
    case .end: 10
    case .ping: 11
    case .pong: 12
    }
  }

  var wireCount: Int {
    switch self {
    case .register(let value): value.wireCount
    case .registered(let value):
      WireCount.field(UInt64(value.pingIntervalMs)) + WireCount.field(UInt64(value.messageBytesMax))
    case .load(let value): WireCount.field(UInt64(value.running)) + WireCount.field(UInt64(value.queued))
    case .drain, .cancel: 0
    case .begin(let value): value.wireCount
    case .message(let payload): WireCount.field(payload)
    case .credit(let value), .ping(let value), .pong(let value): WireCount.field(value)
    case .end(let value): value.wireCount
    }
  }

  func write(to writer: inout WireWriter) {
    switch self {
    case .register(let value): value.write(to: &writer)
    case .registered(let value):
      writer.field(1, UInt64(value.pingIntervalMs))
      writer.field(2, UInt64(value.messageBytesMax))
    case .load(let value):
      writer.field(1, UInt64(value.running))
      writer.field(2, UInt64(value.queued))
    case .drain, .cancel: break
    case .begin(let value): value.write(to: &writer)
    case .message(let payload): writer.field(1, payload)
    case .credit(let value), .ping(let value), .pong(let value): writer.field(1, value)
    case .end(let value): value.write(to: &writer)
    }
  }
}

extension Registration: WireEncodable {
  var wireCount: Int {
    let names = (services + variants).reduce(0) { $0 + WireCount.element($1.utf8.count) }
    let texts = WireCount.field(model) + WireCount.field(precision) + WireCount.field(version)
    return WireCount.field(instanceID) + names + texts + WireCount.field(UInt64(slots))
      + WireCount.field(trustedGateway)
  }

  func write(to writer: inout WireWriter) {
    writer.field(1, instanceID)
    for service in services { writer.element(2, service) }
    writer.field(3, model)
    writer.field(4, precision)
    writer.field(5, UInt64(slots))
    writer.field(6, version)
    writer.field(7, trustedGateway)
    for variant in variants { writer.element(8, variant) }
  }
}

extension Begin: WireEncodable {
  var wireCount: Int {
    var count = WireCount.field(service) + WireCount.field(method) + WireCount.field(UInt64(timeoutMs))
    count += WireCount.field(UInt64(credit)) + WireCount.field(payload) + WireCount.field(model)
    for entry in metadata { count += WireCount.element(entry.wireCount) }
    return count
  }

  func write(to writer: inout WireWriter) {
    writer.field(1, service)
    writer.field(2, method)
    writer.field(3, UInt64(timeoutMs))
    writer.field(4, UInt64(credit))
    for entry in metadata { writer.element(5, entry) }
    writer.field(6, payload)
    writer.field(7, model)
  }
}

extension Metadata: WireEncodable {
  var wireCount: Int { WireCount.field(key) + WireCount.field(value) }

  func write(to writer: inout WireWriter) {
    writer.field(1, key)
    writer.field(2, value)
  }
}

extension CallEnd: WireEncodable {
  var wireCount: Int {
    var count = WireCount.field(UInt64(status.rawValue)) + WireCount.field(reason) + WireCount.field(payload)
    for entry in metadata { count += WireCount.element(entry.wireCount) }
    return count + (isUnprocessed ? 2 : 0)
  }

  func write(to writer: inout WireWriter) {
    writer.field(1, UInt64(status.rawValue))
    writer.field(2, reason)
    writer.field(3, payload)
    for entry in metadata { writer.element(4, entry) }
    writer.field(5, isUnprocessed ? 1 : 0)
  }
}
