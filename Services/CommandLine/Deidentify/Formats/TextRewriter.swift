/// Plain text, rewritten in blocks that end where a reader would pause, so that memory stays bounded.
struct TextRewriter: DocumentRewriter {
  /// Bytes after which the end of a paragraph ends a block; long enough that few names stand across two blocks.
  static let blockBytes = 64 << 10
  /// Bytes after which any line end or space ends it, for text without paragraphs.
  static let blockBytesMax = 1 << 20

  private let rewrite: ValueRewriter
  /// What ends a block; the block keeps all but `keptBytes` of it for the next one.
  private let separator: [UInt8]
  private let keptBytes: Int
  private var held: [UInt8] = []

  init(rewrite: @escaping ValueRewriter) { self.init(separator: Array("\n\n".utf8), keptBytes: 0, rewrite) }

  private init(separator: [UInt8], keptBytes: Int, _ rewrite: @escaping ValueRewriter) {
    (self.separator, self.keptBytes, self.rewrite) = (separator, keptBytes, rewrite)
  }

  /// HL7 v2: blocks begin at a message's header segment. Fields and segments stay where they are.
  static func hl7(rewrite: @escaping ValueRewriter) -> TextRewriter {
    TextRewriter(separator: Array("\rMSH|".utf8), keptBytes: 4, rewrite)
  }

  mutating func push(_ bytes: [UInt8]) throws -> [UInt8] {
    held += bytes
    var output: [UInt8] = []
    while held.count >= Self.blockBytes, let end = blockEnd() { output += try flush(upTo: end) }
    return output
  }

  mutating func finish() throws -> [UInt8] { try flush(upTo: held.count) }

  /// The last separator; else, in a block that is too long, the last place where no word is split.
  private func blockEnd() -> Int? {
    var index = held.count - separator.count
    while index > Self.blockBytes / 2 {
      if held[index...].starts(with: separator) { return index + separator.count - keptBytes }
      index -= 1
    }
    guard held.count >= Self.blockBytesMax else { return nil }
    let half = held.count / 2
    return (held[half...].lastIndex(of: 0x0a) ?? held[half...].lastIndex(of: 0x20)).map { $0 + 1 } ?? scalarStart()
  }

  /// The last byte that begins a scalar.
  private func scalarStart() -> Int { held.lastIndex { $0 & 0xc0 != 0x80 } ?? held.count }

  private mutating func flush(upTo end: Int) throws -> [UInt8] {
    guard end > 0 else { return [] }
    let block = Array(held[..<end])
    held.removeFirst(end)
    guard let text = String(validating: block, as: UTF8.self) else {
      throw DocumentError(line: 1, reason: "the text is not UTF-8; convert it first, for example with iconv")
    }
    return Array((try rewrite(text, nil) ?? text).utf8)
  }
}
