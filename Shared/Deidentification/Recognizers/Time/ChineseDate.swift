/// Chinese dates: figures, 中文数字, lunar days, and Japanese and Republican eras.
extension Recognizer {
  private static let digit = "[0-9〇零○一二三四五六七八九十廿卅]"

  static let chineseDate = Recognizer(
    name: "date-chinese", kind: .date, score: 0.95,
    pattern:
      "(?:(?:公元|农历|阴历|阳历|民国|令和|平成|昭和|大正)? ?(?:\(digit){2,4}|元|\(digit)) ?年(?:的)? ?)?(?:农历|阴历|闰|腊月|正月)?(?:\(digit){1,3} ?月(?:份)? ?(?:\(digit){1,3} ?[日号]|初[一二三四五六七八九十]|\(digit){1,3}(?:[^0-9个年点月]|$)))"
      + "|(?:公元|民国|令和|平成|昭和)? ?(?:\(digit){4}|(?:民国|令和|平成|昭和)\(digit){1,3}) ?年 ?\(digit){1,3} ?月(?:份|底|初|中旬|上旬|下旬)?"
      + "|(?:正月|腊月|冬月|[一二三四五六七八九十]{1,2}月)(?:初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]|三十)"
      + "|(?:本月|上月|下月|当月|上个月|下个月|今年|去年|前年|明年)?(?:\(digit){1,3}月)\(digit){1,3}[日号]"
      + "|(?:今年|去年|前年|明年)\(digit){1,3}月(?:份)?"
      + "|(?:本月|上月|下月|当月|上个月|下个月|这个月)\(digit){1,3}[日号]"
      + "|\(digit){1,2}月(?:份|底|初|中旬|上旬|下旬)"
      + "|\\b[0-3]?[0-9]日(?:凌晨|早|上午|中午|下午|晚|夜|零时|[0-9]{1,2}时|,|,|电|讯)",
    anchors: [.words("月", before: 60, after: 24), .words("日", before: 3, after: 12, needsDigit: true)],
    validate: { evidence in
      var range = evidence.match
      // The bound after a bare day and the word after "日" are context.
      while let tail = evidence.text.trailingScalar(of: range),
        !"日号月份底初中旬上下一二三四五六七八九十廿卅〇零○0123456789".unicodeScalars.contains(tail.scalar)
      {
        range = range.lowerBound..<tail.start
      }
      return range.isEmpty || evidence.text.hasDigit(before: range.lowerBound) ? nil : range
    })
}

extension NormalisedText {
  /// The last scalar of a range with where it starts.
  func trailingScalar(of range: Range<Int>) -> (scalar: Unicode.Scalar, start: Int)? {
    guard var start = range.last else { return nil }
    while start > range.lowerBound, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    return String(decoding: bytes[start..<range.upperBound], as: UTF8.self).unicodeScalars.first.map { ($0, start) }
  }

  /// The scalar that ends before `index`, with where it starts.
  func scalar(before index: Int) -> (scalar: Unicode.Scalar, start: Int)? {
    trailingScalar(of: max(0, index - 4)..<index)
  }

  func hasDigit(before index: Int) -> Bool { index > 0 && bytes[index - 1].isASCIIDigit }
}
