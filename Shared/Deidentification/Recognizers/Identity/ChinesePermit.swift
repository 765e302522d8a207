/// Travel and military documents of China.
///
/// Source: 公安部出入境管理局, forms of 往来港澳通行证 (C, W and eight digits), 港澳居民来往内地通行证 (H, M), 大陆居民往来台湾通行证
/// (T, L) and of ordinary passports (G, E and a letter); 军官证 by 军区 and number.
extension Recognizer {
  static let chinesePermit = Recognizer(
    name: "chinese-permit", kind: .id, score: 0.3, pattern: #"[CWHMTL][0-9]{8,10}|[CWL][A-Z][0-9]{7}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)], context: ["通行证", "回乡证", "台胞证", "证件", "permit"])

  static let chinesePassport = Recognizer(
    name: "chinese-passport", kind: .id, score: 0.3,
    pattern: #"[GDSPH][0-9]{8}|E[0-9A-HJ-NP-Z][0-9]{7}|(?:1[45])[0-9]{7}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)], context: ["护照", "passport", "出境", "出入境", "证件"])

  static let militaryID = Recognizer(
    name: "chinese-military-id", kind: .id, score: 0.9, pattern: #"[军海空武政后装参南北东西中沈济广兰成京战文火联]{1,2}字第?[0-9]{6,10}号?"#,
    anchors: [.mark(.digits4, before: 64, after: 64)], validate: { $0.range })
}
