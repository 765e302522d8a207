import TestSupport
import Testing

@testable import Tokenization

@Suite struct TokenBytesTests {
  /// Copying sixteen bytes at a time gives what joining the tokens gives: short, long and empty tokens, unknown ids, marks.
  @Test func copyingEqualsJoining() throws {
    var random = SeededGenerator(seed: 81)
    for _ in 0..<300 {
      let strings = (0..<Int.random(in: 1...40, using: &random)).map { _ -> [UInt8]? in
        if Int.random(in: 0..<8, using: &random) == 0 { return nil }
        let count = Int.random(in: 0...(Bool.random(using: &random) ? 4 : 40), using: &random)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
      var marks: [Int: TokenBytes.Marks] = [:]
      for id in strings.indices where Bool.random(using: &random) { marks[id] = .skipped }
      let table = TokenBytes(try ByteStrings(strings), marks: marks)
      let ids = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        Int32.random(in: -2...Int32(strings.count + 2), using: &random)
      }
      for skipped in [[], .skipped] as [TokenBytes.Marks] {
        let kept = ids.filter {
          strings.indices.contains(Int($0)) && marks[Int($0), default: []].isDisjoint(with: skipped)
        }
        let expected = kept.flatMap { strings[Int($0)] ?? [] }
        let isPartial = kept.contains { String(validating: strings[Int($0)] ?? [], as: UTF8.self) == nil }
        table.withBytes(of: ids.span, skipping: skipped) { bytes, seen in
          #expect(Array(bytes) == expected)
          #expect(seen.contains(.partial) == isPartial)
        }
      }
      for id in -1...Int32(strings.count) {
        let expected = strings.indices.contains(Int(id)) ? strings[Int(id)] ?? [] : []
        #expect(table.withBytes(of: id) { Array($0) } == expected)
      }
    }
  }

  /// Streaming by ids is streaming by the ids' bytes.
  @Test func aStreamOfIDsIsAStreamOfBytes() throws {
    var random = SeededGenerator(seed: 82)
    let bytes = (0...255).map { ByteLevelAlphabet.characters(of: [UInt8($0)]) as [UInt8]? }
    let words = ["中", "é🙂", "a long token of more than fifteen bytes"].map { text in
      ByteLevelAlphabet.characters(of: text.utf8) as [UInt8]?
    }
    let builder = try BytePairBuilder(pieces: bytes + words, isByteLevel: true)
    let model = try builder.model(merges: [], unknown: .init(), ignoresMerges: false)
    let tokenizer = try Tokenizer(
      TokenizerParts(
        model: .bytePair(model), decoder: Decoder(steps: [.byteLevel]), pieces: try ByteStrings(bytes + words),
        addedTokens: [AddedToken(content: "!", id: 33, isSpecial: true)]))
    for _ in 0..<2_000 {
      let ids = (0..<12).map { _ in
        Int32([0x21, 0x41, 0x80, 0xbf, 0xe4, 0xed, 0xf0, 0x9f, 256, 257, 258].randomElement(using: &random) ?? 0)
      }
      var byID = StreamingDecoder()
      var byBytes = StreamingDecoder()
      for id in ids {
        let text = byID.push(id, of: tokenizer)
        #expect(text.utf8.elementsEqual(byBytes.push(tokenizer.bytes(of: id)).utf8))
      }
      #expect(byID.finish().utf8.elementsEqual(byBytes.finish().utf8))
      // At once, too, each ill-formed part becomes one U+FFFD, the last one included.
      let whole = String(decoding: ids.flatMap { tokenizer.bytesIncludingSpecial(of: $0) }, as: UTF8.self)
      #expect(tokenizer.decode(ids, skipSpecial: false).utf8.elementsEqual(whole.utf8))
    }
  }

  /// A long text is put together from stretches, wherever these end.
  @Test func `a long text is what its tokens are in a row`() throws {
    var random = SeededGenerator(seed: 83)
    let bytes = (0...255).map { ByteLevelAlphabet.characters(of: [UInt8($0)]) as [UInt8]? }
    let words = [" a", "中", "é🙂", "a long token of more than fifteen bytes"].map { text in
      ByteLevelAlphabet.characters(of: text.utf8) as [UInt8]?
    }
    let tokenizer = try Self.byteLevel(bytes + words)
    let emoji = [Int32](Array("🙂".utf8).map(Int32.init))
    for count in [LongText.tokenCountMin - 1, LongText.tokenCountMin, LongText.tokenCountMin + 5_000] {
      let plain = (0..<count).map { _ in Int32([0x20, 0x41, 256, 257, 258, 259].randomElement(using: &random) ?? 0) }
      // Each stretch ends inside a scalar, of four tokens.
      let cut = (0..<count).map { $0 < 3 ? 0x41 : emoji[($0 + 1) % 4] }
      var illFormed = plain
      illFormed[count / 2] = 0xff
      for ids in [plain, cut, illFormed, plain + [0xf0, 0x9f], cut + [-1, 1 << 20]] {
        let whole = String(decoding: ids.flatMap { tokenizer.bytesIncludingSpecial(of: $0) }, as: UTF8.self)
        #expect(tokenizer.decode(ids, skipSpecial: false) == whole, "\(count)")
      }
    }
  }

  private static func byteLevel(_ pieces: [[UInt8]?]) throws -> Tokenizer {
    let model = try BytePairBuilder(pieces: pieces, isByteLevel: true)
      .model(merges: [], unknown: .init(), ignoresMerges: false)
    return try Tokenizer(
      TokenizerParts(
        model: .bytePair(model), decoder: Decoder(steps: [.byteLevel]), pieces: try ByteStrings(pieces)))
  }

  /// One space is taken off the beginning, in whatever stretch that is.
  @Test func `a long text loses its first space alone`() throws {
    for count in [LongText.tokenCountMin, LongText.tokenCountMin + 5_000] {
      var text = LongText(of: 10, dropsSpace: true)
      var whole = ""
      for index in 0..<count / LongText.stretchCount {
        let stretch = index == 0 ? "" : "  a\(index)é"
        whole += stretch
        #expect(Array(stretch.utf8).withUnsafeBufferPointer { text.append($0, isSure: true) })
      }
      #expect(text.whole == String(whole.dropFirst()))
    }
  }
}
