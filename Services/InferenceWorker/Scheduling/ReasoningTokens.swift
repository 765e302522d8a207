/// The tokens that a section of reasoning begins and ends with, such as `<think>` and `</think>`.
///
/// A prompt that leaves such a section open asks for reasoning: an answer that is held to a schema then begins behind its
/// end. A model is never made to open one itself.
public struct ReasoningTokens: Sendable, Hashable {
  public let open: Int32, close: Int32

  public init(open: Int32, close: Int32) { (self.open, self.close) = (open, close) }

  /// Whether the last section that `prompt` opens is not closed.
  func isOpen(after prompt: [Int32]) -> Bool { prompt.last { $0 == open || $0 == close } == open }
}
