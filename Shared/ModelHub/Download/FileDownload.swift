internal import Foundation
internal import HTTPTransport

/// Fetches one file in parts, several at once, and goes on where an earlier run broke off.
struct FileDownload: Sendable {
  let file: HubFile
  let client: HubClient
  let partial: PartialFile
  let limits: PullLimits
  let progress: PullProgress

  /// Returns when the file is on the disk, whole and checked.
  ///
  /// - Throws: ``PullError``, `CancellationError`.
  func run() async throws {
    for _ in 0...limits.restartsMax {
      do {
        let announced = try await fetch()
        return try check(file.sha256 ?? announced)
      } catch is ChangedFile {
        partial.removeJournal()
      }
    }
    throw PullError.keepsChanging(path: file.path)
  }

  /// The digest that the server announced, if it did.
  private func fetch() async throws -> String? {
    if let journal = partial.journal(of: file.url, partBytes: limits.partBytes), partial.size == journal.total {
      try await fetchParts(JournalKeeper(journal, partial))
      return journal.validator.linked
    }
    switch try await retrying({ try await begin() }) {
    case .whole(let digest): return digest
    case .parts(let keeper):
      try await fetchParts(keeper)
      return keeper.journal.validator.linked
    }
  }

  private enum Beginning: Sendable {
    /// The server does not know ranges and sent all.
    case whole(digest: String?)
    case parts(JournalKeeper)
  }

  /// Asks for the first part: the answer tells the file's size and whether the server knows ranges.
  private func begin() async throws -> Beginning {
    progress.set(0, of: file.path)
    return try await client.get(file.url, fields: [HubFile.rangeField(0..<limits.partBytes)]) { answer, body in
      let fields = answer.head.fields
      switch answer.head.status {
      case 206: return .parts(try await beginParts(answer, &body))
      case 200:
        try await receiveWhole(answer.head, &body)
        return .whole(digest: answer.linkedDigest)
      case 416 where file.size == 0 || ContentRange.saysEmpty(fields["content-range"]):
        try partial.truncate(to: 0)
        return .whole(digest: answer.linkedDigest)
      default: throw PullError.status(answer.head.status, url: HubClient.shown(file.url))
      }
    }
  }

  private func beginParts(_ answer: HubClient.Answer, _ body: inout any HTTPBody) async throws -> JournalKeeper {
    guard let sent = ContentRange(answer.head.fields["content-range"]), sent.range.lowerBound == 0 else {
      throw PullError.status(206, url: HubClient.shown(file.url))
    }
    try checkAnnounced(sent.total)
    // What an earlier run wrote is not trusted without its journal.
    try partial.truncate(to: 0)
    try partial.truncate(to: sent.total)
    let keeper = JournalKeeper(
      DownloadJournal(
        url: file.url, total: sent.total, validator: Validator(answer.head, linked: answer.linkedDigest),
        partBytes: limits.partBytes), partial)
    try keeper.save()
    do {
      try await receivePart(keeper.journal.range(of: 0), &body)
      try keeper.finish(0)
    } catch let error as PullError where error.isTransient {
      // The first part is fetched like the others, which go on from where they broke off.
    }
    return keeper
  }

  private func fetchParts(_ keeper: JournalKeeper) async throws {
    try checkAnnounced(keeper.journal.total)
    progress.set(keeper.journal.bytesDone, of: file.path)
    var waiting = keeper.journal.missing[...]
    try await withThrowingTaskGroup { group in
      for _ in 0..<limits.connectionsMax {
        if let part = waiting.popFirst() { group.addTask { try await fetch(part, keeper) } }
      }
      while try await group.next() != nil {
        if let part = waiting.popFirst() { group.addTask { try await fetch(part, keeper) } }
      }
    }
  }

  private func fetch(_ part: Int, _ keeper: JournalKeeper) async throws {
    let (whole, validator) = (keeper.journal.range(of: part), keeper.journal.validator)
    let received = Received()
    try await retrying(progressing: received) {
      let rest = whole.lowerBound + received.bytes..<whole.upperBound
      let condition = validator.ifRange.map { [(name: "if-range", value: $0)] } ?? []
      try await client.get(file.url, fields: [HubFile.rangeField(rest)] + condition) { answer, body in
        try Self.check(answer, is: rest, of: keeper.journal)
        try await receivePart(rest, &body, received)
      }
    }
    try keeper.finish(part)
  }

  private static func check(_ answer: HubClient.Answer, is range: Range<Int64>, of journal: DownloadJournal) throws {
    switch answer.head.status {
    case 206:
      let sent = ContentRange(answer.head.fields["content-range"])
      let validator = Validator(answer.head, linked: answer.linkedDigest)
      guard let sent, sent.total == journal.total, validator.agrees(with: journal.validator) else {
        throw ChangedFile()
      }
      // A server may send less than it was asked for.
      guard sent.range.lowerBound == range.lowerBound, sent.range.upperBound <= range.upperBound else {
        throw PullError.status(206, url: HubClient.shown(journal.url))
      }
    // The condition failed, or the file became shorter.
    case 200, 412, 416: throw ChangedFile()
    default: throw PullError.status(answer.head.status, url: HubClient.shown(journal.url))
    }
  }

  /// Writes what comes of `range`, not a byte more.
  private func receivePart(_ range: Range<Int64>, _ body: inout any HTTPBody, _ received: Received? = nil) async throws
  {
    var position = range.lowerBound
    while let bytes = try await next(&body) {
      guard position + Int64(bytes.count) <= range.upperBound else {
        throw PullError.wrongLength(
          path: file.path, expected: Int64(range.count), received: position - range.lowerBound + Int64(bytes.count))
      }
      try partial.write(bytes, at: position)
      position += Int64(bytes.count)
      received?.add(bytes.count)
      progress.add(Int64(bytes.count), to: file.path)
    }
    guard position == range.upperBound else { throw PullError.transport(.brokenOff, url: HubClient.shown(file.url)) }
  }

  /// The whole file on one connection. Nothing of it can be used again after a break.
  private func receiveWhole(_ head: HTTPHead, _ body: inout any HTTPBody) async throws {
    let announced = head.contentLength ?? file.size
    if let announced { try checkAnnounced(announced) }
    try partial.truncate(to: 0)
    progress.set(0, of: file.path)
    var position: Int64 = 0
    while let bytes = try await next(&body) {
      guard position + Int64(bytes.count) <= announced ?? DownloadJournal.totalMax else {
        throw PullError.wrongLength(
          path: file.path, expected: announced ?? DownloadJournal.totalMax, received: position + Int64(bytes.count))
      }
      try partial.write(bytes, at: position)
      position += Int64(bytes.count)
      progress.add(Int64(bytes.count), to: file.path)
    }
    if let announced, position != announced { throw PullError.transport(.brokenOff, url: HubClient.shown(file.url)) }
  }

  private func next(_ body: inout any HTTPBody) async throws -> [UInt8]? {
    do { return try await body.next() } catch let error as HTTPError {
      throw PullError.transport(error, url: HubClient.shown(file.url))
    }
  }

  private func checkAnnounced(_ total: Int64) throws(PullError) {
    guard (0...DownloadJournal.totalMax).contains(total), file.size == nil || file.size == total else {
      throw .wrongLength(path: file.path, expected: file.size ?? DownloadJournal.totalMax, received: total)
    }
    try limits.checkSpace(total - partial.allocatedBytes)
  }

  private func check(_ digest: String?) throws(PullError) {
    try partial.synchronize()
    if let size = file.size, partial.size != size {
      throw .wrongLength(path: file.path, expected: size, received: partial.size)
    }
    guard let digest else { return }
    let found = try partial.digest()
    guard found == digest else {
      partial.remove()
      throw .wrongDigest(path: file.path, expected: digest, found: found)
    }
  }

  /// Tries again what may succeed then; a try that got further begins the count anew.
  private func retrying<Result: Sendable>(
    progressing received: Received? = nil, _ body: () async throws -> Result
  ) async throws -> Result {
    var failures = 0
    while true {
      let before = received?.bytes
      do {
        return try await body()
      } catch let error as PullError where error.isTransient {
        failures = received?.bytes == before ? failures + 1 : 1
        guard failures <= limits.retriesMax else { throw error }
        try await limits.sleep(limits.backoff(after: failures))
      }
    }
  }
}

/// The server has other bytes now than when the download began.
private struct ChangedFile: Error {}

extension HubFile {
  fileprivate static func rangeField(_ range: Range<Int64>) -> (name: String, value: String) {
    ("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
  }
}

extension PullError {
  fileprivate var isTransient: Bool {
    switch self {
    case .transport(let error, _): error == .brokenOff || error == .cannotConnect || error == .timedOut
    case .status(let code, _): [408, 425, 429, 500, 502, 503, 504].contains(code)
    default: false
    }
  }
}
