/// What one request may hold, over HTTP and RPC alike.
enum RequestLimits {
  /// Bytes of a body: 4 MiB hold a contract of 1,000 pages of text; more belongs into the knowledge base.
  static let bodyBytesMax = 4 << 20
  /// OpenAI takes 4; the worker's contract allows as many.
  static let stopStringsMax = 16
  /// A quarter of what the worker's contract allows: surrogates may be longer than what they stand for.
  static let stopStringBytesMax = 256
  /// OpenAI's limit.
  static let logitBiasesMax = 300
  /// What the worker's contract allows.
  static let schemaBytesMax = 64 << 10
}
