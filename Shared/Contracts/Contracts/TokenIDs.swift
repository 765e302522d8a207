internal import CContracts

/// Token ids as they travel and are signed over: 4 bytes each, little-endian.
public enum TokenIDs {
  public static func bytes(of ids: [Int32]) -> [UInt8] {
    ids.map(\.littleEndian).withUnsafeBytes { Array($0) }
  }

  /// - Throws: `ContractError.outOfRange` when bytes are left over or an id is negative.
  public static func decode(_ bytes: [UInt8], field: StaticString) throws(ContractError) -> [Int32] {
    let width = MemoryLayout<Int32>.size
    let ids = bytes.withUnsafeBytes { raw in
      (0..<raw.count / width).map { Int32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * width, as: Int32.self)) }
    }
    guard ids.count * width == bytes.count, ids.allSatisfy({ $0 >= 0 }) else { throw .outOfRange(field: "\(field)") }
    return ids
  }

  static func decode(_ data: ProtobufCBinaryData, field: StaticString) throws(ContractError) -> [Int32] {
    try decode([UInt8](data), field: field)
  }

  static func decode(_ id: UInt32, field: StaticString) throws(ContractError) -> Int32 {
    guard let id = Int32(exactly: id) else { throw .outOfRange(field: "\(field)") }
    return id
  }
}
