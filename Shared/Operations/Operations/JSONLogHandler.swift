internal import Foundation
public import Logging
internal import Synchronization

/// Writes JSON lines to standard error, which the supervisor keeps in a file and a container's runtime collects.
public struct JSONLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let write: @Sendable (String) -> Void

  public init(label: String, level: Logger.Level) {
    self.init(label: label, level: level) { line in
      // One write per line, so that lines of several threads do not mix.
      _ = Files.writeAll(Array(line.utf8), to: FileHandle.standardError.fileDescriptor)
    }
  }

  /// - Parameter write: takes one line with its newline; called from any thread.
  public init(label: String, level: Logger.Level, write: @escaping @Sendable (String) -> Void) {
    self.label = label
    logLevel = level
    self.write = write
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let provided = metadataProvider?.get() ?? [:]
    let facts = metadata.merging(provided) { $1 }.merging(event.metadata ?? [:]) { $1 }
    write(
      LogLine.render(
        time: Date().timeIntervalSince1970, level: event.level, label: label, message: "\(event.message)",
        metadata: facts))
  }
}
