internal import Cryptography
internal import Foundation
internal import Glibc
public import HTTPTransport

/// Fetches a model into the model store: lists, chooses, downloads, checks, and only then gives it its name.
public struct Pull: Sendable {
  private let reference: HubReference
  private let client: HubClient
  private let include: [String]
  private let sha256: String?
  private let limits: PullLimits
  private let progress: PullProgress

  /// - Parameters:
  ///   - include: patterns of the files that are wanted; none means those that a worker can load.
  ///   - sha256: what the only file must have, in hexadecimal.
  /// - Throws: `.badReference`.
  public init(
    _ reference: String, transport: any HTTPTransport, environment: [String: String], include: [String] = [],
    sha256: String? = nil, limits: PullLimits = PullLimits(), progress: PullProgress = PullProgress()
  ) throws(PullError) {
    let hubs = Hub.all(environment: environment)
    self.reference = try HubReference(reference, hubs: hubs)
    client = HubClient(transport: transport, hubs: hubs)
    self.include = include
    self.sha256 = sha256
    self.limits = limits
    self.progress = progress
  }

  /// What the model will be called unless a name is given.
  public var defaultName: String { reference.modelName }

  /// The path of the model in `folder`: `NAME.gguf` for one such file, else the folder `NAME`.
  ///
  /// - Throws: ``PullError``, `CancellationError`. What was fetched stays in `.pull`, and the next run goes on from it.
  public func run(into folder: String, name: String) async throws -> String {
    guard SafePath(name) != nil, !name.contains("/") else { throw PullError.unsafePath }
    let files = try await chosenFiles()
    let isOne = files.count == 1 && files[0].path.hasSuffix(".gguf")
    let target = "\(folder)/\(name)\(isOne ? ".gguf" : "")"
    guard !FileManager.default.fileExists(atPath: target) else { throw PullError.alreadyThere(path: target) }
    let staging = "\(folder)/.pull/\(name)-\(Self.fingerprint(of: files))"
    try Self.makeFolder(staging)
    var limits = limits
    limits.freeBytes = { PullLimits.freeBytes(of: staging) }
    try limits.checkSpace(files.reduce(0) { $0 + ($1.size ?? 0) } - Self.allocatedBytes(under: staging))
    progress.begin(files: files)
    for file in files { try await download(file, staging, limits) }
    try install(files, from: staging, to: target, isOne: isOne)
    return target
  }

  private func chosenFiles() async throws -> [HubFile] {
    switch reference {
    case .file(let url):
      guard let path = SafePath(URL(string: url)?.lastPathComponent ?? "") else { throw PullError.badReference }
      return [HubFile(path: path.text, size: nil, sha256: try digest(for: 1), url: url)]
    case .repository(let hub, let name, let revision, let file):
      let listed = try await list(hub, name, revision)
      let chosen =
        try file.map { file in listed.filter { $0.path == file } } ?? FileChoice.choose(listed, include: include)
      guard !chosen.isEmpty else { throw PullError.nothingChosen }
      guard let digest = try digest(for: chosen.count) else { return chosen }
      return chosen.map { HubFile(path: $0.path, size: $0.size, sha256: digest, url: $0.url) }
    }
  }

  private func digest(for count: Int) throws(PullError) -> String? {
    guard let sha256 else { return nil }
    guard count == 1, let digest = HubFile.digest(sha256) else {
      throw .badListing("--sha256 takes 64 hexadecimal digits and goes with one file")
    }
    return digest
  }

  private func list(_ hub: Hub, _ name: String, _ revision: String) async throws -> [HubFile] {
    var files: [HubFile] = []
    var next: String? = hub.listingURL(name, revision: revision)
    for _ in 0..<HubListing.pagesMax {
      guard let url = next else { break }
      let page = try await page(url)
      files += try HubListing.files(page.json, hub: hub, name: name, revision: revision)
      try HubListing.check(files)
      next = page.next
    }
    return files
  }

  private func page(_ url: String) async throws -> (json: [UInt8], next: String?) {
    try await client.get(url) { answer, body in
      guard answer.head.status == 200 else {
        throw PullError.status(answer.head.status, url: HubClient.shown(url))
      }
      var json: [UInt8] = []
      while let bytes = try await body.next() {
        json += bytes
        guard json.count <= HubListing.pageBytesMax else { throw PullError.badListing("it is too long") }
      }
      return (json, NextPage.url(answer.head.fields["link"], after: url))
    }
  }

  private func download(_ file: HubFile, _ staging: String, _ limits: PullLimits) async throws {
    let path = "\(staging)/\(file.path)"
    try Self.makeFolder(URL(filePath: path).deletingLastPathComponent().path)
    // Finished in an earlier run, and checked before it got this name.
    if let size = Self.size(of: path) { return progress.finish(file.path, size: size) }
    let partial = try PartialFile(path: path + ".part")
    try await FileDownload(file: file, client: client, partial: partial, limits: limits, progress: progress).run()
    try partial.rename(to: path)
    partial.removeJournal()
    progress.finish(file.path, size: partial.size)
  }

  private func install(_ files: [HubFile], from staging: String, to target: String, isOne: Bool) throws(PullError) {
    let source = isOne ? "\(staging)/\(files[0].path)" : staging
    guard rename(source, target) == 0 else { throw .file(action: "name", path: target, errno: errno) }
    if isOne { try? FileManager.default.removeItem(atPath: staging) }
  }

  /// Another revision, or another choice of files, begins anew: what is kept is never mixed.
  private static func fingerprint(of files: [HubFile]) -> String {
    let lines = files.map { "\($0.path) \($0.size ?? -1) \($0.sha256 ?? "-") \($0.url)" }.sorted()
    return String(Digest(of: Array(lines.joined(separator: "\n").utf8)).description.prefix(16))
  }

  private static func allocatedBytes(under folder: String) -> Int64 {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.reduce(0) { total, path in
      var status = stat()
      return lstat("\(folder)/\(path)", &status) == 0 ? total + Int64(status.st_blocks) * 512 : total
    }
  }

  private static func makeFolder(_ path: String) throws(PullError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .file(action: "make the folder", path: path, errno: errno)
    }
  }

  private static func size(of path: String) -> Int64? {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
  }
}

/// `Link: <URL>; rel="next"` (RFC 8288), followed to the same place only.
enum NextPage {
  static func url(_ field: String?, after url: String) -> String? {
    for link in field?.split(separator: ",") ?? [] {
      let parts = link.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.dropFirst().contains(#"rel="next""#), let target = parts.first, target.hasPrefix("<"),
        target.hasSuffix(">")
      else { continue }
      let next = URL(string: String(target.dropFirst().dropLast()), relativeTo: URL(string: url))?.absoluteURL
      let here = URL(string: url)
      guard let next, next.host == here?.host, next.scheme == here?.scheme, next.port == here?.port else { return nil }
      return next.absoluteString
    }
    return nil
  }
}
