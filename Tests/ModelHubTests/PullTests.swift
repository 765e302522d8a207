import CurlTransport
import Cryptography
import Foundation
import HTTPTransport
import Synchronization
import TestSupport
import Testing

@testable import ModelHub

/// Against a real server that answers well, badly, and with lies. Its files have 300,000 bytes; parts here have 32 KiB.
@Suite(.enabled(if: PythonServer.isInstalled, Comment(rawValue: PythonServer.advice))) struct PullTests {
  private let server: PythonServer
  private let folder: String

  init() throws {
    server = try PythonServer("hub.py")
    folder = FileManager.default.temporaryDirectory.appending(path: "weir-pull-\(UUID().uuidString.prefix(8))").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  // MARK: Well

  @Test func aRepositoryBecomesAFolder() async throws {
    let path = try await pull("hf:good/model")
    #expect(path == "\(folder)/model")
    #expect(try names(in: path) == ["config.json", "model.safetensors"])
    #expect(try size(of: "\(path)/model.safetensors") == 300_000)
    #expect(try names(in: "\(folder)/.pull") == [])
    let ranges = try await log().filter { $0.path.contains("/cdn/") && $0.path.contains("safetensors") }.map(\.range)
    #expect(ranges.count == 10 && Set(ranges).count == 10)
  }

  @Test func aSingleFileBecomesAModelOfItsName() async throws {
    #expect(try await pull("hf:good/model", include: ["b/*"], name: "mine") == "\(folder)/mine.gguf")
    #expect(try size(of: "\(folder)/mine.gguf") == 1000)
  }

  @Test func theOtherHubWorksAlike() async throws {
    let path = try await pull("ms:good/model")
    #expect(try names(in: path) == ["config.json", "model.safetensors"])
  }

  @Test(
    "servers without ranges, tags or patience",
    arguments: ["noranges", "untagged", "breaks", "pausing", "busy", "pages", "direct"])
  func servers(owner: String) async throws {
    let path = try await pull("hf:\(owner)/model")
    #expect(try size(of: "\(path)/model.safetensors") == 300_000)
  }

  @Test func aPlainURLIsCheckedByTheDigestGiven() async throws {
    let url = "http://127.0.0.1:\(server.port)/file/plain/a.gguf"
    let wrong = String(repeating: "0", count: 64)
    let error = await #expect(throws: PullError.self) { try await pull(url, sha256: wrong) }
    guard case .wrongDigest(_, wrong, let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try await pull(url, sha256: found) == "\(folder)/a.gguf")
  }

  @Test func theTokenGoesToTheHubOnly() async throws {
    _ = try await pull("hf:good/model", environment: ["HF_TOKEN": "secret"])
    let entries = try await log()
    #expect(entries.contains { $0.key == "Bearer secret" })
    #expect(entries.allSatisfy { ($0.key == nil) == $0.path.hasPrefix("/cdn/") })
  }

  // MARK: Broken off

  @Test func whatBrokeOffGoesOn() async throws {
    var limits = Self.limits
    (limits.retriesMax, limits.connectionsMax) = (0, 1)
    for _ in 0..<3 {
      await #expect(throws: PullError.self) { try await pull("hf:pausing/model", limits: limits) }
    }
    _ = try await pull("hf:pausing/model", limits: limits)
    #expect(try size(of: "\(folder)/model/model.safetensors") == 300_000)
    let whole = try await log().filter { $0.whole && $0.path.contains("safetensors") }.map(\.range)
    #expect(whole.count == 10 && Set(whole).count == 10, "what was there was fetched again")
  }

  @Test func aCancelledPullKeepsItsPartsAndNothingElse() async throws {
    let (begun, signal) = AsyncStream<Void>.makeStream()
    let progress = PullProgress { report in if report.bytesDone > 0 { signal.yield() } }
    let task = Task { try await pull("hf:busy/model", limits: Self.limits, progress: progress) }
    for await _ in begun { break }
    task.cancel()
    _ = await task.result
    _ = try? await pull("hf:busy/model")
    #expect(try size(of: "\(folder)/model/model.safetensors") == 300_000)
  }

  @Test func aFileThatChangesUnderWayBeginsAnew() async throws {
    // Its digest is unknown, so that only the tags tell.
    let path = try await pull("http://127.0.0.1:\(server.port)/file/changes/a.gguf")
    let data = try #require(FileManager.default.contents(atPath: path))
    let another = try await pull("http://127.0.0.1:\(server.port)/file/changes/a.gguf", name: "again")
    #expect(FileManager.default.contents(atPath: another) == data, "bytes of two files were mixed")
  }

  // MARK: Lies

  @Test(
    "what is refused",
    arguments: [
      ("hf:wrongdigest/model", "expected"), ("hf:wrongsize/model", "announced"), ("hf:leads/model", "https"),
      ("hf:good/model@nope", "no such model"), ("hf:evil0/model", "leads out"), ("hf:evil1/model", "leads out"),
      ("hf:evil2/model", "leads out"), ("hf:evil3/model", "leads out"), ("hf:evil4/model", "leads out"),
      ("hf:evil5/model", "leads out"), ("FILE/restless/a.gguf", "changes"), ("FILE/liestotal/a.gguf", "changes"),
      ("FILE/toolong/a.gguf", "announced"),
    ])
  func lies(reference: String, reason: String) async throws {
    let reference = reference.replacing("FILE", with: "http://127.0.0.1:\(server.port)/file")
    let error = await #expect(throws: PullError.self) { try await pull(reference) }
    #expect("\(try #require(error))".contains(reason), "\(String(describing: error))")
    #expect(try names(in: folder).allSatisfy { $0 == ".pull" }, "something was installed")
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/../escape.json"))
  }

  @Test func aFullDiskIsSeenBeforehand() async throws {
    var limits = Self.limits
    limits.spareBytes = .max / 2
    let error = await #expect(throws: PullError.self) { try await pull("hf:good/model", limits: limits) }
    guard case .noSpace = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try await log().allSatisfy { $0.range == nil })
  }

  @Test func nothingIsOverwritten() async throws {
    _ = try await pull("hf:good/model")
    await #expect(throws: PullError.alreadyThere(path: "\(folder)/model")) { try await pull("hf:good/model") }
  }

  @Test func namesStayInTheStore() async throws {
    for name in ["../x", "a/b", "", ".x"] {
      await #expect(throws: PullError.unsafePath) { try await pull("hf:good/model", name: name) }
    }
  }

  @Test func aJournalOfAnotherFileIsNotBelieved() {
    let validator = Validator(HTTPHead(status: 206, fields: ["etag": "\"a\""]), linked: nil)
    var journal = DownloadJournal(url: "u", total: 100, validator: validator, partBytes: 40)
    journal.finish(2)
    #expect(journal.missing == [0, 1] && journal.bytesDone == 20)
    #expect(DownloadJournal(json: journal.json, url: "u", partBytes: 40) == journal)
    #expect(DownloadJournal(json: journal.json, url: "other", partBytes: 40) == nil)
    #expect(DownloadJournal(json: journal.json, url: "u", partBytes: 41) == nil)
    journal.finish(3)
    #expect(DownloadJournal(json: journal.json, url: "u", partBytes: 40) == nil)
  }

  @Test func progressReachesTheEnd() async throws {
    let reports = Mutex<[PullProgress.Report]>([])
    _ = try await pull(
      "hf:good/model", limits: Self.limits, progress: PullProgress { report in reports.withLock { $0.append(report) } })
    let last = try #require(reports.withLock { $0.last })
    #expect(last.bytesDone == 300_002 && last.bytesTotal == 300_002 && last.filesDone == 2 && last.files == 2)
  }

  private static var limits: PullLimits {
    var limits = PullLimits()
    limits.partBytes = 32 << 10
    limits.backoffFirst = .milliseconds(1)
    limits.spareBytes = 0
    return limits
  }

  private func pull(
    _ reference: String, include: [String] = [], sha256: String? = nil, name: String? = nil,
    environment: [String: String] = [:], limits: PullLimits = limits, progress: PullProgress = PullProgress()
  ) async throws -> String {
    let endpoint = "http://127.0.0.1:\(server.port)"
    let transport = CurlTransport()
    let pull = try Pull(
      reference, transport: transport,
      environment: ["HF_ENDPOINT": endpoint, "MODELSCOPE_ENDPOINT": endpoint].merging(environment) { $1 },
      include: include, sha256: sha256, limits: limits, progress: progress)
    return try await pull.run(into: folder, name: name ?? pull.defaultName)
  }

  private struct Entry: Decodable {
    let path: String
    let range: String?
    let key: String?
    let whole: Bool
  }

  private func log() async throws -> [Entry] {
    let transport = CurlTransport()
    let call = HTTPCall(.get, "http://127.0.0.1:\(server.port)/log", deadline: .now + .seconds(30))
    let bytes = try await transport.exchange(call) { _, body in
      var bytes: [UInt8] = []
      while let more = try await body.next() { bytes += more }
      return bytes
    }
    return try JSONDecoder().decode([Entry].self, from: Data(bytes))
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func size(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
  }
}
