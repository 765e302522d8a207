internal import Foundation
internal import HTTPTransport

/// Gets from hubs: follows redirects, and shows a hub's token to that hub only.
struct HubClient: Sendable {
  let transport: any HTTPTransport
  let hubs: [Hub]
  /// Long enough for a part at a few KB a second; a connection on which nothing comes ends earlier.
  static let exchangeMax = Duration.seconds(3_600)
  private static let redirectsMax = 5

  /// The answer at the end of the redirects, with what the hub announced in front of them.
  struct Answer: Sendable {
    let head: HTTPHead
    /// The digest of the file that a redirect led to.
    let linkedDigest: String?
  }

  /// - Throws: ``PullError``, `CancellationError`, or what `receive` throws.
  func get<Result: Sendable>(
    _ url: String, fields: [(name: String, value: String)] = [],
    _ receive: (Answer, inout any HTTPBody) async throws -> Result
  ) async throws -> Result {
    var place = url
    var linked: String?
    for _ in 0...Self.redirectsMax {
      let call = HTTPCall(
        .get, place, fields: Self.fields + fields + token(for: place), deadline: .now + Self.exchangeMax)
      let step: Step<Result>
      do {
        step = try await transport.exchange(call) { head, body in
          let digest = HubFile.digest(head.fields["x-linked-etag"]) ?? linked
          if [301, 302, 303, 307, 308].contains(head.status) {
            return .redirect(head.fields["location"] ?? "", digest)
          }
          return .result(try await receive(Answer(head: head, linkedDigest: digest), &body))
        }
      } catch let error as HTTPError {
        throw PullError.transport(error, url: Self.shown(place))
      }
      switch step {
      case .result(let result): return result
      case .redirect(let location, let digest):
        linked = digest
        place = try Self.next(location, from: place)
      }
    }
    throw PullError.badRedirect(url: Self.shown(url))
  }

  private enum Step<Result: Sendable>: Sendable {
    case result(Result)
    case redirect(String, String?)
  }

  /// Ranges count bytes of the file, not of a compressed form of it.
  private static let fields: [(name: String, value: String)] = [
    ("accept-encoding", "identity"), ("user-agent", "weir"),
  ]

  private func token(for url: String) -> [(name: String, value: String)] {
    guard let hub = hubs.first(where: { Origin($0.endpoint) == Origin(url) }), let token = hub.token else { return [] }
    return [("authorization", "Bearer \(token)")]
  }

  private static func next(_ location: String, from place: String) throws(PullError) -> String {
    guard let base = URL(string: place), let next = URL(string: location, relativeTo: base)?.absoluteURL,
      next.host != nil, next.scheme == "https" || next.scheme == "http" && base.scheme == "http"
    else { throw .badRedirect(url: shown(place)) }
    return next.absoluteString
  }

  /// Without the query, which may hold a signature that lets others in.
  static func shown(_ url: String) -> String { String(url.prefix { $0 != "?" }) }
}

/// Scheme, host and port of a URL (RFC 6454).
private struct Origin: Equatable {
  let scheme: String
  let host: String
  let port: Int

  init?(_ url: String) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host else { return nil }
    self.scheme = scheme.lowercased()
    self.host = host.lowercased()
    port = parts.port ?? (scheme == "https" ? 443 : 80)
  }
}
