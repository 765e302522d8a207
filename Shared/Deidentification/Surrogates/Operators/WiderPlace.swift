/// A place's state or province, and the first three digits of its ZIP code; nothing finer.
///
/// Source: 45 CFR 164.514(b)(2)(i)(B).
enum WiderPlace {
  static func text(of place: String) -> String? {
    let parts = [state(of: place), zipPrefix(of: place)].compactMap { $0 }
    return parts.isEmpty ? chineseProvince(of: place) : parts.joined(separator: " ")
  }

  /// ZIP areas of 20,000 people or fewer by the census of 2000, as the Office for Civil Rights lists them in its guidance
  /// on de-identification (2012).
  static let sparsePrefixes: Set<String> = [
    "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884", "890",
    "893",
  ]

  /// A ZIP code stands alone or ends the address; any other five digits are a house.
  private static func zipPrefix(of place: String) -> String? {
    guard let match = place.wholeMatch(of: #/(?:.*[A-Za-z.]\.?,? +)?(\d{3})\d{2}(?:-\d{4})?/#) else { return nil }
    let prefix = String(match.1)
    return sparsePrefixes.contains(prefix) ? "000" : prefix
  }

  private static func state(of place: String) -> String? {
    let parts = place.split(separator: ",").map { words(of: $0).joined(separator: " ") }
    // The state stands last, or before the country; a street may be named for one.
    return parts.reversed().first { $0.count > 1 && (codes.contains($0) || names.contains($0)) }
  }

  /// The words of a part without its ZIP code.
  private static func words(of part: Substring) -> [Substring] {
    let words = part.split(separator: " ")
    return words.last?.first?.isNumber == true ? words.dropLast() : words
  }

  static let codes =
    """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  private static let names = Set(
    """
    Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,District of Columbia,Florida,Georgia,Hawaii,\
    Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,\
    Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,\
    Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,\
    Washington,West Virginia,Wisconsin,Wyoming
    """.split(separator: ",").map(String.init))

  /// The units of the first level (GB/T 2260): provinces, regions, and the four cities among them.
  static let chineseProvinces =
    """
    北京市 天津市 上海市 重庆市 河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 海南省 四川省 贵州省 云南省
    陕西省 甘肃省 青海省 台湾省 内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  static func chineseProvince(of place: String) -> String? { chineseProvinces.first(where: place.hasPrefix) }
}
