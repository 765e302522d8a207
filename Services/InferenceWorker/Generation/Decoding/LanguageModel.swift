internal import NumericKernels

/// Weights that turn token ids into logits: one model, any number of sessions.
///
/// The narrow waist between models and serving: an architecture conforms here and knows nothing of requests.
public protocol LanguageModel: Sendable {
  var description: ModelDescription { get }
  /// A session with room for `shape`; used by one thread at a time.
  func makeSession(_ shape: SessionShape) -> any ModelSession
}

/// A key/value cache and the working memory of a forward pass.
public protocol ModelSession: AnyObject {
  /// Computes every slice of `batch`, and returns the logits of the rows that the slices want, in order.
  func forward(_ batch: Batch) -> [[Float]]
  /// Makes page `to` of the cache a copy of page `from`, in every layer.
  ///
  /// A sequence whose last page others read too writes on in a copy of its own.
  func copyPage(from: Int32, to: Int32)
}

/// What serving has to know of a model.
public struct ModelDescription: Sendable, Hashable {
  public var architecture: String
  public var vocabularySize: Int
  /// Positions that the model was made for.
  public var contextTokens: Int
  /// Tokens after which a text is complete.
  public var endIDs: Set<Int32>
  public var parameters: Int
  /// How the weights are kept: a stored type such as "Q4_0", or the precision that they were loaded with.
  public var precision: String
  /// Bytes of weights that one decoded token reads.
  public var bytesPerToken: Int
  /// Whether the keys of early positions change as the text grows, so that no other text can use them.
  public var keysDependOnLength: Bool
  /// Adapters that were loaded beside the model: a slice of a batch chooses one by its number from 0.
  public var adapterCount: Int
  /// What the key/value cache keeps of one position; nil for a model without one.
  public var cacheShape: CacheShape?

  public init(
    architecture: String, vocabularySize: Int, contextTokens: Int, endIDs: Set<Int32>, parameters: Int = 0,
    precision: String = "f32", bytesPerToken: Int = 0, keysDependOnLength: Bool = false, adapterCount: Int = 0,
    cacheShape: CacheShape? = nil
  ) {
    (self.architecture, self.vocabularySize, self.contextTokens) = (architecture, vocabularySize, contextTokens)
    (self.endIDs, self.parameters, self.precision) = (endIDs, parameters, precision)
    (self.bytesPerToken, self.keysDependOnLength) = (bytesPerToken, keysDependOnLength)
    (self.adapterCount, self.cacheShape) = (adapterCount, cacheShape)
  }
}
