/// A number after the words for an account: such numbers have no check digit that all banks share.
extension Recognizer {
  static let bankAccount = Recognizer(
    name: "bank-account", kind: .account,
    pattern:
      #"(?i)(?:\b(?:bank account|credit card|debit card|card|checking account|savings account|account|acct|a/c|acc|routing|aba|sort code|iban|swift(?: code)?|bic)\b\.?(?: ?(?:no|number|num|nr|code|ending(?: in)?|is|was)\b\.?){0,2}[ \t]?[:#]{0,2}[ \t]{0,2}|(?:银行卡号?|银行账[户号]|银行帐[户号]|账[号户]|帐[号户]|卡号|开户行?账号|户号|存折号?|对公账户|公积金账号)[ \t]?[::是为]?[ \t]{0,2})((?:[A-Z]{0,4}[0-9][A-Z0-9]*(?:[ \-][0-9]{2,6}){0,5})|[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)"#,
    anchors: [
      .words(
        """
        bank account, credit card, debit card, card, checking account, savings account, account, acct, a/c, acc,
        routing, aba, sort code, iban, swift, bic, 银行卡, 银行账, 银行帐, 账号, 账户, 帐号, 帐户, 卡号, 开户, 户号, 存折, 对公账户, 公积金账号
        """, after: 110, needsDigit: true)
    ],
    validate: { evidence in
      let isLongEnough = evidence.digits.count >= 4 || evidence.bytes.allSatisfy(\.isASCIIUppercase)
      return isLongEnough && evidence.isWholeWord ? evidence.range : nil
    })
}
