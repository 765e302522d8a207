/// `Retry-After` in seconds (RFC 9110, section 10.2.3). Its other form, a date, needs clocks that agree: it is not read.
enum RetryAfter {
  static func duration(_ field: String?) -> Duration? {
    guard let field, let seconds = Int(field), (0...86_400).contains(seconds) else { return nil }
    return .seconds(seconds)
  }
}
