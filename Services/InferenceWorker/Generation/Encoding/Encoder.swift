public import ModelFiles

/// Weights that turn a text's tokens into vectors.
public protocol Encoder: Sendable {
  var description: EncoderDescription { get }
  /// A session for batches of `batchTokens` tokens, or of one whole text where that is longer; for one thread at a time.
  func makeSession(batchTokens: Int, threads: Int, cache: CachePrecision) -> any EncoderSession
}

extension Encoder {
  /// Keys and values of one batch in one layer are little memory: they stay exact.
  public func makeSession(batchTokens: Int, threads: Int) -> any EncoderSession {
    makeSession(batchTokens: batchTokens, threads: threads, cache: .f32)
  }
}

/// The working memory of an encoder's forward pass.
public protocol EncoderSession: AnyObject {
  /// Tokens that one call may take.
  var batchTokens: Int { get }
  /// The last layer's states of every token of every text.
  ///
  /// - Precondition: no text is empty or longer than the model's context, and all of them fit a batch.
  func states(of texts: [[Int32]]) -> [[[Float]]]
}

/// What using an encoder takes to know.
public struct EncoderDescription: Sendable, Hashable {
  public var architecture: String
  public var vocabularySize: Int
  /// Elements of a vector.
  public var dimensions: Int
  /// Tokens of a text at most.
  public var contextTokens: Int
  /// What the model was trained with.
  public var pooling: Pooling
}

/// How the states of a text's tokens become one vector.
public enum Pooling: String, Sendable, Hashable, CaseIterable {
  /// Their mean.
  case mean
  /// The first token's, BERT's [CLS].
  case first = "cls"

  /// - Precondition: there is at least one state.
  public func callAsFunction(_ states: [[Float]]) -> [Float] {
    switch self {
    case .first: return states[0]
    case .mean:
      let sums = states.dropFirst().reduce(states[0]) { sums, state in zip(sums, state).map { $0 + $1 } }
      return sums.map { $0 / Float(states.count) }
    }
  }
}

/// The vector of length 1 in the same direction; zero stays zero.
public func normalized(_ vector: [Float]) -> [Float] {
  let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  return length > 0 ? vector.map { Float(Double($0) / length) } : vector
}

/// Loads an encoder by its architecture.
///
/// - Throws: `ModelFileError` when the architecture is unknown, or a key, tensor, shape or type does not fit.
public func loadEncoder(_ source: ModelSource, precision: Precision = .stored) throws(ModelFileError) -> any Encoder {
  let settings = try Settings(source)
  guard settings.architecture == "bert" else {
    throw .unsupported("architecture \"\(settings.architecture.prefix(60))\": bert can embed texts")
  }
  return try BERT(settings, WeightLoader(source: source, precision: precision, names: TensorNames.encoder))
}
