// What stands around the model, for compiled files.

extension PostProcessor.Piece: Packed {
  func pack(into packer: inout Packer) {
    switch self {
    case .special(let ids, let typeID):
      packer.put(0)
      packer.put(ids)
      packer.put(Int(typeID))
    case .text(let typeID):
      packer.put(1)
      packer.put(Int(typeID))
    case .secondText(let typeID):
      packer.put(2)
      packer.put(Int(typeID))
    }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    switch try unpacker.int() {
    case 0: self = .special(try unpacker.ids(), typeID: try unpacker.int32())
    case 1: self = .text(typeID: try unpacker.int32())
    case 2: self = .secondText(typeID: try unpacker.int32())
    default: throw Unpacker.damaged
    }
  }
}

extension PostProcessor: Packed {
  func pack(into packer: inout Packer) {
    packer.put(single)
    packer.put(pair)
    packer.put(plainPair)
    packer.put(appliesWithoutSpecial)
    packer.put(trimming) { $0.put($1.addsPrefixSpace) }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    self.init(
      single: try unpacker.values(), pair: try unpacker.values(), plainPair: try unpacker.values(),
      appliesWithoutSpecial: try unpacker.bool(),
      trimming: try unpacker.optional { (u) throws(TokenizerError) in OffsetTrimming(addsPrefixSpace: try u.bool()) })
  }
}

extension Decoder.Step: Packed {
  func pack(into packer: inout Packer) {
    switch self {
    case .byteLevel: packer.put(0)
    case .replace(let splitter, let content):
      packer.put(1)
      packer.put(splitter)
      packer.put(content)
    case .byteFallback: packer.put(2)
    case .fuse: packer.put(3)
    case .strip(let content, let start, let stop):
      packer.put(4)
      packer.put(content)
      packer.put(start)
      packer.put(stop)
    case .metaspace(let replacement, let dropsFirst):
      packer.put(5)
      packer.put(replacement)
      packer.put(dropsFirst)
    case .wordPiece(let prefix, let cleansUp):
      packer.put(6)
      packer.put(prefix)
      packer.put(cleansUp)
    case .wordEnds(let suffix):
      packer.put(7)
      packer.put(suffix)
    case .connectionist(let decoding):
      packer.put(8)
      packer.put(decoding.padding)
      packer.put(decoding.wordDelimiter)
      packer.put(decoding.cleansUp)
    }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    switch try unpacker.int() {
    case 0: self = .byteLevel
    case 1: self = .replace(try unpacker.value(), with: try unpacker.byteString())
    case 2: self = .byteFallback
    case 3: self = .fuse
    case 4:
      let (content, start, stop) = (try unpacker.byteString(), try unpacker.int(), try unpacker.int())
      guard !content.isEmpty, start >= 0, stop >= 0 else { throw Unpacker.damaged }
      self = .strip(content: content, start: start, stop: stop)
    case 5: self = .metaspace(replacement: try unpacker.byteString(), dropsFirst: try unpacker.bool())
    case 6: self = .wordPiece(prefix: try unpacker.byteString(), cleansUp: try unpacker.bool())
    case 7: self = .wordEnds(suffix: try unpacker.byteString())
    case 8:
      self = .connectionist(
        ConnectionistDecoding(
          padding: try unpacker.byteString(), wordDelimiter: try unpacker.byteString(), cleansUp: try unpacker.bool()))
    default: throw Unpacker.damaged
    }
  }
}

extension Decoder: Packed {
  func pack(into packer: inout Packer) {
    packer.put(steps)
    packer.put(separator)
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    self.init(steps: try unpacker.values(), separator: try unpacker.byteString())
  }
}

extension AddedToken: Packed {
  func pack(into packer: inout Packer) {
    packer.put(content)
    packer.put(Int(id))
    for flag in [isSpecial, isNormalized, isSingleWord, stripsLeft, stripsRight] { packer.put(flag) }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    self.init(
      content: try unpacker.string(), id: try unpacker.int32(), isSpecial: try unpacker.bool(),
      isNormalized: try unpacker.bool(), isSingleWord: try unpacker.bool(), stripsLeft: try unpacker.bool(),
      stripsRight: try unpacker.bool())
  }
}

extension Truncation: Packed {
  func pack(into packer: inout Packer) {
    packer.put(tokenCountMax)
    packer.put(stride)
    packer.put(strategy.rawValue)
    packer.put(direction.rawValue)
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    self.init(
      tokenCountMax: try unpacker.int(), stride: try unpacker.int(), strategy: try unpacker.named(),
      direction: try unpacker.named())
  }
}

extension Padding: Packed {
  func pack(into packer: inout Packer) {
    packer.put(tokenCount) { $0.put($1) }
    packer.put(multiple) { $0.put($1) }
    packer.put(direction.rawValue)
    packer.put(Int(id))
    packer.put(Int(typeID))
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    self.init(
      tokenCount: try unpacker.optional { (u) throws(TokenizerError) in try u.int() },
      multiple: try unpacker.optional { (u) throws(TokenizerError) in try u.int() },
      direction: try unpacker.named(), id: try unpacker.int32(), typeID: try unpacker.int32())
  }
}

extension ChatSettings: Packed {
  func pack(into packer: inout Packer) {
    packer.put(template) { $0.put($1) }
    packer.put(specialTokens.entries.count)
    for (name, text) in specialTokens.entries.sorted(by: { $0.name < $1.name }) {
      packer.put(name)
      packer.put(text)
    }
    packer.put(endIDs.sorted())
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    template = try unpacker.optional { (u) throws(TokenizerError) in try u.string() }
    let count = try unpacker.int()
    guard (0...Vocabulary.countMax).contains(count) else { throw Unpacker.damaged }
    for _ in 0..<count {
      let name = try unpacker.string()
      specialTokens[name] = try unpacker.string()
    }
    endIDs = try unpacker.ids()
  }
}

extension BytePairModel.Unknown: Packed {
  func pack(into packer: inout Packer) {
    packer.put(id) { $0.put(Int($1)) }
    packer.put(isFused)
    packer.put(byteIDs) { $0.put($1) }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    id = try unpacker.optional { (u) throws(TokenizerError) in try u.int32() }
    isFused = try unpacker.bool()
    byteIDs = try unpacker.optional { (u) throws(TokenizerError) in try u.ids() }
    if let byteIDs, byteIDs.count != 256 { throw Unpacker.damaged }
  }
}
