internal import RPC

/// Limits of one envelope, so that few bytes cannot become much memory.
enum EnvelopeLimits {
  /// Frames in one envelope; a node puts at most this many in.
  static let framesMax = 16_384
  /// Entries of metadata in one frame, and names of services in one registration.
  static let entriesMax = 256
  /// Names of variants in one registration: as many adapters as a worker may have.
  static let variantsMax = 1_024
  /// Bytes of an envelope besides one payload of the largest size: other frames, names, metadata.
  static let overheadMax = 1 << 20
}

extension Envelope {
  /// Unknown fields and frames are skipped, as protobuf wants, so that later versions can add some.
  init(wire bytes: UnsafeBufferPointer<UInt8>) throws(MalformedEnvelope) {
    self.init(session: 0, sequence: 0, frames: [])
    var reader = WireReader(bytes)
    var count = 0
    while let (number, value) = try reader.next() {
      switch number {
      case 1: session = value.uint64
      case 2: sequence = value.uint64
      case 3:
        count += 1
        guard count <= EnvelopeLimits.framesMax else { throw MalformedEnvelope() }
        if let frame = try Frame(value.message()) { frames.append(frame) }
      default: break
      }
    }
  }
}

extension Frame {
  /// nil: a kind of frame of a later version.
  fileprivate init?(_ reader: WireReader) throws(MalformedEnvelope) {
    var reader = reader
    var callID: UInt64 = 0
    var body: Body?
    while let (number, value) = try reader.next() {
      if number == 1 { callID = value.uint64 } else if let read = try Body(number, value) { body = read }
    }
    guard let body else { return nil }
    self.init(callID: callID, body)
  }
}

extension Frame.Body {
  fileprivate init?(_ number: UInt64, _ value: WireReader.Value) throws(MalformedEnvelope) {
    switch number {
    case 2: self = .register(try Registration(value.message()))
    case 3: self = .registered(try Registered(value.message()))
    case 4: self = .load(try Load(value.message()))
    case 5: self = .drain
    case 6: self = .begin(try Begin(value.message()))
    case 7: self = .message(try firstField(value.message())?.array ?? [])
    case 8: self = .credit(try firstField(value.message())?.uint64 ?? 0)
    case 9: self = .cancel
    case 10: self = .end(try CallEnd(value.message()))
    case 11: self = .ping(try firstField(value.message())?.uint64 ?? 0)
    case 12: self = .pong(try firstField(value.message())?.uint64 ?? 0)
    default: return nil
    }
  }
}

/// The last value of field 1, for messages that have only this one.
private func firstField(_ reader: WireReader) throws(MalformedEnvelope) -> WireReader.Value? {
  var reader = reader
  var found: WireReader.Value?
  while let (number, value) = try reader.next() {
    if number == 1 { found = value }
  }
  return found
}

extension Registration {
  fileprivate init(_ reader: WireReader) throws(MalformedEnvelope) {
    self.init(instanceID: [], services: [], slots: 0)
    var reader = reader
    while let (number, value) = try reader.next() {
      switch number {
      case 1: instanceID = value.array
      case 2:
        guard services.count < EnvelopeLimits.entriesMax else { throw MalformedEnvelope() }
        services.append(value.string)
      case 3: model = value.string
      case 4: precision = value.string
      case 5: slots = value.uint32
      case 6: version = value.string
      case 7: trustedGateway = value.array
      case 8:
        guard variants.count < EnvelopeLimits.variantsMax else { throw MalformedEnvelope() }
        variants.append(value.string)
      default: break
      }
    }
  }
}

extension Registered {
  fileprivate init(_ reader: WireReader) throws(MalformedEnvelope) {
    self.init(pingIntervalMs: 0, messageBytesMax: 0)
    var reader = reader
    while let (number, value) = try reader.next() {
      if number == 1 { pingIntervalMs = value.uint32 }
      if number == 2 { messageBytesMax = value.uint32 }
    }
  }
}

extension Load {
  fileprivate init(_ reader: WireReader) throws(MalformedEnvelope) {
    self.init(running: 0, queued: 0)
    var reader = reader
    while let (number, value) = try reader.next() {
      if number == 1 { running = value.uint32 }
      if number == 2 { queued = value.uint32 }
    }
  }
}

extension Begin {
  fileprivate init(_ reader: WireReader) throws(MalformedEnvelope) {
    self.init(service: "", method: "")
    var reader = reader
    while let (number, value) = try reader.next() {
      switch number {
      case 1: service = value.string
      case 2: method = value.string
      case 3: timeoutMs = value.uint32
      case 4: credit = value.uint32
      case 5: try metadata.appendEntry(value.message())
      case 6: payload = value.array
      case 7: model = value.string
      default: break
      }
    }
  }
}

extension CallEnd {
  fileprivate init(_ reader: WireReader) throws(MalformedEnvelope) {
    self.init(.ok)
    var reader = reader
    while let (number, value) = try reader.next() {
      switch number {
      case 1: status = StatusCode(wire: value.uint32)
      case 2: reason = value.string
      case 3: payload = value.array
      case 4: try metadata.appendEntry(value.message())
      case 5: isUnprocessed = value.uint64 != 0
      default: break
      }
    }
  }
}

extension [Metadata] {
  fileprivate mutating func appendEntry(_ reader: WireReader) throws(MalformedEnvelope) {
    guard count < EnvelopeLimits.entriesMax else { throw MalformedEnvelope() }
    var reader = reader
    var entry = Metadata("", "")
    while let (number, value) = try reader.next() {
      if number == 1 { entry.key = value.string }
      if number == 2 { entry.value = value.string }
    }
    append(entry)
  }
}
