import ArgumentParser
import Generation

/// How a model's sessions keep and read their cache.
struct ServingOptions: ParsableArguments {
  @Option(help: "f32, f16 or int8: how keys and values are kept; f16, or f32 beside unquantised weights, unless given.")
  var cache: CacheOption?
  @Option(help: "full, or sparse[:PAGES]: attend to PAGES pages of 64 tokens, the first, the latest and the best.")
  var attention = AttentionOption(mode: .full)

  /// `adapter` is for every sequence.
  func applied(to model: any LanguageModel, adapter: Int? = nil) -> any LanguageModel {
    SessionOverride(
      model, cache: cache?.precision ?? Self.cache(for: model.description), attention: attention.mode, adapter: adapter)
  }

  /// Weights that are multiplied exactly keep an exact cache: their answers can be held against a reference.
  private static func cache(for model: ModelDescription) -> CachePrecision {
    ["f32", "f16", "bf16"].contains(model.precision.lowercased()) ? .f32 : .serving
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
