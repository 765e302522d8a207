/// The questions that the quickstart asks. The people in them do not exist; the numbers are reserved for fiction or
/// made up with valid check digits.
struct Demonstration {
  let language: String
  let question: String

  static let all = [
    Demonstration(
      language: "English",
      question: """
        My patient Mr. John Smith, born March 14, 1958, MRN 00482913, phone (415) 555-0132, of 1200 Market Street, San \
        Francisco, has high blood pressure. What should he know about it?
        """),
    Demonstration(
      language: "Chinese",
      question: """
        患者张伟,1958年3月14日出生,身份证号110105195803149016,电话13800138000,住北京市朝阳区建国路88号,\
        诊断为高血压。请问高血压应该注意什么?
        """),
  ]
}
