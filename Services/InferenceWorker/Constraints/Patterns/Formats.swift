/// The formats that are held, as patterns of whole strings. Each is a subset of what its standard allows.
enum Formats {
  static func pattern(of name: String) -> String? {
    known.first { $0.name == name }.map { "^(?:\($0.pattern))$" }
  }

  static var names: String { known.map(\.name).joined(separator: ", ") }

  private static let known: [(name: String, pattern: String)] = [
    ("date-time", "\(date)T\(time)"), ("date", date), ("time", time), ("duration", duration), ("uuid", uuid),
    ("email", "\(mailbox)@\(domain)"), ("hostname", "\(label)(?:\\.\(label)){0,3}"), ("ipv4", ipv4), ("ipv6", ipv6),
    ("uri", uri),
  ]

  /// RFC 3339 §5.6 with the days that each month has, and the leap years of the Gregorian calendar.
  private static let date = {
    let leapInCentury = "0[48]|[2468][048]|[13579][26]"
    // Readers know no year 0000.
    let year = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
    let leapYear = "(?:[0-9]{2}(?:\(leapInCentury))|(?:\(leapInCentury))00)"
    let monthDay =
      "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
    return "(?:\(year)-(?:\(monthDay))|\(leapYear)-02-29)"
  }()

  /// RFC 3339 §5.6, without leap seconds, and with capital letters.
  private static let time = {
    let hourMinute = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    return "\(hourMinute):[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-]\(hourMinute))"
  }()

  /// RFC 3339 appendix A, with numbers of six digits at most.
  private static let duration = {
    let n = "[0-9]{1,6}"
    let time = "T(?:\(n)H(?:\(n)M(?:\(n)S)?)?|\(n)M(?:\(n)S)?|\(n)S)"
    let date = "(?:\(n)Y(?:\(n)M(?:\(n)D)?)?|\(n)M(?:\(n)D)?|\(n)D)"
    return "P(?:\(n)W|\(date)(?:\(time))?|\(time))"
  }()

  /// RFC 4122 §3.
  private static let uuid = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"

  /// RFC 5321 §4.1.2, Dot-string of at most 64 characters.
  private static let mailbox = {
    let atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
    return "\(atom){1,16}(?:\\.\(atom){1,15}){0,3}"
  }()
  /// RFC 1123 §2.1, without consecutive hyphens, which internationalised names keep to themselves.
  private static let label = "[A-Za-z0-9](?:-?[A-Za-z0-9]){0,30}"
  private static let domain = "\(label)(?:\\.\(label)){1,3}"

  /// RFC 2673 §3.2, in decimal.
  private static let ipv4 = {
    let byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    return "\(byte)(?:\\.\(byte)){3}"
  }()

  /// RFC 4291 §2.2, forms 1 and 2.
  private static let ipv6 = {
    let group = "[0-9a-fA-F]{1,4}"
    let compressed = (0...6).map { before in
      let left = before == 0 ? ":" : "(?:\(group):){\(before)}"
      let after = 6 - before
      return "\(left):(?:\(group)(?::\(group)){0,\(max(0, after))})?"
    }
    return "(?:(?:\(group):){7}\(group)|\(compressed.joined(separator: "|")))"
  }()

  /// RFC 3986 §3 with a host that is a name.
  private static let uri = {
    let character = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
    return "[A-Za-z][A-Za-z0-9+.-]{0,15}://\(label)(?:\\.\(label)){0,3}(?::[1-9][0-9]{0,3})?"
      + "(?:/\(character)*)*(?:\\?(?:\(character)|[/?])*)?(?:#(?:\(character)|[/?])*)?"
  }()
}
