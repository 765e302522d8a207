internal import Foundation

/// The table at the start of a safetensors file: eight bytes of length, then JSON, then the data.
///
/// Source: the format's description (huggingface/safetensors, README). Every length and offset is checked against the
/// file's size before it is used.
struct SafetensorsHeader {
  /// As the format's own reader: a table longer than this is refused before it is parsed, bytes.
  static let lengthMax = 100_000_000
  /// The format sets no bound; no model has tensors of more.
  static let dimensionsMax = 8

  let tensors: [String: StoredTensor]

  init(_ file: MappedFile, _ path: String) throws(ModelFileError) {
    let (entries, dataStart) = try Self.readEntries(file, path)
    var tensors: [String: StoredTensor] = [:]
    for (name, entry) in entries { tensors[name] = try entry.placed(name, after: dataStart, in: file) }
    self.tensors = tensors
    try refuseOverlap(tensors.values)
  }

  private static func readEntries(
    _ file: MappedFile, _ path: String
  ) throws(ModelFileError) -> ([String: SafetensorsEntry], Int) {
    guard file.count >= 8 else { throw .malformed("\(path) ends inside the length of its table") }
    let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(min(lengthMax, file.count - 8)) else {
      throw .malformed("\(path) claims a table of \(length) bytes, more than it holds: is the download complete?")
    }
    let end = 8 + Int(length)
    do {
      return (try JSONDecoder().decode(SafetensorsTable.self, from: Data(file.bytes[8..<end])).entries, end)
    } catch {
      throw .malformed("the table of \(path) is not the JSON that the format prescribes\(place(of: error))")
    }
  }

  private static func place(of error: any Error) -> String {
    guard let context = (error as? DecodingError)?.context, let key = context.codingPath.first else { return "" }
    return ": tensor \(quoted(key.stringValue)), \(context.debugDescription)"
  }
}

/// All tensors of the table; the free-form "__metadata__" is left out.
private struct SafetensorsTable: Decodable {
  var entries: [String: SafetensorsEntry] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    for key in container.allKeys where key.stringValue != "__metadata__" {
      entries[key.stringValue] = try container.decode(SafetensorsEntry.self, forKey: key)
    }
  }
}

private struct SafetensorsEntry: Decodable {
  let dtype: String
  /// Slowest-varying dimension first.
  let shape: [Int]
  let data_offsets: [Int]

  private static let types: [String: TensorType] = [
    "F64": .f64, "F32": .f32, "F16": .f16, "BF16": .bf16, "F8_E4M3": .f8_e4m3, "I64": .i64, "I32": .i32, "I16": .i16,
    "I8": .i8,
  ]

  func placed(_ name: String, after dataStart: Int, in file: MappedFile) throws(ModelFileError) -> StoredTensor {
    let what = "tensor \(quoted(name))"
    guard let type = Self.types[dtype] else { throw .unsupported("\(what) has unsupported type \(quoted(dtype))") }
    guard shape.count <= SafetensorsHeader.dimensionsMax, shape.allSatisfy({ $0 > 0 }) else {
      throw .malformed("\(what) has a dimension of zero or below, or more than \(SafetensorsHeader.dimensionsMax)")
    }
    guard data_offsets.count == 2, data_offsets[0] >= 0, data_offsets[0] <= data_offsets[1],
      data_offsets[1] <= file.count - dataStart
    else { throw .malformed("\(what) reaches beyond the end of the file: is the download complete?") }
    let size = try byteCount(of: shape.reversed(), type, what)
    guard data_offsets[1] - data_offsets[0] == size else {
      throw .malformed("\(what) has \(data_offsets[1] - data_offsets[0]) bytes, its shape needs \(size)")
    }
    let start = dataStart + data_offsets[0]
    return StoredTensor(name: name, type: type, shape: shape.reversed(), byteRange: start..<start + size, file: file)
  }
}

struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension DecodingError {
  var context: Context? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      context
    @unknown default: nil
    }
  }
}
