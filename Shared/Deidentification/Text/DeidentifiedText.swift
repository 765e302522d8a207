/// Text without identifiers. Only a ``Deidentifier`` makes it from a caller's text; code adds its own literals.
public struct DeidentifiedText: Sendable, Hashable {
  public let value: String

  init(deidentified value: String) { self.value = value }

  /// Text that the program's author wrote; a value of run time does not compile here.
  public init(_ literal: StaticString) { value = literal.description }

  public static func + (left: DeidentifiedText, right: DeidentifiedText) -> DeidentifiedText {
    DeidentifiedText(deidentified: left.value + right.value)
  }

  /// The parts in order with `separator` between them.
  public static func joined(_ parts: [DeidentifiedText], separator: StaticString) -> DeidentifiedText {
    DeidentifiedText(deidentified: parts.map(\.value).joined(separator: separator.description))
  }
}
