import ArgumentParser
import Generation

/// How a model's sessions keep and read their cache.
struct ServingOptions: ParsableArguments {
  @Option(help: "f32, f16 or int8: how keys and values are kept; f16, and f32 beside weights in f32.")
  var cache: CacheOption?
  @Option(help: "full, or sparse[:PAGES]: attend to PAGES pages of 64 tokens, the first, the latest and the best.")
  var attention = AttentionOption(mode: .full)

  /// `adapter` is for every sequence.
  func applied(to model: any LanguageModel, adapter: Int? = nil) -> any LanguageModel {
    SessionOverride(model, cache: cache(of: model), attention: attention.mode, adapter: adapter)
  }

  /// Whoever runs weights in Float32 wants what the model's makers computed.
  private func cache(of model: any LanguageModel) -> CachePrecision {
    cache?.precision ?? (model.description.precision.lowercased() == "f32" ? .f32 : .serving)
  }
}

/// Generation's choices as an option.
enum CacheOption: String, ExpressibleByArgument, CaseIterable {
  case f32, f16, int8

  var precision: CachePrecision { CachePrecision(rawValue: rawValue) ?? .serving }
}

/// "full", "sparse" or "sparse:PAGES".
struct AttentionOption: ExpressibleByArgument, Equatable {
  let mode: AttentionMode

  init(mode: AttentionMode) { self.mode = mode }

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts[0], parts.count) {
    case ("full", 1): mode = .full
    case ("sparse", 1): mode = .sparse(pages: AttentionMode.pagesDefault)
    case ("sparse", 2):
      guard let pages = Int(parts[1]), pages >= AttentionMode.pagesMin else { return nil }
      mode = .sparse(pages: pages)
    default: return nil
    }
  }

  var defaultValueDescription: String { if case .sparse(let pages) = mode { "sparse:\(pages)" } else { "full" } }
}
