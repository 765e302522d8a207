/// Says of a token, from little evidence, whether it may be part of a name: only around those that may is the text looked
/// at closely.
///
/// A logistic regression over the words around a token; in Latin script also over its own shape and lexicon entry and
/// its neighbours' shapes, in Chinese over the pairs of characters around it. Weights are in 1/16 of a natural logarithm.
/// Source of the idea: Weiss and Taskar, "Structured Prediction Cascades" (AISTATS 2010).
struct TaggerGate: @unchecked Sendable {
  // Sendable, because the weights are never written and the model outlives this.
  private let biases: UnsafePointer<Int16>
  private let missingWord: UnsafePointer<Int8>
  private let missingPair: UnsafePointer<Int8>
  private let classes: UnsafePointer<Int8>
  private let shapes: UnsafePointer<Int8>
  private let words: UnsafePointer<Int8>
  private let pairs: UnsafePointer<Int8>

  private static let classCount = 1 << 15
  private static let shapeCount = 1 << 12
  /// Biases, missing words and pairs, classes and shapes.
  static let fixedBytes = 4 + 16 + classCount + shapeCount

  /// Below it a token is outside every name. Chosen on the reference sets: no name more is lost than by chance, and two
  /// thirds of English are never looked at.
  static let scoreMin = -16

  init(fixed: UnsafeRawPointer, words: UnsafeRawPointer, pairs: UnsafeRawPointer) {
    biases = fixed.assumingMemoryBound(to: Int16.self)
    missingWord = (fixed + 4).assumingMemoryBound(to: Int8.self)
    missingPair = missingWord + 8
    classes = missingPair + 8
    shapes = classes + Self.classCount
    self.words = words.assumingMemoryBound(to: Int8.self)
    self.pairs = pairs.assumingMemoryBound(to: Int8.self)
  }

  /// `tokens` begins at the token and reaches ``TaggerText/margin`` to both sides.
  @inline(__always)
  func isOpen(_ token: UnsafePointer<TaggerToken>) -> Bool {
    (token[0].isHan ? hanScore(token) : latinScore(token)) >= Self.scoreMin
  }

  @inline(__always)
  private func latinScore(_ token: UnsafePointer<TaggerToken>) -> Int {
    let known = token[0].word < 0 ? 0 : 1 << 14
    let own = Int(classes[Int(token[0].shape & 63) << 8 | Int(token[0].lexical) | known])
    let shape = Int(token[-1].shape & 15) << 8 | Int(token[0].shape & 15) << 4 | Int(token[1].shape & 15)
    return Int(biases[0]) &+ wordScore(token) &+ own &+ Int(shapes[shape])
  }

  @inline(__always)
  private func hanScore(_ token: UnsafePointer<TaggerToken>) -> Int {
    var score = Int(biases[1]) &+ wordScore(token)
    for role in 0..<4 { score &+= Int(row(pairs, missingPair, Int(token[1 &- role].pair), 4)[role]) }
    return score
  }

  @inline(__always)
  private func wordScore(_ token: UnsafePointer<TaggerToken>) -> Int {
    var score = 0
    for role in 0..<5 { score &+= Int(row(words, missingWord, Int(token[2 &- role].word), 5)[role]) }
    return score
  }

  @inline(__always)
  private func row(
    _ table: UnsafePointer<Int8>, _ missing: UnsafePointer<Int8>, _ slot: Int, _ roles: Int
  ) -> UnsafePointer<Int8> { slot < 0 ? missing : table + slot &* roles }
}
