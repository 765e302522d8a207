/// Writes a document again, piece by piece, with other values and the same structure.
protocol DocumentRewriter {
  /// What can be written after these bytes came.
  mutating func push(_ bytes: [UInt8]) throws -> [UInt8]
  /// The rest.
  mutating func finish() throws -> [UInt8]
}

/// What to write in place of a value, given the field or column it stands in; nil leaves it as it is.
typealias ValueRewriter = (_ value: String, _ field: String?) throws -> String?

/// Why a document was refused. Holds no word of it.
struct DocumentError: Error, CustomStringConvertible, Equatable {
  let line: Int
  let reason: String

  var description: String { "line \(line): \(reason)" }
}

enum DocumentLimits {
  /// Bytes of one value, record or message: they are held whole. Below the limit of one JSON line.
  static let valueBytesMax = 16 << 20
  /// Nesting of JSON: what is deeper is an attack.
  static let depthMax = 512
}
