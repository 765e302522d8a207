/// A surname and the form of address after it are one designation of one person: 王女士, 欧阳先生, 李某.
///
/// The surname alone hides too little: what stays says sex, age or office of the only person so called in the text. The
/// titles of medicine and teaching stay in sight, as the text is about what these people do.
enum TitledSurname {
  /// The same spans, each bare surname with its form of address. `spans` are in the order of the text and apart.
  static func widened(_ spans: [Candidate], in text: NormalisedText) -> [Candidate] {
    spans.indices.map { index in
      let limit = index + 1 < spans.count ? spans[index + 1].range.lowerBound : text.bytes.count
      var span = spans[index]
      guard span.kind == .name, text.bytes[span.range.lowerBound] >= 0xe3 else { return span }
      let start = span.range.lowerBound
      let end = span.range.upperBound - roleLength(text.bytes[span.range])
      span.range = start..<end
      if isSurname(text.bytes[span.range]) {
        span.range = start..<end + addressLength(text.bytes[end..<limit], in: forms)
      } else if span.range.count == 6 {
        // A short name, or a surname that the tagger has drawn together with the character before it.
        span.range = start..<end + addressLength(text.bytes[end..<limit], in: politeForms)
      }
      return span
    }
  }

  /// Bytes of the role at the end of a surname with its role; 0 when it has none.
  private static func roleLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let role = roles.first(where: { bytes.count > $0.count && bytes.suffix($0.count).elementsEqual($0) }) else {
      return 0
    }
    return isSurname(bytes.dropLast(role.count)) ? role.count : 0
  }

  private static func isSurname(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count == 3 || bytes.count == 6, bytes.allSatisfy({ $0 >= 0x80 }) else { return false }
    let word = String(decoding: bytes, as: UTF8.self)
    guard let first = word.unicodeScalars.first else { return false }
    return bytes.count == 6
      ? ChineseLexicon.compoundSurnames.contains(word)
      : ChineseLexicon.commonSurnames.contains(first) || ChineseLexicon.rareSurnames.contains(first)
  }

  /// Bytes of the form of address that begins here; 0 when none does.
  private static func addressLength(_ bytes: ArraySlice<UInt8>, in forms: [[UInt8]]) -> Int {
    guard bytes.first.map({ $0 >= 0xe3 }) == true else { return 0 }
    guard let form = forms.first(where: { bytes.starts(with: $0) }) else { return 0 }
    let isWord = words.contains { bytes.starts(with: $0) }
    return isWord ? 0 : form.count
  }

  private static let politeForms: [[UInt8]] = ["先生", "女士", "小姐", "太太"].map { Array($0.utf8) }
  private static let roles: [[UInt8]] = ["医生", "医师", "大夫", "护士", "主任", "教授", "老师"].map { Array($0.utf8) }

  /// The longest first.
  private static let forms: [[UInt8]] = [
    "先生", "女士", "小姐", "太太", "夫人", "某某", "某", "师傅", "总经理", "经理", "大爷", "大妈", "大叔", "大婶", "大哥", "大姐", "爷爷", "奶奶", "伯伯",
    "叔叔", "阿姨", "同志", "律师", "警官", "法官", "处长", "局长", "科长", "部长", "院长", "市长", "省长", "县长", "镇长", "村长", "书记", "秘书长", "主席",
    "总理", "总统", "总裁", "董事长", "将军", "司令", "队长", "所长", "站长", "厂长", "姓警官", "公子", "老板", "总", "工",
  ].map { Array($0.utf8) }.sorted { $0.count > $1.count }

  /// What only begins like one of them: 王工作, 李总是.
  private static let words: [[UInt8]] = [
    "总是", "总共", "总计", "总数", "总体", "总部", "总额", "总量", "总结", "总会", "总算", "总之", "总统府", "总理府", "工作", "工人", "工程", "工资", "工厂",
    "工伤", "工地", "工具", "工艺", "工业", "工会", "公子哥", "主席团", "主席台", "院长办", "律师事务所", "经理室", "书记员", "书记处",
  ].map { Array($0.utf8) }
}
