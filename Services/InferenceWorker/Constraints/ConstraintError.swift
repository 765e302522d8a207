/// Why a schema is not taken: what is wrong with it, and where.
public struct ConstraintError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// It is no JSON, or no JSON schema.
    case malformed
    /// It asks for what cannot be held exactly.
    case unsupported
    /// Nothing satisfies it.
    case unsatisfiable
    /// It passes one of `ConstraintLimits`.
    case tooLarge
  }

  public let code: Code
  /// A JSON pointer into the schema, as a fragment (RFC 6901 §6): `#/properties/age`.
  public let place: String
  public let reason: String

  public init(_ code: Code, at place: String = "#", _ reason: String) {
    (self.code, self.place, self.reason) = (code, place, reason)
  }

  public var description: String { "JSON schema at \(place): \(reason)" }
}
