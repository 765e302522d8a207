/// What follows the Chinese words for an address, whatever its form.
extension Recognizer {
  static let chineseCuedAddress = Recognizer(
    name: "address-chinese-cued", kind: .location, score: 0.85,
    pattern:
      #"(?:(?:收货|家庭|通讯|通信|联系|居住|户籍|现|住|注册|办公|单位|送货|寄件|收件|详细|邮寄|经营|所在|公司)地?[址地](?:为|是|在)?[::]?|地址(?:为|是)?[::]?|现住(?:址)?[::]?|家住|住在|住址[::]?|居住于|居住在|暂住|户籍地[::]?|籍贯[::]?|寄到|送到|快递到|邮寄至|老家在?|户口在|搬到)[ ]?([\p{Han}A-Za-z0-9\-—#()、·]+)"#,
    anchors: [
      .words(
        """
        址, 货地, 庭地, 讯地, 信地, 系地, 住地, 籍地, 现地, 册地, 公地, 位地, 件地, 细地, 寄地, 营地, 在地, 司地, 家住, 现住, 住在, 居住于, 居住在, 暂住, 籍贯, 寄到, 送到,
        快递到, 邮寄至, 老家, 户口在, 搬到
        """, before: 16, after: 200)
    ],
    validate: { ChineseAddressTail.trim($0) })
}

/// How far an address after its cue goes.
enum ChineseAddressTail {
  /// Scalars of an address: the longest of forms have about forty.
  private static let addressScalarsMax = 60
  private static let ends = ["电话", "联系", "邮编", "手机", "工作", "的", "了", "吗", "呢", "是", "请"].map { Array($0.utf8) }
  private static let questions = ["哪", "什么", "这里", "那里", "一起"].map { Array($0.utf8) }
  private static let cities = ChineseLexicon.cities.map { Array($0.utf8) }
  private static let levels = ScalarSet("省市县区州盟旗镇乡村路街巷弄号楼室栋幢座层户园苑城厦场店庄屯组道里坊院桥港湾口边旁".unicodeScalars)

  /// The address without what follows it; nil when no character of an address is there and it names no known city.
  static func trim(_ evidence: Evidence) -> Range<Int>? {
    var text = evidence.bytes.prefix(scalars: addressScalarsMax)
    for end in ends {
      if let found = text.firstIndex(of: end), text[..<found].scalarCount >= 4 { text = text[..<found] }
    }
    guard !questions.contains(where: { text.starts(with: $0) }) else { return nil }
    let hasLevel = String(decoding: text, as: UTF8.self).unicodeScalars.contains(where: levels.contains)
    return hasLevel || cities.contains { text.starts(with: $0) } ? text.indices : nil
  }
}

extension ArraySlice<UInt8> {
  /// The scalars of a text that is cut between them.
  var scalarCount: Int { count { $0 & 0xc0 != 0x80 } }

  /// The first `scalars` of them, or all.
  func prefix(scalars: Int) -> ArraySlice {
    var left = scalars
    let end = firstIndex {
      if $0 & 0xc0 != 0x80 { left -= 1 }
      return left < 0
    }
    return self[..<(end ?? endIndex)]
  }

  /// Where a phrase begins first. For short texts: O(text × phrase).
  func firstIndex(of phrase: [UInt8]) -> Int? {
    indices.first { self[$0] == phrase[0] && self[$0...].starts(with: phrase) }
  }
}
