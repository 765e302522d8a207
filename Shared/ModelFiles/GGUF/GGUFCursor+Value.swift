extension GGUFCursor {
  /// One metadata value: its type number, then its contents.
  mutating func readValue(of key: String) throws(ModelFileError) -> GGUFValue {
    let what = "metadata key \(quoted(key))"
    let kind = try readKind(what)
    guard kind == .array else { return try readScalar(kind, what) }
    let element = try readKind(what)
    // No published key uses arrays of arrays; without them a hostile file cannot nest without bound.
    guard element != .array else { throw .unsupported("\(what) is an array of arrays") }
    return try readArray(of: element, what)
  }

  private mutating func readKind(_ what: String) throws(ModelFileError) -> GGUFValueKind {
    let raw = try read(UInt32.self, what)
    guard let kind = GGUFValueKind(rawValue: raw) else { throw .malformed("\(what) has unknown value type \(raw)") }
    return kind
  }

  private mutating func readScalar(_ kind: GGUFValueKind, _ what: String) throws(ModelFileError) -> GGUFValue {
    switch kind {
    case .string: .string(try readString(what))
    case .bool: .bool(try readBool(what))
    case .float32, .float64: .float(try readFloat(kind, what))
    default: .integer(try readInteger(kind, what))
    }
  }

  private mutating func readArray(of kind: GGUFValueKind, _ what: String) throws(ModelFileError) -> GGUFValue {
    let count = try readCount(minimumBytes: kind.minimumBytes, what)
    switch kind {
    case .string: return .strings(try readStrings(count, what))
    case .int32: return .integers(try readIntegers(count, what))
    case .bool: return .bools(try collect(count) { (cursor) throws(ModelFileError) in try cursor.readBool(what) })
    case .float32, .float64:
      return .floats(try collect(count) { (cursor) throws(ModelFileError) in try cursor.readFloat(kind, what) })
    default:
      let values = try collect(count) { (cursor) throws(ModelFileError) in try cursor.readInteger(kind, what) }
      return .integers(PackedIntegers(values))
    }
  }

  private mutating func collect<T>(
    _ count: Int, _ read: (inout GGUFCursor) throws(ModelFileError) -> T
  ) throws(ModelFileError) -> [T] {
    var values: [T] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }

  private mutating func readBool(_ what: String) throws(ModelFileError) -> Bool {
    let byte = try read(UInt8.self, what)
    guard byte <= 1 else { throw .malformed("\(what) holds a truth value other than 0 and 1") }
    return byte == 1
  }

  private mutating func readFloat(_ kind: GGUFValueKind, _ what: String) throws(ModelFileError) -> Double {
    kind == .float32
      ? Double(Float(bitPattern: try read(UInt32.self, what))) : Double(bitPattern: try read(UInt64.self, what))
  }

  private mutating func readInteger(_ kind: GGUFValueKind, _ what: String) throws(ModelFileError) -> Int64 {
    switch kind {
    case .uint8: return Int64(try read(UInt8.self, what))
    case .int8: return Int64(try read(Int8.self, what))
    case .uint16: return Int64(try read(UInt16.self, what))
    case .int16: return Int64(try read(Int16.self, what))
    case .uint32: return Int64(try read(UInt32.self, what))
    case .int32: return Int64(try read(Int32.self, what))
    case .int64: return try read(Int64.self, what)
    default:
      let value = try read(UInt64.self, what)
      guard let signed = Int64(exactly: value) else { throw .malformed("\(what) holds a number above 2^63 - 1") }
      return signed
    }
  }
}

/// Value types of GGUF metadata by number, as the specification lists them.
enum GGUFValueKind: UInt32 {
  case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

  /// The least that one value takes in the file: what bounds a claimed count.
  var minimumBytes: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .string, .array, .uint64, .int64, .float64: 8
    }
  }
}

/// A name from the file made safe to print: quoted, control characters escaped, cut at 100 characters.
func quoted(_ name: String) -> String {
  String(reflecting: String(name.prefix(100)))
}
