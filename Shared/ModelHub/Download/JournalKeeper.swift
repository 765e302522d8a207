internal import Synchronization

/// The journal of a file whose parts are fetched side by side; on the disk it never says more than the file holds.
final class JournalKeeper: Sendable {
  private let kept: Mutex<DownloadJournal>
  private let partial: PartialFile

  init(_ journal: DownloadJournal, _ partial: PartialFile) {
    kept = Mutex(journal)
    self.partial = partial
  }

  var journal: DownloadJournal { kept.withLock { $0 } }

  func save() throws(PullError) { try partial.write(journal) }

  /// Says that a part is done, once the disk has it.
  func finish(_ part: Int) throws(PullError) {
    try partial.synchronize()
    try kept.withLock { (journal) throws(PullError) in
      journal.finish(part)
      try partial.write(journal)
    }
  }
}

/// How much of one part has come.
final class Received: Sendable {
  private let count = Atomic<Int64>(0)

  var bytes: Int64 { count.load(ordering: .relaxed) }

  func add(_ bytes: Int) { count.wrappingAdd(Int64(bytes), ordering: .relaxed) }
}
