/// Numbers after the Chinese words for a record, card, policy, certificate or customer.
extension Recognizer {
  static let chineseCuedID = Recognizer(
    name: "id-cued-chinese", kind: .id,
    pattern:
      #"(?i)(?:病历号?|病案号?|住院号?|门诊号?|就诊卡?号?|登记号|档案号?|检查号|影像号|标本号|样本号|条码号?|床号|病人ID|患者ID|患者编号|受试者编?号?|医保卡?号?|社保卡?号?|医疗保险号|参保号|保单号?|保险单号|理赔号|身份证号?码?|身份证|身份号码|证件号码?|护照号?码?|护照|港澳通行证|通行证号?|台胞证|居住证号?|军官证|士兵证|警官证|警号|驾驶证号?|驾照号?|执业证号?|执业证书编号|资格证号?|证书编号|证号|工号|学号|考号|准考证号?|员工号|员工编号|会员号|会员卡号?|客户号|客户编号|合同编?号|借据号|案号|税号|纳税人识别号|信用代码|统一社会信用代码|统一编号|组织机构代码|发票号码?|发票代码|订单号|运单号|快递单号|单号|流水号|户号|低保证号?|残疾证号?|编号|序列号|车架号|车辆识别代号|车辆识别码|发动机号|车牌号?|设备号|器械编号|\b(?:SN码?|IMEI|MRN|ID))(?:号码|号|码|编号)?[ \t]?(?:[::是为#填]|尾号)?[ \t]{0,2}((?:[\p{Han}]{1,4}(?:字第|字)?[ ]?)?[A-Z0-9](?:[A-Z0-9\-/]{2,30}[A-Z0-9])(?: [0-9]{2,6}){0,4}号?)"#,
    anchors: [
      .words(
        """
        病历, 病案, 住院, 门诊, 就诊, 登记号, 档案号, 检查号, 影像号, 标本号, 样本号, 条码号, 床号, 病人ID, 患者ID, 患者编号, 受试者, 医保, 社保, 医疗保险号, 参保号,
        保单, 保险单号, 理赔号, 身份证, 身份号码, 证件号, 护照, 港澳通行证, 通行证, 台胞证, 居住证, 军官证, 士兵证, 警官证, 警号, 驾驶证, 驾照, 执业证, 资格证, 证书编号, 证号,
        工号, 学号, 考号, 准考证, 员工号, 员工编号, 会员号, 会员卡号, 客户号, 客户编号, 合同, 借据号, 案号, 税号, 纳税人识别号, 信用代码, 统一社会信用代码, 统一编号, 组织机构代码,
        发票号码, 发票代码, 订单号, 运单号, 快递单号, 单号, 流水号, 户号, 低保证, 残疾证, 编号, 序列号, 车架号, 车辆识别代号, 车辆识别码, 发动机号, 车牌, sn*, imei*, 设备号, 器械编号, mrn*, id*
        """, after: 110, needsDigit: true)
    ],
    validate: { evidence in
      let isWhole = !evidence.text.hasWord(startingAt: evidence.range.upperBound) && !goesOn(evidence)
      return evidence.digits.count >= 3 && isWhole ? evidence.range : nil
    })

  /// "idea 1234": the letters of the cue are the beginning of a word.
  private static func goesOn(_ evidence: Evidence) -> Bool {
    let start = evidence.range.lowerBound
    return evidence.text.bytes[start].isASCIILetter && start > 0 && evidence.text.bytes[start - 1].isASCIILetter
  }
}
