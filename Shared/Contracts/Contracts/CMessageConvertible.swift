internal import CContracts

/// How a Swift value maps to the struct that protoc-c made for its message; decoding and encoding follow from it.
protocol CMessageConvertible: WireMessage {
  associatedtype CMessage

  /// protoc-c's `…__init`: default values and the descriptor.
  static var initialize: (UnsafeMutablePointer<CMessage>?) -> Void { get }

  init(_ message: CMessage) throws(ContractError)

  func store(in message: inout CMessage, _ arena: borrowing Arena)
}

extension CMessageConvertible {
  static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> {
    withUnsafeTemporaryAllocation(of: CMessage.self, capacity: 1) { message in
      initialize(message.baseAddress)
      // Every C message begins with its ProtobufCMessage; the descriptor is a constant of the C module.
      return UnsafeRawPointer(message.baseAddress!).load(as: ProtobufCMessage.self).descriptor
    }
  }

  public init(wire: [UInt8]) throws(ContractError) {
    guard wire.count <= WireLimits.messageBytesMax else {
      throw .tooLarge(bytes: wire.count, limit: WireLimits.messageBytesMax)
    }
    let budget = WireLimits.arenaBytesMax(messageBytes: wire.count)
    self = try Arena.scoped(firstBytes: 256 + 2 * wire.count, budget: budget) { (arena) throws(ContractError) in
      guard let message = arena.unpack(wire, Self.descriptor) else {
        throw arena.isExhausted ? .overBudget(message: "\(Self.self)") : .malformed(message: "\(Self.self)")
      }
      return try Self(message.load(as: CMessage.self))
    }
  }

  public func wireBytes() -> [UInt8] {
    Arena.scoped(firstBytes: 1024, budget: .max) { arena in
      let message = UnsafeMutableRawPointer(pointer(arena)).assumingMemoryBound(to: ProtobufCMessage.self)
      return [UInt8](unsafeUninitializedCapacity: protobuf_c_message_get_packed_size(message)) { buffer, count in
        count = protobuf_c_message_pack(message, buffer.baseAddress)
      }
    }
  }

  /// A submessage; nil when it is absent.
  init?(_ message: UnsafeMutablePointer<CMessage>?) throws(ContractError) {
    guard let message else { return nil }
    try self.init(message.pointee)
  }

  /// The value as a C message inside the arena.
  func pointer(_ arena: borrowing Arena) -> UnsafeMutablePointer<CMessage> {
    let message = arena.allocate(CMessage.self, count: 1)
    Self.initialize(message)
    store(in: &message.pointee, arena)
    return message
  }
}

extension Array where Element: CMessageConvertible {
  init(count: Int, _ messages: UnsafeMutablePointer<UnsafeMutablePointer<Element.CMessage>?>?) throws(ContractError) {
    self.init()
    reserveCapacity(count)
    for index in 0..<count {
      // protobuf-c fills all `count` pointers or fails the whole message.
      guard let message = try Element(messages?[index]) else { throw .malformed(message: "\(Element.self)") }
      append(message)
    }
  }

  init(
    count: Int, countMax: Int, _ messages: UnsafeMutablePointer<UnsafeMutablePointer<Element.CMessage>?>?,
    field: StaticString
  ) throws(ContractError) {
    guard count <= countMax else { throw .tooMany(field: "\(field)", countMax: countMax) }
    try self.init(count: count, messages)
  }

  func pointers(_ arena: borrowing Arena) -> UnsafeMutablePointer<UnsafeMutablePointer<Element.CMessage>?> {
    let list = arena.allocate(UnsafeMutablePointer<Element.CMessage>?.self, count: count)
    for index in indices { (list + index).initialize(to: self[index].pointer(arena)) }
    return list
  }
}
