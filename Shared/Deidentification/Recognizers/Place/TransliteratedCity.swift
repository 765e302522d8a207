/// Cities abroad, which are written with the characters of foreign people's names: "住在里昂" is no one's.
enum TransliteratedCity {
  /// A name that the words beside it say to be a city's becomes a place; every other candidate stays as it is.
  static func placed(_ candidate: Candidate, in text: NormalisedText) -> Candidate {
    let range = candidate.range
    guard candidate.kind == .name, text.bytes[range.lowerBound] >= 0xe3, cities.contains(Array(text.bytes[range])),
      before.contains(where: { text.bytes[..<range.lowerBound].suffix(3).elementsEqual($0) })
        || after.contains(where: { text.bytes[range.upperBound...].starts(with: $0) })
    else { return candidate }
    var place = candidate
    place.kind = .location
    return place
  }

  private static let before = ["在", "到", "去", "往", "赴", "抵", "达", "飞", "自", "于", "至", "离", "回", "经"].map {
    Array($0.utf8)
  }
  private static let after = ["市", "机场", "车站", "大学", "城区", "郊外", "是法国", "位于", "当地"].map { Array($0.utf8) }

  /// From general knowledge; those of China and the largest abroad are in `ChineseLexicon.cities`.
  private static let cities = Set(
    """
    里昂 马赛 尼斯 波尔多 图卢兹 南特 里尔 慕尼黑 汉堡 科隆 法兰克福 德累斯顿 莱比锡 斯图加特 汉诺威 不来梅 米兰 都灵 那不勒斯 佛罗伦萨 威尼斯
    博洛尼亚 热那亚 马德里 巴塞罗那 塞维利亚 瓦伦西亚 里斯本 波尔图 布鲁塞尔 安特卫普 根特 鹿特丹 海牙 乌得勒支 苏黎世 日内瓦 洛桑 巴塞尔 伯尔尼
    维也纳 萨尔茨堡 格拉茨 布拉格 布尔诺 华沙 克拉科夫 格但斯克 布达佩斯 布加勒斯特 索非亚 雅典 哥本哈根 奥胡斯 斯德哥尔摩 哥德堡 马尔默 奥斯陆
    卑尔根 赫尔辛基 都柏林 爱丁堡 格拉斯哥 曼彻斯特 伯明翰 利物浦 利兹 布里斯托 谢菲尔德 诺丁汉 卡迪夫 基辅 敖德萨 明斯克 里加 塔林 维尔纽斯
    伊斯坦布尔 安卡拉 开罗 内罗毕 拉各斯 开普敦 约翰内斯堡 孟买 德里 班加罗尔 加尔各答 雅加达 马尼拉 河内 金边 仰光 迪拜 多哈 利雅得 德黑兰 巴格达
    渥太华 蒙特利尔 魁北克 费城 底特律 迈阿密 亚特兰大 达拉斯 丹佛 凤凰城 波特兰 圣地亚哥 墨西哥城 利马 波哥大 加拉加斯 布里斯班 珀斯 阿德莱德 奥克兰
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })
}
