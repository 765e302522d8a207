/// Organisations by the word that ends their name: 医院, 公司, 大学, 局 and the like.
extension Recognizer {
  /// In the order in which they are tried: a longer one before what it ends with.
  private static let chineseHeads =
    """
    人民医院 中心医院 中医院 附属医院 妇幼保健院 儿童医院 肿瘤医院 口腔医院 卫生院 卫生服务中心 卫生服务站
    卫生所 医院 诊所 门诊部 疾控中心 急救中心 体检中心 养老院 敬老院 护理院 疗养院 药店 大药房 药房
    股份有限公司 有限责任公司 集团有限公司 有限公司 分公司 子公司 总公司 公司 集团 银行 支行 分行 信用社
    保险公司 基金会 事务所 研究院 研究所 科学院 大学 学院 中学 小学 幼儿园 一中 二中 三中 职校 技校 学校
    出版社 报社 电视台 日报 晚报 委员会 人民政府 公安局 派出所 教育局 卫生局 卫健委 民政局 税务局 工商局
    法院 检察院 中院 高院 监狱 看守所 管理局 监督局 总局 分局 局 协会 学会 联合会 商会 工会 俱乐部 车队
    乐团 剧团 合作社 加工厂 制药厂 机械厂 厂 部队 居委会 村委会
    """

  static let chineseOrganisation = Recognizer(
    name: "organisation-chinese", kind: .organisation, score: 0.8,
    pattern: "(?:" + chineseHeads.split(whereSeparator: \.isWhitespace).joined(separator: "|") + ")",
    anchors: [.words(chineseHeads.split(whereSeparator: \.isWhitespace).joined(separator: ","), after: 0)],
    validate: { ChineseLexicon.organisationRange(endingWith: $0) }, resumesInside: false)
}
