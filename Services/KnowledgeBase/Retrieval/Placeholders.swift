/// Takes out of a question what stands for a person: placeholders such as [PHONE_1], sealed identifiers such as
/// [NAME:…], kinds alone such as [DATE], and the words that label them.
///
/// A de-identified question often begins with a line of intake ("born [DATE_1], record number [ID_1], lives at …").
/// In a small knowledge base such words are rare, and rare words would decide the ranking.
enum Placeholders {
  static func removing(from question: String) -> String {
    question.replacing(labelled, with: " ")
  }

  /// A placeholder with up to six labels before it, in English or Chinese, and what may stand between them.
  private static var labelled: some RegexComponent {
    #/
      (?: (?: \b (?:
            patient | client | name | named | called | born | birth | dob | date | of | on | phone | telephone | tel
          | mobile | cell | number | no | medical | record | file | mrn | id | ssn | insurance | account | passport
          | lives | living | resident | address | at | in | email | mail | age | aged | is | and | was | my | his | her
        ) \b
        | 患者 | 病人 | 姓名 | 名叫 | 出生日期 | 出生于 | 出生 | 生日 | 身份证号码 | 身份证号 | 身份证 | 手机号码 | 手机号
        | 手机 | 联系电话 | 电话号码 | 电话 | 病历号 | 住院号 | 住址 | 地址 | 家住 | 住在 | 邮箱 | 号码 | 年龄 | 我叫 | 是 | 于 )
        [\s:：.(（']{0,3} ){0,6}
      \[ (?: [A-Z]+ _ [0-9]+ | [A-Z]+ : [A-Za-z0-9_-]+
          | name | age | date | location | org | phone | email | url | ip | id | account | card | device | vehicle
          | username | secret | other
        ) \] (?: \s* 出生 )?
    /#.ignoresCase()
  }
}
