/// CPR: birth date and four digits. The check modulo 11 is not kept since 2007, so that the form or a cue decides.
///
/// Source: CPR-kontoret, "Personnummeret i CPR".
extension CheckedNumber {
  static let denmarkPerson = CheckedNumber(
    name: "dk-cpr", lengths: [10], groups: [[6, 4]], cues: ["cpr", "cpr-nr", "cpr-nummer", "personnummer"],
    check: { CalendarDay.isValid(month: $0[2...3], day: $0[0...1]) })
}
