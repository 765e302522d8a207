internal import NumericKernels

/// The size of a session, and how it keeps and reads its cache.
public struct SessionShape: Sendable, Hashable {
  /// Pages of the key/value cache, and positions in each.
  public var pages: Int, pageTokens: Int
  /// Rows of the largest batch.
  public var batchTokens: Int
  public var threads: Int
  public var cache: CachePrecision
  public var attention: AttentionMode

  public init(
    pages: Int, pageTokens: Int, batchTokens: Int, threads: Int, cache: CachePrecision = .serving,
    attention: AttentionMode = .full
  ) {
    (self.pages, self.pageTokens, self.batchTokens, self.threads) = (pages, pageTokens, batchTokens, threads)
    (self.cache, self.attention) = (cache, attention)
  }

  /// Positions of a page where nothing speaks for another number.
  public static let pageTokensDefault = KeyValueCache.pageTokens
  /// The cores that this process may use.
  public static var threadsDefault: Int { availableCores() }
}

/// How keys and values are kept.
public enum CachePrecision: String, Sendable, Hashable, CaseIterable {
  /// Exact.
  case f32
  /// Half the memory; its rounding is far below that of any quantised weights.
  case f16
  /// A good quarter of the memory: bytes, of which each 32 share a scale of 16 bits.
  case int8

  /// What a server keeps unless told otherwise.
  ///
  /// Half precision changes no greedy continuation of the reference models and a perplexity by 0.01 %, and reads long
  /// texts nearly twice as fast; bytes save almost as much memory again, for changes fifteen times as large.
  public static let serving = f16

  var format: CacheFormat {
    switch self {
    case .f32: .f32
    case .f16: .f16
    case .int8: .int8
    }
  }
}

/// Which earlier positions a token attends to.
public enum AttentionMode: Sendable, Hashable {
  /// All of them.
  case full
  /// Those in at most `pages` pages of the cache: the first, the latest, and the best for its query (Quest, Tang et al.
  /// 2024). Layers with a sliding window keep to that. The bounds of the pages take a 64th of the cache more.
  case sparse(pages: Int)

  /// The first and the two latest, beside which there is nothing to choose: attention to a sink and a window.
  public static let pagesMin = 3
  /// 2,048 positions of 64 to a page.
  public static let pagesDefault = 32

  var selection: PageSelection? {
    guard case .sparse(let pages) = self else { return nil }
    return PageSelection(pages: max(pages, Self.pagesMin))
  }
}

/// What one position takes in each layer of a cache.
public struct CacheShape: Sendable, Hashable {
  public var layers: Int
  /// Key/value heads, and elements of a key and of a value of one.
  public var heads: Int, keySize: Int, valueSize: Int
  /// Multi-head latent attention: the value is the first part of the key.
  public var valuesArePartOfKeys: Bool

  public init(layers: Int, heads: Int, keySize: Int, valueSize: Int, valuesArePartOfKeys: Bool = false) {
    (self.layers, self.heads, self.keySize, self.valueSize) = (layers, heads, keySize, valueSize)
    self.valuesArePartOfKeys = valuesArePartOfKeys
  }

  /// Bytes of the cache of a session of `shape`: what `pages` pages become when all of them have been written.
  public func byteCount(_ shape: SessionShape) -> Int {
    KeyValueCache.byteCount(
      layers: layers, heads: heads, keySize: keySize, valueSize: valuesArePartOfKeys ? nil : valueSize,
      pages: shape.pages, pageTokens: shape.pageTokens, format: shape.cache.format,
      hasBounds: shape.attention.selection != nil)
  }
}

extension KeyValueCache {
  convenience init(_ c: CacheShape, _ shape: SessionShape) {
    self.init(
      layers: c.layers, heads: c.heads, keySize: c.keySize, valueSize: c.valueSize,
      valuesArePartOfKeys: c.valuesArePartOfKeys, pages: shape.pages, pageTokens: shape.pageTokens,
      format: shape.cache.format, hasBounds: shape.attention.selection != nil)
  }
}
