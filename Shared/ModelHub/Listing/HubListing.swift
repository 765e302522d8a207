internal import Foundation

/// A hub's list of a repository's files, read strictly where it decides what is written.
enum HubListing {
  /// Bytes of one page: thousands of files.
  static let pageBytesMax = 16 << 20
  static let pagesMax = 64
  static let filesMax = 20_000

  /// - Throws: `.badListing`, `.unsafePath`.
  static func files(
    _ json: [UInt8], hub: Hub, name: String, revision: String
  ) throws(PullError) -> [HubFile] {
    var files: [HubFile] = []
    for entry in try entries(json, hub.kind) {
      guard let path = SafePath(entry.path) else { throw .unsafePath }
      guard entry.size ?? 0 >= 0 else { throw .badListing("a size is negative") }
      files.append(
        HubFile(
          path: path.text, size: entry.size, sha256: HubFile.digest(entry.sha256),
          url: hub.fileURL(name, revision: revision, path: path.text)))
    }
    return files
  }

  /// - Throws: `.badListing` for two files that would be one here.
  static func check(_ files: [HubFile]) throws(PullError) {
    guard files.count <= filesMax else { throw .badListing("more than \(filesMax) files") }
    guard Set(files.map { $0.path.lowercased() }).count == files.count else {
      throw .badListing("a path is there twice")
    }
  }

  private struct Entry {
    let path: String
    let size: Int64?
    let sha256: String?
  }

  private static func entries(_ json: [UInt8], _ kind: Hub.Kind) throws(PullError) -> [Entry] {
    let decoder = JSONDecoder()
    switch kind {
    case .huggingFace:
      guard let entries = try? decoder.decode([HuggingFaceEntry].self, from: Data(json)) else {
        throw .badListing("it is not the JSON expected")
      }
      return entries.filter { $0.type == "file" }
        .map { Entry(path: $0.path, size: $0.lfs?.size ?? $0.size, sha256: $0.lfs?.oid) }
    case .modelScope:
      guard let reply = try? decoder.decode(ModelScopeReply.self, from: Data(json)), let data = reply.data else {
        throw .badListing("it is not the JSON expected")
      }
      return data.files.filter { $0.type == "blob" }.map { Entry(path: $0.path, size: $0.size, sha256: $0.sha256) }
    }
  }

  private struct HuggingFaceEntry: Decodable {
    let type: String
    let path: String
    let size: Int64?
    let lfs: Pointer?

    struct Pointer: Decodable {
      let oid: String?
      let size: Int64?
    }
  }

  private struct ModelScopeReply: Decodable {
    let data: Files?

    enum CodingKeys: String, CodingKey { case data = "Data" }

    struct Files: Decodable {
      let files: [File]

      enum CodingKeys: String, CodingKey { case files = "Files" }
    }

    struct File: Decodable {
      let path: String
      let type: String
      let size: Int64?
      let sha256: String?

      enum CodingKeys: String, CodingKey {
        case path = "Path"
        case type = "Type"
        case size = "Size"
        case sha256 = "Sha256"
      }
    }
  }
}
