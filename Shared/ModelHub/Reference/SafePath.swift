/// A relative path that stays inside its folder, whatever a server calls its files.
struct SafePath: Sendable, Hashable {
  let text: String

  /// nil for a path that is absolute, goes up, hides, or holds what file systems read otherwise.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard !text.isEmpty, text.utf8.count <= Self.pathBytesMax, parts.count <= Self.partsMax else { return nil }
    guard parts.allSatisfy(Self.isPart) else { return nil }
    self.text = text
  }

  /// Far below PATH_MAX, as the store's own path comes before it.
  private static let pathBytesMax = 1_024
  private static let partsMax = 16
  /// NAME_MAX, less what a download under way adds to a name.
  private static let partBytesMax = 240

  private static func isPart(_ part: Substring) -> Bool {
    guard !part.isEmpty, part.utf8.count <= partBytesMax, part.first != "." else { return false }
    return part.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && scalar.value != 0x7f && !"\\:".unicodeScalars.contains(scalar)
        && scalar.properties.generalCategory != .format
    }
  }
}
