extension Tokenizer {
  /// The tokens of `text`, or of a pair of texts, with the places they came from.
  ///
  /// Slower than ``encode(_:addSpecial:parseSpecial:)``, and of the same ids.
  ///
  /// - Parameters:
  ///   - addSpecial: whether the special tokens of the file's post-processor stand around it.
  ///   - parseSpecial: whether special tokens written in the text count as such.
  ///   - truncation: how to cut what is too long; nil cuts nothing, whatever the file says.
  /// - Throws: ``TokenizerError/limit(_:)``.
  public func encoding(
    of text: String, pairedWith second: String? = nil, addSpecial: Bool, parseSpecial: Bool = true,
    truncation: Truncation? = nil
  ) throws(TokenizerError) -> Encoding {
    var encodings = [try alignedEncoding(text, typeID: 0, parseSpecial)]
    if let second { encodings.append(try alignedEncoding(second, typeID: 1, parseSpecial)) }
    if let truncation {
      let added = addSpecial ? parts.postProcessor.addedCount(isPair: second != nil) : 0
      encodings = try truncation.apply(to: encodings, addedCount: added)
    }
    return parts.postProcessor.process(encodings.map { $0.placingFirst() }, addSpecial: addSpecial)
  }

  private func alignedEncoding(
    _ text: String, typeID: Int32, _ parseSpecial: Bool
  ) throws(TokenizerError) -> Encoding {
    let bytes = Array(text.utf8)
    let tokens = try alignedTokens(bytes, parseSpecial)
    let places = ScalarPlaces(bytes)
    var encoded: [Encoding.Token] = []
    for token in tokens {
      let scalars = places.scalars(of: token.range)
      var encodedToken = Encoding.Token(
        id: token.id, typeID: typeID, scalars: scalars, bytes: places.bytes(of: scalars))
      if let trimming = parts.postProcessor.trimming {
        let piece = token.surface ?? piece(of: token.id)
        encodedToken.scalars = trimming.trimmed(scalars, piece: piece, isFirst: false)
        encodedToken.bytes = places.bytes(of: encodedToken.scalars)
        let first = trimming.trimmed(scalars, piece: piece, isFirst: true)
        encodedToken.placeAsFirst = .init(scalars: first, bytes: places.bytes(of: first))
      }
      encoded.append(encodedToken)
    }
    return Encoding(tokens: encoded)
  }

  /// The ids of `bytes`, with the bytes that each token stands for.
  func alignedTokens(_ bytes: [UInt8], _ parseSpecial: Bool) throws(TokenizerError) -> [ModelToken] {
    guard bytes.count <= Self.textByteCountMax else { throw .limit("text over \(Self.textByteCountMax >> 20) MiB") }
    var tokens: [ModelToken] = []
    var workspace = Model.Workspace()
    for part in rawAdded.parts(of: bytes.span, in: 0..<bytes.count, parsesSpecial: parseSpecial) {
      switch part {
      case .token(let id, let range): tokens.append(ModelToken(id: id, range: range, surface: Array(bytes[range])))
      case .text(let range):
        let normalized = try parts.normalizer.normalize(AlignedText(bytes, in: range))
        try appendTokens(of: normalized, parseSpecial, &tokens, &workspace)
      }
    }
    return tokens
  }

  private func appendTokens(
    of text: AlignedText, _ parseSpecial: Bool, _ tokens: inout [ModelToken], _ workspace: inout Model.Workspace
  ) throws(TokenizerError) {
    let count = text.bytes.count
    for part in normalizedAdded.parts(of: text.bytes.span, in: 0..<count, parsesSpecial: parseSpecial) {
      switch part {
      case .token(let id, let range):
        tokens.append(ModelToken(id: id, range: text.source(of: range), surface: Array(text.bytes[range])))
      case .text(let range):
        var pieces = AlignedPieces(text.slice(range))
        try parts.preTokenizer.apply(to: &pieces)
        for piece in pieces.pieces where !piece.bytes.isEmpty {
          for token in try parts.model.tokens(piece.bytes, &workspace) {
            tokens.append(ModelToken(id: token.id, range: piece.source(of: token.range), surface: token.surface))
          }
        }
      }
    }
  }
}

/// Places in bytes and in scalars of the same text.
private struct ScalarPlaces {
  /// For each byte how many scalars end at or before it.
  private var scalarOfByte: [Int] = []
  private var byteOfScalar: [Int] = []

  init(_ bytes: [UInt8]) {
    for (index, byte) in bytes.enumerated() {
      if byte & 0xc0 != 0x80 { byteOfScalar.append(index) }
      scalarOfByte.append(byteOfScalar.count - 1)
    }
    scalarOfByte.append(byteOfScalar.count)
    byteOfScalar.append(bytes.count)
  }

  func scalars(of bytes: Range<Int>) -> Range<Int> { scalarOfByte[bytes.lowerBound]..<scalarOfByte[bytes.upperBound] }
  func bytes(of scalars: Range<Int>) -> Range<Int> {
    byteOfScalar[scalars.lowerBound]..<byteOfScalar[scalars.upperBound]
  }
}
