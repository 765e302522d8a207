/// Source: RFC 3986; without a scheme only `www.` and well-known top-level domains with a path, as prose has "e.g." too.
extension Recognizer {
  static let url = Recognizer(
    name: "url", kind: .url, score: 0.95,
    pattern:
      #"(?i)(?:(?:https?|ftp|sftp|wss?|ssh|ldap)://|www\.)[a-z0-9\-._~:/?#@!$&'()*+,;=%\[\]|]+|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|org|net|edu|gov|mil|int|info|biz|io|ai|co\.uk|org\.uk|ac\.uk|nhs\.uk|cn|com\.cn|de|fr|eu|me|app|dev|health|care|clinic)(?::[0-9]{2,5})?(?:/[a-z0-9\-._~:/?#@!$&()*+,;=%]*)?"#,
    anchors: [.mark(.domain, before: 256, after: 1024), .words("www.*", after: 1024)],
    validate: { evidence in
      let end = evidence.range.lowerBound + evidence.string.utf8.count - trailingPunctuation(evidence.bytes)
      let range = evidence.range.lowerBound..<end
      return Evidence(text: evidence.text, match: evidence.match, range: range).isWholeWord ? range : nil
    })

  /// A full stop, comma or closing bracket after a link belongs to the sentence.
  private static func trailingPunctuation(_ bytes: ArraySlice<UInt8>) -> Int {
    var trimmed = bytes
    while let last = trimmed.last, ".,;:!?'\"".utf8.contains(last) || isUnopenedBracket(last, in: trimmed) {
      trimmed = trimmed.dropLast()
    }
    return bytes.count - trimmed.count
  }

  private static func isUnopenedBracket(_ last: UInt8, in bytes: ArraySlice<UInt8>) -> Bool {
    last == UInt8(ascii: ")") && !bytes.contains(UInt8(ascii: "("))
      || last == UInt8(ascii: "]") && !bytes.contains(UInt8(ascii: "["))
  }
}
