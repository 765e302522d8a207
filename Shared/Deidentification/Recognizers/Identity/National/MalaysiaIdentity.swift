/// MyKad: birth date, place of birth, four digits; it has no check, so that the form or a cue decides.
///
/// Source: National Registration Regulations 1990; Jabatan Pendaftaran Negara.
extension CheckedNumber {
  static let myKad = CheckedNumber(
    name: "my-nric", lengths: [12], groups: [[6, 2, 4]], cues: ["mykad", "nric", "ic", "kad pengenalan"],
    check: { CalendarDay.isValid(month: $0[2...3], day: $0[4...5]) })
}
