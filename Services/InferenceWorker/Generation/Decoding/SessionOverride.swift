/// A model whose sessions keep and read their cache in a given way, whoever asks for them.
///
/// An engine says how much room it needs; how the cache is kept is the operator's choice.
public struct SessionOverride: LanguageModel {
  private let model: any LanguageModel
  private let cache: CachePrecision, attention: AttentionMode

  public init(_ model: any LanguageModel, cache: CachePrecision = .serving, attention: AttentionMode = .full) {
    (self.model, self.cache, self.attention) = (model, cache, attention)
  }

  public var description: ModelDescription { model.description }

  public func makeSession(_ shape: SessionShape) -> any ModelSession {
    var shape = shape
    (shape.cache, shape.attention) = (cache, attention)
    return model.makeSession(shape)
  }
}
