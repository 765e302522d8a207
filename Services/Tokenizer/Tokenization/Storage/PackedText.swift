// The parts that change and cut text, for compiled files. Whoever adds a case gives it the next number, and raises
// ``CompiledFile/version`` where an old number comes to mean something else.

extension Pattern: Packed {
  func pack(into packer: inout Packer) { packer.put(source) }
  init(from unpacker: inout Unpacker) throws(TokenizerError) { self.init(known: try unpacker.string()) }
}

extension ScalarSet: Packed {
  /// Sets outside of patterns are these.
  private static let named: [ScalarSet] = [.whitespace, .punctuation, .numbers, .wordCharacters]

  func pack(into packer: inout Packer) {
    guard let index = Self.named.firstIndex(of: self) else { preconditionFailure("a set without a name") }
    packer.put(index)
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    // One by one, since the tables of punctuation take milliseconds to make.
    switch try unpacker.int() {
    case 0: self = .whitespace
    case 1: self = .punctuation
    case 2: self = .numbers
    case 3: self = .wordCharacters
    default: throw Unpacker.damaged
    }
  }
}

extension Splitter: Packed {
  func pack(into packer: inout Packer) {
    switch self {
    case .pattern(let pattern):
      packer.put(0)
      packer.put(pattern)
    case .literal(let literal):
      packer.put(1)
      packer.put(literal)
    case .scalars(let set):
      packer.put(2)
      packer.put(set)
    case .scripts: packer.put(3)
    case .spaceRuns: packer.put(4)
    case .lengths(let count):
      packer.put(5)
      packer.put(count)
    }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    switch try unpacker.int() {
    case 0: self = .pattern(try unpacker.value())
    case 1: self = .literal(try unpacker.byteString())
    case 2: self = .scalars(try unpacker.value())
    case 3: self = .scripts
    case 4: self = .spaceRuns
    case 5:
      let count = try unpacker.int()
      guard count > 0 else { throw Unpacker.damaged }
      self = .lengths(count)
    default: throw Unpacker.damaged
    }
  }
}

extension Normalizer: Packed {
  func pack(into packer: inout Packer) {
    switch self {
    case .sequence(let parts):
      packer.put(0)
      packer.put(parts)
    case .form(let form):
      packer.put(1)
      packer.put(form.rawValue)
    case .lowercase: packer.put(2)
    case .stripAccents: packer.put(3)
    case .strip(let start, let end):
      packer.put(4)
      packer.put(start)
      packer.put(end)
    case .prepend(let text):
      packer.put(5)
      packer.put(text)
    case .append(let text):
      packer.put(6)
      packer.put(text)
    case .replace(let splitter, let content):
      packer.put(7)
      packer.put(splitter)
      packer.put(content)
    case .charsMap(let map):
      packer.put(8)
      packer.put(map.blob)
    case .scalars(let rule):
      packer.put(9)
      packer.put(rule.rawValue)
    case .byteLevel: packer.put(10)
    }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    switch try unpacker.int() {
    case 0: self = .sequence(try unpacker.values())
    case 1: self = .form(try unpacker.named())
    case 2: self = .lowercase
    case 3: self = .stripAccents
    case 4: self = .strip(start: try unpacker.bool(), end: try unpacker.bool())
    case 5: self = .prepend(try unpacker.byteString())
    case 6: self = .append(try unpacker.byteString())
    case 7: self = .replace(try unpacker.value(), with: try unpacker.byteString())
    case 8: self = .charsMap(try CharsMap(try unpacker.byteString()))
    case 9: self = .scalars(try unpacker.named())
    case 10: self = .byteLevel
    default: throw Unpacker.damaged
    }
  }
}

extension Metaspace: Packed {
  func pack(into packer: inout Packer) {
    packer.put(replacement)
    packer.put(scheme.rawValue)
    packer.put(splits)
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    self.init(
      replacement: try unpacker.byteString(), scheme: try unpacker.named(), splits: try unpacker.bool())
  }
}

extension PreTokenizer: Packed {
  func pack(into packer: inout Packer) {
    switch self {
    case .sequence(let parts):
      packer.put(0)
      packer.put(parts)
    case .split(let splitter, let behavior, let isInverted):
      packer.put(1)
      packer.put(splitter)
      packer.put(behavior.rawValue)
      packer.put(isInverted)
    case .rewrite(.prefixSpace): packer.put(2)
    case .rewrite(.byteLevelCharacters): packer.put(3)
    case .rewrite(.metaspace(let metaspace)):
      packer.put(4)
      packer.put(metaspace)
    }
  }
  init(from unpacker: inout Unpacker) throws(TokenizerError) {
    switch try unpacker.int() {
    case 0: self = .sequence(try unpacker.values())
    case 1: self = .split(try unpacker.value(), try unpacker.named(), isInverted: try unpacker.bool())
    case 2: self = .rewrite(.prefixSpace)
    case 3: self = .rewrite(.byteLevelCharacters)
    case 4: self = .rewrite(.metaspace(try unpacker.value()))
    default: throw Unpacker.damaged
    }
  }
}
