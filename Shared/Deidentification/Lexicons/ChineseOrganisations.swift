/// How far the name of a Chinese organisation reaches before the word that ends it, and which of them name none.
extension ChineseLexicon {
  /// The organisation that ends with the match: back over the characters of its name, less the words of the sentence
  /// before it; nil when only a common noun is left.
  static func organisationRange(endingWith evidence: Evidence) -> Range<Int>? {
    guard !isDayBefore(evidence) else { return nil }
    let start = organisationStart(before: evidence)
    let own = ownName(evidence.text.bytes[start..<evidence.range.lowerBound])
    let name = evidence.text.bytes[own.startIndex..<evidence.range.upperBound]
    guard own.scalarCount >= 2, name.scalarCount >= 4, !isGeneric(own),
      !genericOrganisations.contains(String(decoding: name, as: UTF8.self))
    else { return nil }
    return name.indices
  }

  /// "8月16日报道": a day and the verb after it, not 日报.
  private static func isDayBefore(_ evidence: Evidence) -> Bool {
    guard evidence.range.lowerBound > 0, evidence.bytes.starts(with: "日".utf8) else { return false }
    return evidence.text.bytes[evidence.range.lowerBound - 1].isASCIIDigit
  }

  private static func organisationStart(before evidence: Evidence) -> Int {
    var start = evidence.range.lowerBound
    var scalars = 0
    while scalars < organisationScalarsMax, let (scalar, before) = evidence.text.scalar(before: start),
      isOrganisationCharacter(scalar)
    {
      start = before
      scalars += 1
    }
    return start
  }

  /// Without the words of the sentence before the name: all up to its last verb, then what introduces and counts it.
  private static func ownName(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var own = bytes
    let verb = own.indices.last { own[$0] >= 0xe3 && organisationVerbs.contains(own[$0...].prefix(verbBytes)) }
    if let verb { own = own[(verb + verbBytes)...] }
    while let lead = organisationLeads.first(where: { own.starts(with: $0) }) { own = own.dropFirst(lead.count) }
    let counted = own.drop(while: \.isASCIIDigit)
    let measure = organisationMeasures.first { counted.starts(with: $0) }
    guard counted.count < own.count, let measure else { return own }
    return counted.dropFirst(measure.count)
  }

  /// Nothing but words for a kind of organisation: 村镇银行, 综合性大学.
  private static func isGeneric(_ own: ArraySlice<UInt8>) -> Bool {
    var rest = own
    while let kind = organisationKinds.first(where: { rest.starts(with: $0) }) { rest = rest.dropFirst(kind.count) }
    return rest.isEmpty
  }

  /// Scalars of an organisation's name before its last word.
  private static let organisationScalarsMax = 22

  private static func isOrganisationCharacter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isIdeograph { return !organisationStops.contains(scalar) }
    return scalar.isASCII && (scalar.isASCIIDigit || scalar.properties.isAlphabetic)
      || "()·".unicodeScalars.contains(scalar)
  }

  private static let organisationStops = ScalarSet(
    "在于到从至往去来自住的是与及赴由经了为被把给让将因我你他她们这那任年月个位某各该每并或但且而若如即也就才已曾会能可要想应过说叫称请问有没对向".unicodeScalars)

  private static let organisationLeads = words(
    """
    患者 就职 任职 转入 转至 前往 到了 记者 目前 随后 昨日 昨天 今日 今天 日前 毕业 现任 历任 曾任 兼任 担任 本 该 全国 一家 某 另一 购方 销方 甲方 乙方 原 其中 包括
    所在 就读 入职 然后 此外 另外 后来 同时 如果 因为 所以 由于 因此 其实 虽然 尽管 许多 很多 不少 多家 各家 部分 大部分 绝大部分 其他 其它 所有 任何 这些 那些 哪些
    第一家 首家 几家 两家 三家 数家 每家 这家 那家 一所 这所 那所 名牌
    """)

  /// What a sentence says of an organisation, and no organisation has in its name.
  private static let organisationVerbs = WordSet(
    """
    使用 开通 提供 成为 转为 变成 建立 创办 创建 组建 吸引 选择 进入 离开 来到 走进 回到 重回 考入 考上 念完 读完 加入 退出 遭遇 起诉 控告 投诉 收购 并购 隶属 位于 属于 所谓
    作为 根据 关于 对于 帮助 支持 允许 鼓励 要求 称为 叫做 显示 获得 拥有 已有 共有 关闭 扩建 新建 开办 毕业 就职
    """)
  /// Of two characters.
  private static let verbBytes = 6

  private static let organisationMeasures = words("家 所 个 名 间 多家 余家")

  /// What kind of organisation it is, and not which one.
  private static let organisationKinds = words(
    """
    小额贷款 房地产 互联网 综合性 研究型 应用型 国家级 同级别 有限责任 人力资源 村镇 小贷 商业 网上 电话 手机 电子 投资 综合 现代 高级 初级 公立 私立 国立 国有 民营 民办
    外资 合资 独资 汽车 航空 保险 证券 基金 信托 水务 物业 旅游 快递 物流 广告 传媒 科技 软件 网络 游戏 食品 制药 医药 农用 机械 省级 市级 县级 区级 乡镇 地方 中央 当地 附近 本地
    外地 人民 专科 专业 儿童 妇产 三甲 中小 大型 中型 小型 上市 跨国 国内 国外 海外 境外 同类 教育 职业 技术 重点 普通 城市 农村 社区 基层 上级 下级 主管 相关 有关 大 小
    """)

  private static func words(_ list: String) -> [[UInt8]] {
    list.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
  }

  private static let genericOrganisations: Set<String> = [
    "上市公司", "有限公司", "股份公司", "保险公司", "物业公司", "快递公司", "证券公司", "旅游公司", "三甲医院", "当地医院", "附近医院", "专科医院", "综合医院", "公立医院",
    "私立医院", "民营医院", "社区医院", "大医院",
    "县级医院", "基层医院", "商业银行", "人民银行", "地方政府", "当地政府", "人民法院", "中级法院", "人民政府", "重点大学", "重点中学", "社会保险", "医疗保险", "养老保险",
    "商业保险", "交通管理局", "外国公司", "投资公司", "房地产公司",
    "高等院校", "儿童医院", "人民医院", "中心医院", "董事委员会", "专门委员会", "提名委员会", "审计委员会", "薪酬委员会", "战略委员会", "中央政府", "各级政府", "市政府", "省政府",
    "区政府", "县政府", "美国政府", "中国政府",
  ]
}
