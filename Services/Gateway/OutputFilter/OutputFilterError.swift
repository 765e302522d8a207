internal import Policy

/// Why rules cannot be compiled, or a filter was used wrongly. No message holds text of the stream.
public enum OutputFilterError: Error, Equatable, CustomStringConvertible {
  case badPattern(rule: String, reason: String, offset: Int)
  case matchesEmptyText(rule: String)
  case neverMatches(rule: String)
  case tooLarge(rule: String)
  case duplicateRule(String)
  case badReplacement(rule: String)
  case finished

  public var description: String {
    switch self {
    case .badPattern(let rule, let reason, let offset):
      "filter rule '\(rule)': the pattern is refused at character \(offset): \(reason)"
    case .matchesEmptyText(let rule):
      "filter rule '\(rule)': the pattern matches the empty text; make at least one character necessary"
    case .neverMatches(let rule):
      "filter rule '\(rule)': the pattern can never match; check its classes and assertions"
    case .tooLarge(let rule):
      "filter rule '\(rule)': all rules up to this one need more than \(AutomatonBuilder.statesMax) states; "
        + "lower the bounds of repetitions such as '{0,1000}'"
    case .duplicateRule(let rule):
      "filter rule '\(rule)' stands twice; give each rule its own id"
    case .badReplacement(let rule):
      "filter rule '\(rule)': the replacement needs action 'redact'"
    case .finished:
      "the filter has already finished; make a new one for each stream"
    }
  }
}
