internal import CContracts

/// The C arena that one message is decoded into or built in; freed when the closure returns, so no pointer leaves it.
struct Arena: ~Copyable {
  private let handle: OpaquePointer

  static func scoped<Result, Failure: Error>(
    firstBytes: Int, budget: Int, _ body: (borrowing Arena) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let handle = weir_arena_create(firstBytes, budget) else { preconditionFailure("out of memory") }
    defer { weir_arena_destroy(handle) }
    return try body(Arena(handle: handle))
  }

  var isExhausted: Bool { weir_arena_exhausted(handle) }

  func unpack(_ wire: [UInt8], _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) -> UnsafeRawPointer? {
    wire.withUnsafeBufferPointer { UnsafeRawPointer(weir_arena_unpack(handle, descriptor, $0.baseAddress, $0.count)) }
  }

  /// Room for `count` values, uninitialised. Used to build messages, where the budget is the address space.
  func allocate<Value>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
    guard let memory = weir_arena_allocate(handle, MemoryLayout<Value>.stride * count) else {
      preconditionFailure("out of memory")
    }
    return memory.bindMemory(to: Value.self, capacity: count)
  }

  func bytes(_ source: [UInt8]) -> ProtobufCBinaryData {
    source.withUnsafeBufferPointer { copy($0) }
  }

  func bytes(_ source: String) -> ProtobufCBinaryData {
    var source = source
    return source.withUTF8 { copy($0) }
  }

  private func copy(_ source: UnsafeBufferPointer<UInt8>) -> ProtobufCBinaryData {
    guard let base = source.baseAddress, !source.isEmpty else { return ProtobufCBinaryData() }
    let memory = allocate(UInt8.self, count: source.count)
    memory.initialize(from: base, count: source.count)
    return ProtobufCBinaryData(len: source.count, data: memory)
  }
}
