/// Text that may name people. It prints, reflects and encodes as its length only, so that no log can hold it.
///
/// The value is behind `@_spi(Identified)`: one search for that word lists every reader.
public struct IdentifiedText: Sendable, Hashable {
  @_spi(Identified) public let value: String

  /// Takes text from a caller, whatever it holds.
  public init(_ text: String) { value = text }

  /// Bytes of the text in UTF-8.
  public var utf8Count: Int { value.utf8.count }
}

extension IdentifiedText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "IdentifiedText(\(utf8Count) bytes)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["utf8Count": utf8Count]) }
}
