@_spi(Identified) internal import Deidentification
internal import Foundation
internal import Synchronization

/// The surrogates of all lines of one run.
final class ConversationMap: Sendable {
  private let map: Mutex<SurrogateMap>

  init(_ map: SurrogateMap = .init()) { self.map = Mutex(map) }

  /// Of an empty conversation whose operators derive from `keys`.
  convenience init(keys: SurrogateKeys?) { self.init(SurrogateMap(keys: keys)) }

  /// Of one document that nobody restores. It forgets its oldest identifiers, so that a document of any length takes
  /// bounded memory: 50,000 are some 20 MB.
  static func unrestored(keys: SurrogateKeys?) -> ConversationMap {
    ConversationMap(SurrogateMap(keys: keys, identifiersMax: 50_000))
  }

  /// `field`: the name of the field or column that the text is the value of.
  func deidentify(_ text: IdentifiedText, inField field: String? = nil, with deidentifier: Deidentifier) throws
    -> Deidentification
  {
    try map.withLock { try deidentifier.deidentify(text, inField: field, into: &$0) }
  }

  /// Writes the map where only its owner can read it.
  func write(to path: String) throws {
    let json = try map.withLock { try $0.json() }
    guard FileManager.default.createFile(atPath: path, contents: json, attributes: [.posixPermissions: 0o600]) else {
      throw CocoaError(.fileWriteUnknown)
    }
  }
}
