/// What a SentencePiece `.model` file says, or a GGUF in its place.
///
/// Source: `sentencepiece_model.proto` of google/sentencepiece, whose defaults these are.
struct SentencePieceFile {
  enum Algorithm: Int {
    case unigram = 1
    case bytePair = 2
    case word = 3
    case character = 4
  }

  /// What a piece is for: the same numbers as in `tokenizer.ggml.token_type`.
  enum Kind: Int {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  struct Piece {
    var text: [UInt8] = []
    var score: Float = 0
    var kind = Kind.normal
  }

  var pieces: [Piece] = []
  var algorithm = Algorithm.unigram
  var hasByteFallback = false
  var spacesFollowWords = false
  var startID: Int? = 1
  var endID: Int? = 2
  var paddingID: Int?
  var charsMap: [UInt8] = []
  var addsSpace = true
  var removesExtraSpaces = true
  var showsSpaces = true
  /// Symbols between which a conversation's parts stand.
  var hasControlSymbols = false

  var unknownID: Int? { pieces.firstIndex { $0.kind == .unknown } }

  init() {}

  /// Reads a `.model` file.
  init(_ file: [UInt8]) throws(TokenizerError) {
    var reader = ProtobufReader(file[...])
    while let (number, value) = try reader.next() {
      switch (number, value.bytes) {
      case (1, let message?): pieces.append(try Self.piece(message))
      case (2, let message?): try readTraining(message)
      case (3, let message?): try readNormalization(message)
      default: break
      }
      guard pieces.count <= Vocabulary.countMax else {
        throw .limit("vocabulary of more than \(Vocabulary.countMax) tokens")
      }
    }
    guard !pieces.isEmpty else { throw .malformed("the file has no pieces: it is no SentencePiece model") }
  }

  private static func piece(_ message: ArraySlice<UInt8>) throws(TokenizerError) -> Piece {
    var piece = Piece()
    var reader = ProtobufReader(message)
    while let (number, value) = try reader.next() {
      switch number {
      case 1: piece.text = Array(value.bytes ?? [])
      case 2: piece.score = value.float ?? 0
      case 3:
        guard let kind = value.int.flatMap(Kind.init) else { throw .malformed("a piece has an unknown type") }
        piece.kind = kind
      default: break
      }
    }
    guard String(validating: piece.text, as: UTF8.self) != nil else { throw .malformed("a piece is not UTF-8") }
    return piece
  }

  private mutating func readTraining(_ message: ArraySlice<UInt8>) throws(TokenizerError) {
    var reader = ProtobufReader(message)
    while let (number, value) = try reader.next() {
      switch number {
      case 3:
        guard let algorithm = value.int.flatMap(Algorithm.init) else {
          throw .unsupported(component: "SentencePiece model_type \(value.int ?? 0)")
        }
        self.algorithm = algorithm
      case 24: spacesFollowWords = value.bool ?? false
      case 30: hasControlSymbols = true
      case 35: hasByteFallback = value.bool ?? false
      case 41: startID = Self.id(value)
      case 42: endID = Self.id(value)
      case 43: paddingID = Self.id(value)
      default: break
      }
    }
  }

  private mutating func readNormalization(_ message: ArraySlice<UInt8>) throws(TokenizerError) {
    var reader = ProtobufReader(message)
    while let (number, value) = try reader.next() {
      switch number {
      case 2: charsMap = Array(value.bytes ?? [])
      case 3: addsSpace = value.bool ?? true
      case 4: removesExtraSpaces = value.bool ?? true
      case 5: showsSpaces = value.bool ?? true
      default: break
      }
    }
  }

  /// Negative numbers, of which the 32-bit ones are written in 64, stand for none.
  private static func id(_ value: ProtobufReader.Value) -> Int? { value.int.flatMap { $0 >= 0 ? $0 : nil } }
}
