internal import Foundation

/// A place that keeps models, or a mirror of one.
public struct Hub: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case huggingFace, modelScope

    /// Begins a short reference.
    public var prefix: String { self == .huggingFace ? "hf:" : "ms:" }
    public var defaultRevision: String { self == .huggingFace ? "main" : "master" }

    fileprivate var publicEndpoint: String {
      self == .huggingFace ? "https://huggingface.co" : "https://modelscope.cn"
    }
    /// Where users of a mirror name it.
    fileprivate var endpointVariable: String { self == .huggingFace ? "HF_ENDPOINT" : "MODELSCOPE_ENDPOINT" }
    fileprivate var tokenVariable: String { self == .huggingFace ? "HF_TOKEN" : "MODELSCOPE_TOKEN" }
  }

  public let kind: Kind
  /// Without a slash at its end.
  public let endpoint: String
  /// Sent to the endpoint's own host only.
  let token: String?

  public init(_ kind: Kind, endpoint: String, token: String? = nil) {
    self.kind = kind
    self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    self.token = token
  }

  /// Both hubs, where the environment says that they are.
  public static func all(environment: [String: String]) -> [Hub] {
    Kind.allCases.map { kind in
      let endpoint = environment[kind.endpointVariable].flatMap { $0.isEmpty ? nil : $0 }
      let token = environment[kind.tokenVariable].flatMap { $0.isEmpty ? nil : $0 }
      return Hub(kind, endpoint: endpoint ?? kind.publicEndpoint, token: token)
    }
  }

  /// Whether a URL with this host means the hub: by its endpoint, or by the public name, for which a mirror stands in.
  func isAt(_ host: String) -> Bool {
    let hosts = [endpoint, kind.publicEndpoint].compactMap { URLComponents(string: $0)?.host }
    return (hosts + hosts.map { "www.\($0)" }).contains(host)
  }

  func listingURL(_ name: String, revision: String) -> String {
    switch kind {
    case .huggingFace: "\(endpoint)/api/models/\(name)/tree/\(escaped(revision, isWhole: true))?recursive=true"
    case .modelScope:
      "\(endpoint)/api/v1/models/\(name)/repo/files?Revision=\(escaped(revision, isWhole: true))&Recursive=true"
    }
  }

  func fileURL(_ name: String, revision: String, path: String) -> String {
    let repository = kind == .huggingFace ? name : "models/\(name)"
    return "\(endpoint)/\(repository)/resolve/\(escaped(revision, isWhole: true))/\(escaped(path))"
  }

  /// A slash inside a revision is part of its name, one inside a path is not.
  private func escaped(_ text: String, isWhole: Bool = false) -> String {
    var allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7f}"))
    allowed.insert(charactersIn: isWhole ? "-._~" : "-._~/")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
  }
}
