internal import Foundation

/// What a user names to be fetched.
public enum HubReference: Sendable, Equatable {
  /// A repository of a hub, or one file of it.
  case repository(Hub, name: String, revision: String, file: String?)
  /// A file anywhere.
  case file(url: String)

  /// From `hf:OWNER/NAME[@REVISION]`, `ms:OWNER/NAME[@REVISION]`, the URL of a repository or of a file in one as a
  /// browser shows them, or any other URL.
  ///
  /// - Throws: `.badReference`.
  public init(_ text: String, hubs: [Hub]) throws(PullError) {
    for hub in hubs {
      if text.hasPrefix(hub.kind.prefix) {
        self = try Self.repository(hub, id: String(text.dropFirst(hub.kind.prefix.count)))
        return
      }
    }
    guard let url = URLComponents(string: text), let host = url.host, ["http", "https"].contains(url.scheme) else {
      throw .badReference
    }
    for hub in hubs where hub.isAt(host) {
      if let found = Self.repository(hub, path: url.path) {
        self = found
        return
      }
    }
    guard url.path.count > 1, !url.path.hasSuffix("/") else { throw .badReference }
    self = .file(url: text)
  }

  /// What the model is called in the store unless the user says otherwise.
  public var modelName: String {
    switch self {
    case .repository(_, let name, _, nil): String(name.split(separator: "/").last ?? "model")
    case .repository(_, _, _, let file?): Self.stem(of: file)
    case .file(let url): Self.stem(of: URLComponents(string: url)?.path ?? "model")
    }
  }

  private static func stem(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? "model"
    return last.hasSuffix(".gguf") ? String(last.dropLast(5)) : last
  }

  private static func repository(_ hub: Hub, id: String) throws(PullError) -> HubReference {
    let parts = id.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let revision = parts.count > 1 ? parts[1] : hub.kind.defaultRevision
    guard isName(parts[0]), !revision.isEmpty, SafePath(revision) != nil else { throw .badReference }
    return .repository(hub, name: parts[0], revision: revision, file: nil)
  }

  /// `/OWNER/NAME`, and after it nothing, `/tree/REVISION`, or `/resolve/REVISION/FILE` (`/blob/…`, `/file/view/…`).
  private static func repository(_ hub: Hub, path: String) -> HubReference? {
    var parts = path.split(separator: "/").map(String.init)
    if hub.kind == .modelScope {
      guard parts.first == "models" else { return nil }
      parts.removeFirst()
    }
    guard parts.count >= 2 else { return nil }
    let name = "\(parts[0])/\(parts[1])"
    let rest = parts.dropFirst(2)
    guard isName(name) else { return nil }
    guard let verb = rest.first, ["tree", "resolve", "blob"].contains(verb), rest.count >= 2 else {
      let isPage =
        rest.isEmpty || hub.kind == .modelScope && ["files", "summary"].contains(rest.joined(separator: "/"))
      return isPage ? .repository(hub, name: name, revision: hub.kind.defaultRevision, file: nil) : nil
    }
    let file = rest.dropFirst(2).joined(separator: "/")
    guard SafePath(rest[rest.startIndex + 1]) != nil, file.isEmpty || SafePath(file) != nil else { return nil }
    return .repository(hub, name: name, revision: rest[rest.startIndex + 1], file: file.isEmpty ? nil : file)
  }

  private static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && SafePath(text) != nil
      && text.utf8.allSatisfy { $0 < 128 && $0 > 0x20 && !"?#%@\\".utf8.contains($0) }
  }
}
