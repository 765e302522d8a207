/// Account names: an @handle, or a name after a cue.
extension Recognizer {
  static let username = Recognizer(
    name: "username", kind: .username, score: 0.7,
    pattern:
      #"(?i)\b(?:user ?name|user ?id|login|screen name|nick(?:name)?|handle|twitter|instagram|snapchat|telegram|skype|discord|github|tiktok|venmo)(?: (?:is|id|handle|account))?\s?[:=]\s?(@?[a-z0-9](?:[a-z0-9_.\-#]{1,38}[a-z0-9_]))"#,
    anchors: [
      .words(
        """
        user name, username, user id, userid, login, screen name, nick, nickname, handle, twitter, instagram,
        snapchat, telegram, skype, discord, github, tiktok, venmo
        """, after: 80)
    ], validate: { $0.isWholeWord && !$0.after(1).hasPrefix("@") ? $0.range : nil })

  static let chineseUsername = Recognizer(
    name: "username-chinese", kind: .username, score: 0.7,
    pattern:
      #"(?i)(?:用户名|账号名|昵称|抖音号?|微博|小红书号?|快手号?|网名)\s?[::是为]?\s?(@?[a-z0-9](?:[a-z0-9_.\-#]{1,38}[a-z0-9_]))"#,
    anchors: [.words("用户名, 账号名, 昵称, 抖音, 微博, 小红书, 快手, 网名", after: 70)],
    validate: { $0.isWholeWord && !$0.after(1).hasPrefix("@") ? $0.range : nil })

  static let handle = Recognizer(
    name: "handle", kind: .username, score: 0.7,
    // A text cut into words has blanks around the low line: "@anna _ lee".
    pattern: #"(?i)@(?:[a-z0-9_]{3,30}(?: _ ?[a-z0-9]{1,30}){0,3}|_ [a-z0-9]{1,30}(?: _ ?[a-z0-9]{1,30}){0,3})"#,
    anchors: [.mark(.at, before: 320, after: 320)],
    validate: { evidence in
      // "name@domain" is an address, "@ 5 mg" a dose.
      evidence.isWholeWord && !evidence.after(1).hasPrefix("@") ? evidence.range : nil
    })

  /// A Chinese account's name goes on to the next blank or sign.
  static let chineseHandle = Recognizer(
    name: "handle-chinese", kind: .username, score: 0.7, pattern: #"@[\p{Han}A-Za-z0-9_\-]{2,30}"#,
    anchors: [.mark(.at, before: 8, after: 128)],
    validate: { evidence in evidence.after(1).hasPrefix("@") ? nil : evidence.range })

  static let chatAccount = Recognizer(
    name: "chat-account", kind: .id,
    pattern:
      #"(?i)(?:微信号?|v信|vx|wechat(?: id)?|weixin|加v|wx)(?:\s?(?:id|号|同号|是|为|我))?\s?[::是为]?\s?([a-z][a-z0-9_\-]{4,24}|1[3-9][0-9]{9})|(?:qq|扣扣|企鹅号?)(?:\s?(?:号码?|群|是|为))?\s?[::是为]?\s?([1-9][0-9]{4,11})"#,
    anchors: [.words("微信, v信*, vx*, wechat*, weixin*, 加v, wx*, qq*, 扣扣, 企鹅", after: 60)],
    // "QQ38817726": the cue may touch the number.
    validate: {
      $0.text.hasWord(endingAt: $0.match.lowerBound) || $0.text.hasWord(startingAt: $0.range.upperBound)
        ? nil : $0.range
    }
  )
}
