/// A file as a hub lists it.
public struct HubFile: Sendable, Equatable {
  /// Relative, checked: see ``SafePath``.
  public let path: String
  /// nil when only the answer will tell.
  public let size: Int64?
  /// In hexadecimal; nil when the hub gives none.
  public let sha256: String?
  public let url: String

  public init(path: String, size: Int64?, sha256: String?, url: String) {
    self.path = path
    self.size = size
    self.sha256 = sha256
    self.url = url
  }

  /// A digest as hubs write it: 64 hexadecimal digits, perhaps between quotation marks.
  static func digest(_ text: String?) -> String? {
    let bare = text?.filter { $0 != "\"" }.lowercased()
    return bare.flatMap { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) ? $0 : nil }
  }
}
