/// Credentials by the prefixes their issuers print, and passwords after a cue.
///
/// Source: the published token formats of AWS, GitHub, GitLab, Slack, Stripe, Google, OpenAI, npm; RFC 7519 (JWT);
/// RFC 7468 (PEM).
extension Recognizer {
  static let secretToken = Recognizer(
    name: "secret-token", kind: .secret, score: 1,
    pattern:
      #"(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_\-]{20,}|xox[abeoprs]-[A-Za-z0-9\-]{10,}|[rsp]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_\-]{35}|ya29\.[A-Za-z0-9_\-]{20,}|sk-(?:proj-|ant-)?[A-Za-z0-9_\-]{20,}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_\-]{40,}|dop_v1_[0-9a-f]{64}|GOCSPX-[A-Za-z0-9_\-]{20,}|whsec_[A-Za-z0-9+/=]{24,}|[0-9]{8,10}:AA[A-Za-z0-9_\-]{33}|hooks\.slack\.com/services/[A-Za-z0-9/]{20,}|shpat_[0-9a-f]{32}|sq0[a-z]{3}-[A-Za-z0-9_\-]{22,}|key-[0-9a-f]{32}|SK[0-9a-f]{32}|xapp-[A-Za-z0-9\-]{20,}|SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,}|eyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*"#,
    anchors: [.mark(.token, before: 130, after: 300)],
    validate: { $0.text.hasWord(endingAt: $0.range.lowerBound) ? nil : $0.range })

  static let privateKey = Recognizer(
    name: "private-key", kind: .secret, score: 1,
    pattern: #"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]*(?:-----END [A-Z ]*PRIVATE KEY-----)?)"#,
    anchors: [.words("BEGIN", before: 5, after: 4096)],
    validate: { $0.range })

  static let cuedSecret = Recognizer(
    name: "secret-cued", kind: .secret, score: 0.85,
    pattern:
      #"(?i)(?:\b(?:password|passwd|passphrase|passcode|pwd|secret(?:[ _\-]?key)?|api[ _\-]?key|access[ _\-]?(?:key|token)|auth[ _\-]?token|bearer|private[ _\-]?key|client[ _\-]?secret|pin(?: code)?|otp|cvv|cvc)\b(?: (?:is|was))?|密码|口令|验证码|密钥|令牌)[ \t]?["']?[ \t]?[:=是为 ][ \t]?["']?([A-Za-z0-9!@#$%^&*_+/=.~\-]{4,128})"#,
    anchors: [
      .words(
        """
        password, passwd, passphrase, passcode, pwd, secret, secretkey, api, apikey, access, accesskey,
        accesstoken, auth, authtoken, bearer, private, privatekey, client, clientsecret, pin, otp, cvv, cvc, 密码,
        口令, 验证码, 密钥, 令牌
        """, after: 180)
    ],
    validate: { isSecret($0) ? $0.range : nil })

  /// Not a word of the sentence: digits, signs, or letters that are no word ("password: hunter").
  private static func isSecret(_ evidence: Evidence) -> Bool {
    let hasSign = evidence.bytes.contains { "!@#$%^&*_+=~".utf8.contains($0) }
    if !evidence.digits.isEmpty || hasSign { return true }
    let isAssigned = evidence.before(4).contains { ":=".contains($0) }
    let isWord = Lexicon.commonWords.contains(evidence.bytes) || placeholders.contains(evidence.bytes)
    return isAssigned && !isWord && evidence.bytes.count >= 6 && evidence.bytes.allSatisfy(\.isASCIILetter)
  }

  private static let placeholders = WordSet(
    "required optional string incorrect invalid expired missing changed protected redacted hidden unknown default reset example boolean disabled enabled rejected accepted correct secret password forgotten"
  )

  /// "postgres://user:password@host/db": a credential inside an address.
  static let credentialURL = Recognizer(
    name: "credential-url", kind: .secret, score: 0.95,
    pattern: #"[A-Za-z][A-Za-z0-9+.\-]{1,20}://[^\s:/@"']{1,64}:[^\s/@"']{1,128}@[^\s"'<>]+"#,
    anchors: [.mark(.at, before: 320, after: 320)],
    validate: { $0.range })
}
