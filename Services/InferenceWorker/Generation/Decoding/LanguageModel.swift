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
  /// Copies what all layers have on a page of the cache.
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

  public init(
    architecture: String, vocabularySize: Int, contextTokens: Int, endIDs: Set<Int32>, parameters: Int = 0,
    precision: String = "f32", bytesPerToken: Int = 0, keysDependOnLength: Bool = false
  ) {
    (self.architecture, self.vocabularySize, self.contextTokens) = (architecture, vocabularySize, contextTokens)
    (self.endIDs, self.parameters, self.precision) = (endIDs, parameters, precision)
    (self.bytesPerToken, self.keysDependOnLength) = (bytesPerToken, keysDependOnLength)
  }
}

/// The size of a session.
public struct SessionShape: Sendable, Hashable {
  /// Pages of the key/value cache, and positions in each.
  public var pages: Int, pageTokens: Int
  /// Rows of the largest batch.
  public var batchTokens: Int
  public var threads: Int

  public init(pages: Int, pageTokens: Int, batchTokens: Int, threads: Int) {
    (self.pages, self.pageTokens, self.batchTokens, self.threads) = (pages, pageTokens, batchTokens, threads)
  }

  /// Positions of a page where nothing speaks for another number.
  public static let pageTokensDefault = KeyValueCache.pageTokens
  /// The cores that this process may use.
  public static var threadsDefault: Int { availableCores() }
}
