/// Why a model file cannot be used. Messages name the tensor or metadata key at fault and never hold file contents.
public struct ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: Sendable, Hashable {
    /// The file cannot be opened or mapped.
    case unreadable
    /// The bytes are not a well-formed GGUF or safetensors file.
    case malformed
    /// The file is well-formed, but uses something that Weir does not support.
    case unsupported
    /// A metadata key or tensor that the reader asked for is missing or has another type or shape.
    case missing
  }

  public let code: Code
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// The file is fine but something a model needs is not in it.
  public static func missing(_ description: String) -> Self { Self(.missing, description) }
  /// The file is fine but asks for what the caller cannot do.
  public static func unsupported(_ description: String) -> Self { Self(.unsupported, description) }
  static func malformed(_ description: String) -> Self { Self(.malformed, description) }
}
