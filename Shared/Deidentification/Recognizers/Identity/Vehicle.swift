/// Plates and vehicle numbers.
///
/// Source: GA 36-2018 (Chinese plates); ISO 3779 and 49 CFR 565 (VIN, check character at the ninth place).
extension Recognizer {
  static let chinesePlate = Recognizer(
    name: "chinese-plate", kind: .vehicle, score: 0.95,
    pattern: #"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][ ·.\-]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳使领]"#,
    anchors: [
      .words(
        """
        京, 津, 沪, 渝, 冀, 豫, 云, 辽, 黑, 湘, 皖, 鲁, 新, 苏, 浙, 赣, 鄂, 桂, 甘, 晋, 蒙, 陕, 吉, 闽, 贵, 粤, 青, 藏, 川, 宁, 琼, 使, 领
        """, after: 14, needsDigit: true)
    ],
    validate: { !$0.text.hasWord(startingAt: $0.range.upperBound) && !$0.digits.isEmpty ? $0.range : nil })

  static let licencePlate = Recognizer(
    name: "licence-plate", kind: .vehicle,
    pattern:
      #"(?i)\b(?:licen[cs]e plate|number plate|plate|registration plate|reg plate|registration|reg|tag)(?: (?:number|no\.?|#|is|was|on file))?[ \t]?[:#=\-]?[ \t]?(?-i:((?:[A-Z]{2} )?[A-Z0-9]{1,4}[ \-·]?[A-Z0-9]{2,5}(?:[ \-][A-Z0-9]{1,4})?))"#,
    anchors: [
      .words(
        """
        licence plate*, license plate*, number plate*, plate*, registration*, reg, tag*
        """, after: 60, needsDigit: true)
    ],
    validate: { $0.isWholeWord && $0.digits.count >= 2 ? $0.range : nil })

  /// "AB12 CDE" beside a word for a vehicle: since 2001 an area, the half year, three letters.
  static let britishPlate = Recognizer(
    name: "gb-plate", kind: .vehicle, score: 0.3, pattern: #"\b[A-HJ-PR-Y]{2}(?:0[1-9]|[1-79][0-9]) ?[A-HJ-PR-Z]{3}\b"#,
    anchors: [
      .words("plate*, reg, registration*, car, cars, van, vehicle*, driver*, dvla, 车牌, 车辆, 轿车", before: 70, after: 70)
    ],
    context: ["plate", "reg", "car", "van", "vehicle", "driver", "dvla", "车牌", "车辆", "轿车"])

  static let vin = Recognizer(
    name: "vin", kind: .vehicle, score: 0.95, pattern: #"(?i)[A-HJ-NPR-Z0-9]{17}"#,
    anchors: [.mark(.token, before: 16, after: 16)],
    validate: { evidence in
      let isCued = vinCues.contains { evidence.before(24).contains($0) }
      return evidence.isWholeWord && isVIN(evidence.bytes.map(\.asciiUppercased), isCued: isCued) ? evidence.range : nil
    })

  private static let vinCues = ["vin", "chassis", "车架号", "车辆识别"]

  private static func isVIN(_ characters: [UInt8], isCued: Bool) -> Bool {
    guard characters.contains(where: \.isASCIIDigit), characters.contains(where: \.isASCIILetter) else { return false }
    // The last four are the serial number: 49 CFR 565.15(d).
    return isCued || hasVINCheck(characters) && characters.suffix(4).allSatisfy(\.isASCIIDigit)
  }

  private static func hasVINCheck(_ characters: [UInt8]) -> Bool {
    let values = Array("0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ".utf8)
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    let sum = zip(characters, weights).reduce(0) { $0 + (values.firstIndex(of: $1.0) ?? 0) % 10 * $1.1 }
    return characters[8] == Array("0123456789X".utf8)[sum % 11]
  }
}
