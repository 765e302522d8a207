internal import CBytePairs

/// The bytes of every token, to be copied sixteen at a time.
struct TokenBytes: Sendable {
  /// What tokens can be marked with.
  struct Marks: OptionSet {
    var rawValue: UInt8
    /// Not made of whole scalars.
    static let partial = Marks(rawValue: UInt8(WEIR_TOKEN_IS_PARTIAL))
    /// Left out where decoding leaves out special tokens.
    static let skipped = Marks(rawValue: UInt8(WEIR_TOKEN_IS_SKIPPED))
    /// A control token.
    static let special = Marks(rawValue: UInt8(WEIR_TOKEN_IS_SPECIAL))
  }

  let tokens: FlatTable<weir_token>
  let longBytes: FlatTable<UInt8>
  /// The tokens' marks and lengths once more.
  let infos: FlatTable<UInt8>

  /// `strings` by id, but for those that have others in `changes`; absent ones are empty. `marks` are those beside
  /// ``Marks/partial``, which is found out.
  init(_ strings: ByteStrings, changes: [Int: [UInt8]] = [:], marks: [Int: Marks]) {
    let count = max(strings.count, (changes.keys.max() ?? -1) + 1)
    let longCapacity = strings.arena.count + changes.values.reduce(0) { $0 + $1.count }
    // All in one, tokens first: large pages are taken whole.
    let tokenByteCount = count * MemoryLayout<weir_token>.stride
    var longCount = 0
    let memory = FlatTable<UInt8>(capacity: tokenByteCount + count + longCapacity, in: .reused) { memory in
      guard let start = memory.baseAddress else { return 0 }
      longCount = Self.fill(
        UnsafeMutableRawPointer(start).assumingMemoryBound(to: weir_token.self), infos: start + tokenByteCount,
        longBytes: start + tokenByteCount + count, count: count, strings, changes, marks)
      return memory.count
    }
    tokens = memory.part(at: 0, count: count)
    infos = memory.part(at: tokenByteCount, count: count)
    longBytes = memory.part(at: tokenByteCount + count, count: longCount)
  }

  private static func fill(
    _ tokens: UnsafeMutablePointer<weir_token>, infos: UnsafeMutablePointer<UInt8>,
    longBytes: UnsafeMutablePointer<UInt8>, count: Int, _ strings: ByteStrings, _ changes: [Int: [UInt8]],
    _ marks: [Int: Marks]
  ) -> Int {
    var longCount = strings.arena.withValues { arena in
      strings.starts.withValues { starts in
        weir_tokens_build(tokens, infos, longBytes, arena.baseAddress, starts.baseAddress, strings.count)
      }
    }
    for id in strings.count..<count { (tokens[id], infos[id]) = (weir_token(), 0) }
    for (id, bytes) in changes {
      longCount = weir_token_set(tokens + id, longBytes, longCount, bytes, bytes.count)
      infos[id] = tokens[id].info
    }
    for (id, marks) in marks {
      tokens[id].info |= marks.rawValue
      infos[id] = tokens[id].info
    }
    return longCount
  }

  /// Tables that were stored, of `count` tokens; what they say is believed.
  init(
    _ file: CompiledFile, _ tokens: CompiledFile.Section, _ longBytes: CompiledFile.Section,
    _ infos: CompiledFile.Section, count: Int
  ) throws(TokenizerError) {
    guard let tokens: FlatTable<weir_token> = file.table(tokens), tokens.count == count,
      let longBytes: FlatTable<UInt8> = file.table(longBytes), let infos: FlatTable<UInt8> = file.table(infos),
      infos.count == count
    else { throw Unpacker.damaged }
    self.tokens = tokens
    self.longBytes = longBytes
    self.infos = infos
  }

  /// Whether both lie in the same memory.
  func isSame(as other: TokenBytes) -> Bool { tokens.isSame(as: other.tokens) }

  var count: Int { tokens.count }

  /// The marks of a token; none for an id outside the vocabulary.
  @inline(__always)
  func marks(of id: Int32) -> Marks {
    id >= 0 && Int(id) < count ? Marks(rawValue: infos[Int(id)]) : []
  }

  /// Runs `body` with the bytes of a token; none for an id outside the vocabulary.
  @inline(__always)
  func withBytes<Result>(of id: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard id >= 0, Int(id) < count else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    return tokens.withValues { tokens in
      let token = tokens.baseAddress.unsafelyUnwrapped + Int(id)
      let info = Int(token.pointee.info)
      if info & Int(WEIR_TOKEN_IS_LONG) != 0 {
        let place = weir_token_place(token)
        return longBytes.withValues {
          body(UnsafeBufferPointer(rebasing: $0[Int(place.start)...].prefix(Int(place.count))))
        }
      }
      let bytes = UnsafeRawPointer(token).assumingMemoryBound(to: UInt8.self)
      return body(UnsafeBufferPointer(start: bytes, count: info & Int(WEIR_TOKEN_LENGTH)))
    }
  }

  /// Runs `body` with the bytes of `ids` without those that have one of the marks `skipped`, and the marks of all others.
  func withBytes<Result>(
    of ids: Span<Int32>, skipping skipped: Marks, _ body: (UnsafeBufferPointer<UInt8>, Marks) -> Result
  ) -> Result {
    // Enough but for many tokens of more than fifteen bytes.
    let likely = (ids.count + 1) * Self.slack
    return withRoom(of: likely, for: ids, skipped) { bytes, count, marks in
      if let bytes { return body(bytes, marks) }
      return withRoom(of: count + Self.slack, for: ids, skipped) { bytes, _, marks in
        guard let bytes else { preconditionFailure("the same tokens have as many bytes again") }
        return body(bytes, marks)
      }
    }
  }

  /// About how many bytes `ids` have, by some of them: mostly a few more than all have.
  func likelyByteCount(of ids: Span<Int32>) -> Int {
    let distance = max(1, ids.count / Self.sampleCount)
    var count = 0
    for index in stride(from: 0, to: ids.count, by: distance) { count += withBytes(of: ids[index]) { $0.count } }
    return count * distance / 16 * 17
  }

  /// Lengths differ by half of their mean, so that the sum is wrong by a fiftieth at most. Each may wait for memory.
  private static let sampleCount = 1 << 11

  /// Runs `body` with the bytes if `room` is enough for them, and how many they are.
  private func withRoom<Result>(
    of room: Int, for ids: Span<Int32>, _ skipped: Marks, _ body: (UnsafeBufferPointer<UInt8>?, Int, Marks) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
      var seen: UInt8 = 0
      let count = tokens.withValues { tokens in
        longBytes.withValues { longBytes in
          ids.withUnsafeBufferPointer { ids in
            weir_decode(
              tokens.baseAddress, tokens.count, longBytes.baseAddress, ids.baseAddress, ids.count, skipped.rawValue,
              buffer.baseAddress, room, &seen)
          }
        }
      }
      let bytes = count + Self.slack <= room ? UnsafeBufferPointer(rebasing: buffer[..<count]) : nil
      return body(bytes, count, Marks(rawValue: seen))
    }
  }

  /// Bytes written for a token of few bytes, and beyond the last.
  private static let slack = Int(WEIR_DECODE_SLACK)
}
