/// Python's `strftime` in the C locale.
enum TimeFormat {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  static func format(_ time: CivilTime, _ format: String) throws(TemplateError) -> String {
    var output = ""
    var scalars = Array(format.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "%", var directive = scalars.popFirst() else {
        output.unicodeScalars.append(scalar)
        continue
      }
      // glibc's flag for "no leading zero".
      let isUnpadded = directive == "-"
      if isUnpadded, let next = scalars.popFirst() { directive = next }
      output += try field(directive, time, isUnpadded)
    }
    return output
  }

  private static func field(_ directive: Unicode.Scalar, _ time: CivilTime, _ isUnpadded: Bool) throws(TemplateError)
    -> String
  {
    func padded(_ value: Int, _ width: Int = 2) -> String {
      let digits = String(value)
      return isUnpadded ? digits : String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let hour12 = time.hour % 12 == 0 ? 12 : time.hour % 12
    switch directive {
    case "Y": return String(time.year)
    case "y": return padded(time.year % 100)
    case "m": return padded(time.month)
    case "d": return padded(time.day)
    case "e": return isUnpadded || time.day > 9 ? String(time.day) : " \(time.day)"
    case "H": return padded(time.hour)
    case "I": return padded(hour12)
    case "M": return padded(time.minute)
    case "S": return padded(time.second)
    case "f": return "000000"
    case "j": return padded(time.dayOfYear, 3)
    case "w": return String(time.weekday)
    case "u": return String(time.weekday == 0 ? 7 : time.weekday)
    case "p": return time.hour < 12 ? "AM" : "PM"
    case "B": return months[time.month - 1]
    case "b", "h": return String(months[time.month - 1].prefix(3))
    case "A": return weekdays[time.weekday]
    case "a": return String(weekdays[time.weekday].prefix(3))
    case "F": return try format(time, "%Y-%m-%d")
    case "T", "X": return try format(time, "%H:%M:%S")
    case "R": return try format(time, "%H:%M")
    case "D", "x": return try format(time, "%m/%d/%y")
    case "c": return try format(time, "%a %b %e %H:%M:%S %Y")
    case "z", "Z": return ""
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    default: throw .unsupported("the time format %\(directive)")
    }
  }
}
