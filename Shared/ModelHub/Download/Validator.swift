internal import HTTPTransport

/// Tells whether two answers are of the same bytes.
struct Validator: Codable, Equatable {
  /// The digest that a hub announces in front of its redirect.
  var linked: String?
  var etag: String?
  var modified: String?

  init(_ head: HTTPHead, linked: String?) {
    self.linked = HubFile.digest(linked)
    etag = head.fields["etag"]
    modified = head.fields["last-modified"]
  }

  /// What a server compares before it sends a part; nil where it gave nothing strong enough (RFC 9110, section 13.1.5).
  var ifRange: String? {
    // A redirect may lead to another copy of the same bytes under another tag: the digest decides then.
    guard linked == nil else { return nil }
    return etag.flatMap { $0.hasPrefix("W/") ? nil : $0 } ?? (etag == nil ? modified : nil)
  }

  func agrees(with other: Validator) -> Bool {
    if linked != nil || other.linked != nil { return linked == other.linked }
    if etag != nil || other.etag != nil { return etag == other.etag }
    return modified == other.modified
  }
}
