internal import CContracts

// What protobuf-c leaves unchecked: text is valid UTF-8, numbers are finite, token ids are ids.

extension String {
  init(_ data: ProtobufCBinaryData, field: StaticString) throws(ContractError) {
    guard let text = String(validating: UnsafeBufferPointer(start: data.data, count: data.len), as: UTF8.self) else {
      throw .invalidUTF8(field: "\(field)")
    }
    self = text
  }

  init(_ data: ProtobufCBinaryData, bytesMax: Int, field: StaticString) throws(ContractError) {
    guard data.len <= bytesMax else { throw .tooLong(field: "\(field)", bytesMax: bytesMax) }
    try self.init(data, field: field)
  }
}

extension [UInt8] {
  init(_ data: ProtobufCBinaryData) { self.init(UnsafeBufferPointer(start: data.data, count: data.len)) }

  func limited(to bytesMax: Int, field: StaticString) throws(ContractError) -> [UInt8] {
    guard count <= bytesMax else { throw .tooLong(field: "\(field)", bytesMax: bytesMax) }
    return self
  }
}

extension Float {
  func finite(field: StaticString) throws(ContractError) -> Float {
    guard isFinite else { throw .notFinite(field: "\(field)") }
    return self
  }
}

extension [String] {
  init(count: Int, _ list: UnsafeMutablePointer<ProtobufCBinaryData>?, field: StaticString) throws(ContractError) {
    self = try UnsafeBufferPointer(start: list, count: count).map { (data) throws(ContractError) in
      try String(data, field: field)
    }
  }

  init(
    count: Int, countMax: Int, _ list: UnsafeMutablePointer<ProtobufCBinaryData>?, bytesMax: Int, field: StaticString
  ) throws(ContractError) {
    guard count <= countMax else { throw .tooMany(field: "\(field)", countMax: countMax) }
    self = try UnsafeBufferPointer(start: list, count: count).map { (data) throws(ContractError) in
      try String(data, bytesMax: bytesMax, field: field)
    }
  }

  func pointers(_ arena: borrowing Arena) -> UnsafeMutablePointer<ProtobufCBinaryData> {
    let list = arena.allocate(ProtobufCBinaryData.self, count: count)
    for index in indices { (list + index).initialize(to: arena.bytes(self[index])) }
    return list
  }
}
