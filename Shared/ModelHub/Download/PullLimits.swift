internal import Glibc

/// How hard a pull tries, and what it takes.
public struct PullLimits: Sendable {
  /// Connections at once; hubs serve each at a fraction of what a line can take.
  public var connectionsMax = 4
  /// Bytes of a part: long enough that a connection reaches its speed, short enough that little is fetched twice after
  /// a break.
  public var partBytes: Int64 = 16 << 20
  /// Tries after the first that failed without any progress.
  public var retriesMax = 5
  /// Beginnings after the first, when the file changed under way.
  public var restartsMax = 2
  public var backoffFirst = Duration.milliseconds(500)
  public var backoffMax = Duration.seconds(20)
  /// Left free on the disk: others write there too.
  public var spareBytes: Int64 = 256 << 20
  var freeBytes: @Sendable () -> Int64? = { nil }
  var random: @Sendable () -> Double = { .random(in: 0.5...1) }
  var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  public init() {}

  func backoff(after failures: Int) -> Duration {
    min(backoffMax, backoffFirst * (1 << min(failures - 1, 16))) * random()
  }

  /// - Throws: `.noSpace`.
  func checkSpace(_ bytes: Int64) throws(PullError) {
    guard bytes > 0, let free = freeBytes() else { return }
    guard bytes + spareBytes <= free else { throw .noSpace(bytesNeeded: bytes + spareBytes, bytesFree: free) }
  }

  /// Bytes that this user may still write to the file system of `folder`.
  static func freeBytes(of folder: String) -> Int64? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    return Int64(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
  }
}
