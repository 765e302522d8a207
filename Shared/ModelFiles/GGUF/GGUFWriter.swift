internal import Foundation
internal import Glibc

/// Makes GGUF v3 files: for tests and for converters. Tensor data is given as stored bytes.
public struct GGUFWriter {
  private struct Entry {
    let name: String, shape: [Int], type: TensorType
    let byteCount: Int
    let bytes: () -> [UInt8]
  }

  private var keys: [(name: String, value: [UInt8])] = []
  private var tensors: [Entry] = []

  public init() {}

  /// Sets a metadata value. Integers are written as UINT32 where they fit (as converters do), else as INT64.
  public mutating func set(_ key: String, _ value: GGUFValue) {
    keys.append((key, Self.encode(value)))
  }

  /// Adds a tensor; `shape` has the fastest-varying dimension first.
  public mutating func add(_ name: String, shape: [Int], type: TensorType, bytes: [UInt8]) {
    tensors.append(Entry(name: name, shape: shape, type: type, byteCount: bytes.count) { bytes })
  }

  /// Adds a tensor whose bytes are made when they are written, so that a large model is never in memory as a whole.
  ///
  /// - Throws: `malformed` for a shape that the type's blocks do not divide.
  public mutating func add(
    _ name: String, shape: [Int], type: TensorType, making bytes: @escaping () -> [UInt8]
  ) throws(ModelFileError) {
    let size = try byteCount(of: shape, type, "tensor \(quoted(name))")
    tensors.append(Entry(name: name, shape: shape, type: type, byteCount: size, bytes: bytes))
  }

  /// Adds an F32 tensor.
  public mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
    add(name, shape: shape, type: .f32, bytes: values.flatMap { littleEndian($0.bitPattern) })
  }

  /// The whole file.
  public func bytes() -> [UInt8] {
    var out: [UInt8] = []
    write { out += $0 }
    return out
  }

  /// Writes the file to `path`, which appears when it is complete.
  public func write(toFile path: String) throws(ModelFileError) {
    let partial = path + ".partial"
    do {
      guard FileManager.default.createFile(atPath: partial, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
      let file = try FileHandle(forWritingTo: URL(filePath: partial))
      try write { try file.write(contentsOf: Data($0)) }
      try file.close()
      guard rename(partial, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw ModelFileError(.unreadable, "cannot write \(path): is there room, and may this user write there?")
    }
  }

  private func write<E: Error>(_ put: ([UInt8]) throws(E) -> Void) throws(E) {
    let header = header()
    try put(header)
    var place = header.count
    for tensor in tensors {
      try put([UInt8](repeating: 0, count: Self.padded(place) - place))
      let bytes = tensor.bytes()
      precondition(bytes.count == tensor.byteCount, "as many bytes as the table says")
      try put(bytes)
      place = Self.padded(place) + bytes.count
    }
  }

  private func header() -> [UInt8] {
    var out = littleEndian(GGUFHeader.magic) + littleEndian(GGUFHeader.version)
    out += littleEndian(UInt64(tensors.count)) + littleEndian(UInt64(keys.count))
    for key in keys { out += Self.encode(key.name) + key.value }
    var offset = 0
    for tensor in tensors {
      out += Self.encode(tensor.name) + littleEndian(UInt32(tensor.shape.count))
      for size in tensor.shape { out += littleEndian(UInt64(size)) }
      out += littleEndian(tensor.type.rawValue) + littleEndian(UInt64(offset))
      offset += Self.padded(tensor.byteCount)
    }
    return out
  }

  private static func padded(_ count: Int) -> Int {
    (count + GGUFHeader.alignmentDefault - 1) / GGUFHeader.alignmentDefault * GGUFHeader.alignmentDefault
  }

  private static func encode(_ text: String) -> [UInt8] { littleEndian(UInt64(text.utf8.count)) + Array(text.utf8) }

  private static func encode(_ value: GGUFValue) -> [UInt8] {
    switch value {
    case .integer(let value):
      UInt32(exactly: value).map { kind(.uint32) + littleEndian($0) } ?? kind(.int64) + littleEndian(value)
    case .float(let value): kind(.float32) + littleEndian(Float(value).bitPattern)
    case .bool(let value): kind(.bool) + [value ? 1 : 0]
    case .string(let value): kind(.string) + encode(value)
    case .integers(let values): array(.int64, values.map { littleEndian($0) })
    case .floats(let values): array(.float32, values.map { littleEndian(Float($0).bitPattern) })
    case .bools(let values): array(.bool, values.map { [$0 ? 1 : 0] })
    case .strings(let values): array(.string, values.map { encode($0) })
    }
  }

  private static func kind(_ kind: GGUFValueKind) -> [UInt8] { littleEndian(kind.rawValue) }

  private static func array(_ element: GGUFValueKind, _ items: [[UInt8]]) -> [UInt8] {
    kind(.array) + kind(element) + littleEndian(UInt64(items.count)) + items.flatMap { $0 }
  }
}

private func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
