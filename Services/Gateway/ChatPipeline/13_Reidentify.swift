@_spi(Identified) internal import Deidentification
internal import OutputFilter

/// Step 13: text that the caller may read, with the caller's own identifiers. Made from ``ReleasableText`` only.
public struct ReidentifiedText: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// For the front that sends it, nobody else.
  @_spi(Identified) public let value: String

  fileprivate init(value: String) { self.value = value }

  public var isEmpty: Bool { value.isEmpty }

  static func joined(_ texts: [ReidentifiedText]) -> ReidentifiedText {
    ReidentifiedText(value: texts.map(\.value).joined())
  }

  public var description: String { "ReidentifiedText(\(value.utf8.count) bytes)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Puts identifiers back into one choice's stream. Holds back only what may still become a surrogate.
struct ChoiceReidentifier {
  private var restorer: SurrogateRestorer

  init(informed: InformedRequest) {
    restorer = SurrogateRestorer(
      map: informed.map, into: informed.deidentified.answerSchema == nil ? .plain : .json)
  }

  mutating func push(_ text: ReleasableText) -> ReidentifiedText {
    ReidentifiedText(value: restorer.push(text.value))
  }

  mutating func finish() -> ReidentifiedText { ReidentifiedText(value: restorer.finish()) }
}
