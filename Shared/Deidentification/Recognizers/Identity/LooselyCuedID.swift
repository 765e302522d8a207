/// Numbers with letters after words that mostly say something else ("group", "insurance"), and numbers before their word
/// ("KD220417 is my chart number", "KD220417（病历号）").
///
/// Source: HIPAA Safe Harbor identifiers 8, 9 and 18.
extension Recognizer {
  static let looselyCuedID = Recognizer(
    name: "id-cued-loosely", kind: .id,
    pattern:
      #"(?i)\b(?:subscriber|health plan|insurance|insurer|group|account|acct|enrollee|beneficiary|DL|hospital|member)\b[ \t]*(?:is|was|on file)?[ \t]*[:=#(\-]{0,2}[ \t]{0,2}#?((?:[A-Z]{1,6}[\-./ ]?)?[0-9][A-Z0-9]*(?:[\-./][A-Z0-9]+)*(?: [0-9]{2,6}){0,4}|[A-Z]{1,6}[0-9][A-Z0-9]*)"#,
    anchors: [
      .words(
        "subscriber, health plan, insurance, insurer, group, account, acct, enrollee, beneficiary, dl, hospital, member",
        after: 60, needsDigit: true)
    ],
    validate: { evidence in
      let letters = evidence.bytes.count(where: \.isASCIIUppercase)
      let isCode = letters > 0 && letters == evidence.bytes.count(where: \.isASCIILetter)
      let isLong = letters + evidence.digits.count >= looseCharactersMin
      let isNumber = isCode && isLong && evidence.digits.count >= 4 || evidence.digits.count >= looseDigitsMin
      return evidence.isWholeWord && isNumber && isPlausibleID(evidence) && !endsInYear(evidence.bytes)
        ? evidence.range : nil
    })

  /// "H1N1-2009", "Q4-2023".
  private static func endsInYear(_ bytes: ArraySlice<UInt8>) -> Bool {
    (6...9).contains(bytes.count) && bytes.dropLast(4).last == UInt8(ascii: "-")
      && ["19", "20"].contains { bytes.suffix(4).starts(with: $0.utf8) } && bytes.suffix(4).allSatisfy(\.isASCIIDigit)
  }

  /// Letters and digits: "Q4-2023" has six.
  private static let looseCharactersMin = 7
  private static let looseDigitsMin = 9

  static let idBeforeCue = Recognizer(
    name: "id-before-cue", kind: .id,
    pattern:
      #"\b((?:[A-Z]{1,6}[\-./ ]?)?[0-9A-Z]*[0-9][A-Z0-9]*(?:[\-./ ][A-Z0-9]+){0,4}) (?i:(?:is|was) (?:my|his|her|their|our|your)(?: [a-z']{2,12}){0,2} (?:MRN|UHID|DL|PAN|VIN|NRIC|IBAN|chart|record|licen[cs]e|licen[cs]e plate|plate|number plate|registration|reg|passport|badge|id|case|claim|policy|file|insurance|group|subscriber|member|health plan|account|visa|number|no\.|card)\b)"#,
    anchors: [
      .words(
        "is my, is his, is her, is their, is our, is your, was my, was his, was her, was their, was our, was your",
        before: 40, after: 60, needsDigit: true)
    ],
    validate: { $0.isWholeWord && isPlausibleID($0) ? $0.range : nil })

  static let idBeforeChineseCue = Recognizer(
    name: "id-before-cue-chinese", kind: .id,
    pattern:
      #"([A-Z0-9][A-Z0-9\-/]{3,30}[A-Z0-9](?: [0-9]{2,6}){0,3})(?: ?\(|是(?:我|他|她|本人|患者)?的)(?:病历|病案|住院|门诊|就诊|登记|档案|检查|影像|标本|样本|医保|社保|参保|保单|理赔|身份证|证件|护照|通行证|回乡证|台胞证|居住证|驾驶证|驾照|执业证|工号|学号|会员|客户|合同|订单|编号|账号|账户|卡号)"#,
    anchors: [
      .words(
        """
        病历, 病案, 住院, 门诊, 就诊, 登记, 档案, 检查, 影像, 标本, 样本, 医保, 社保, 参保, 保单, 理赔, 身份证, 证件, 护照, 通行证, 回乡证, 台胞证,
        居住证, 驾驶证, 驾照, 执业证, 工号, 学号, 会员, 客户, 合同, 订单, 编号, 账号, 账户, 卡号, 是我的, 是他的, 是她的, 是本人的, 是患者的
        """, before: 36, after: 24, needsDigit: true)
    ],
    validate: { !$0.text.hasWord(endingAt: $0.range.lowerBound) && isPlausibleID($0) ? $0.range : nil })
}
