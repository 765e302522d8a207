/// Device serials after a cue, and wallets by their alphabets.
///
/// Source: Bitcoin base58check and BIP-173 bech32 addresses; EIP-55 for Ethereum.
extension Recognizer {
  static let deviceSerial = Recognizer(
    name: "device-serial", kind: .id,
    pattern:
      #"(?i)\b(?:serial(?: (?:number|no|#))?|s/n|sn|lot(?: (?:number|no|#))?|imei|udi|imsi|iccid|meid|device id)\b\.?[ \t]?[:#=]?[ \t]?((?:\(01\))?[A-Z0-9](?:[A-Z0-9\-]{2,24}[A-Z0-9])(?: [0-9]{2,8}){0,3})"#,
    needs: .digit,
    validate: { $0.isWholeWord && $0.digits.count >= 3 ? $0.range : nil })

  static let wallet = Recognizer(
    name: "wallet", kind: .id, score: 0.95,
    pattern: #"bc1[a-z0-9]{25,59}|[13][1-9A-HJ-NP-Za-km-z]{26,33}|0x[0-9A-Fa-f]{40}|T[1-9A-HJ-NP-Za-km-z]{33}"#,
    needs: .token,
    validate: { evidence in
      let hasAll = evidence.bytes.contains(where: \.isASCIILetter) && evidence.digits.count >= 2
      return evidence.isWholeWord && hasAll ? evidence.range : nil
    })
}
