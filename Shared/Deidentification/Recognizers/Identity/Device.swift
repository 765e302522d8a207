/// Device serials after a cue. Source: HIPAA Safe Harbor identifier 13; 21 CFR 801.3 (unique device identifier).
extension Recognizer {
  static let deviceSerial = Recognizer(
    name: "device-serial", kind: .id,
    pattern:
      #"(?i)\b(?:serial(?: (?:number|no|#))?|s/n|sn|lot(?: (?:number|no|#))?|imei|udi|imsi|iccid|meid|device id)\b\.?[ \t]?[:#=]?[ \t]?((?:\(01\))?[A-Z0-9](?:[A-Z0-9\-]{2,24}[A-Z0-9])(?: [0-9]{2,8}){0,3})"#,
    anchors: [.words("serial, s/n, sn, lot, imei, udi, imsi, iccid, meid, device id", after: 100, needsDigit: true)],
    validate: { $0.isWholeWord && $0.digits.count >= 3 ? $0.range : nil })
}
