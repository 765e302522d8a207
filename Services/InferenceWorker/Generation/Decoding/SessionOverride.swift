/// A model whose sessions keep and read their cache in a given way, and use a given adapter, whoever asks for them.
///
/// An engine says how much room it needs; how the cache is kept is the operator's choice.
public struct SessionOverride: LanguageModel {
  private let model: any LanguageModel
  private let cache: CachePrecision, attention: AttentionMode, adapter: Int?

  /// `adapter` is for the slices that choose none themselves.
  public init(
    _ model: any LanguageModel, cache: CachePrecision = .serving, attention: AttentionMode = .full, adapter: Int? = nil
  ) {
    (self.model, self.cache, self.attention, self.adapter) = (model, cache, attention, adapter)
  }

  public var description: ModelDescription { model.description }

  public func makeSession(_ shape: SessionShape) -> any ModelSession {
    var shape = shape
    (shape.cache, shape.attention) = (cache, attention)
    return Session(session: model.makeSession(shape), adapter: adapter)
  }

  private final class Session: ModelSession {
    private let session: any ModelSession
    private let adapter: Int?

    init(session: any ModelSession, adapter: Int?) { (self.session, self.adapter) = (session, adapter) }

    func forward(_ batch: Batch) -> [[Float]] {
      guard let adapter else { return session.forward(batch) }
      return session.forward(
        Batch(
          batch.slices.map { slice in
            var slice = slice
            slice.adapter = slice.adapter ?? adapter
            return slice
          }))
    }

    func copyPage(from: Int32, to: Int32) { session.copyPage(from: from, to: to) }
  }
}
