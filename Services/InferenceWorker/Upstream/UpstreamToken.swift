/// What came from the upstream at once for one choice.
public struct UpstreamToken: Sendable, Equatable {
  public enum Finish: Sendable, Equatable { case stop, length, contentFilter }

  public let choice: Int
  public let text: String
  public let finish: Finish?
  /// How many tokens the text is of, as far as the upstream tells.
  public var tokens: Int

  public init(choice: Int, text: String, finish: Finish? = nil, tokens: Int = 1) {
    self.choice = choice
    self.text = text
    self.finish = finish
    self.tokens = tokens
  }
}
