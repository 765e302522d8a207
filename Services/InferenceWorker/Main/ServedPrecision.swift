import Generation
import Logging
import ModelFiles
import Operations
import Synchronization

/// In which precision the model is loaded, and in which next when memory becomes short.
final class ServedPrecision: Sendable {
  private let source: ModelSource
  private let adapters: [AdapterFolder]
  private let present: Mutex<Precision>
  /// Whether the operator leaves the choice to the worker.
  private let isFree: Bool
  private let logger: Logger

  init(_ source: ModelSource, _ adapters: [AdapterFolder], _ settings: Configuration.Worker, logger: Logger) {
    (self.source, self.adapters, self.logger) = (source, adapters, logger)
    isFree = settings.precision == "auto"
    if let fixed = Precision(rawValue: settings.precision) {
      present = Mutex(fixed)
    } else {
      let choice = choosePrecision(for: source, availableBytes: availableMemory())
      logger.info("precision", metadata: ["choice": "\(choice.precision)", "reason": "\(choice.reason)"])
      present = Mutex(choice.precision)
    }
  }

  func load() throws(ModelFileError) -> any LanguageModel {
    try loadModel(source, precision: present.withLock { $0 }, adapters: adapters)
  }

  /// How to load the next lighter form; nil where there is none, or the operator chose this one.
  func lighter() -> (@Sendable () throws -> any LanguageModel)? {
    guard isFree, let next = lighterPrecision(than: present.withLock { $0 }, of: source) else { return nil }
    return { [self] in
      logger.warning("memory is short: going on in a lighter precision", metadata: ["precision": "\(next)"])
      present.withLock { $0 = next }
      return try load()
    }
  }

  /// Calls `lighten` each time memory has been short for a while; returns when there is nothing lighter.
  func watchMemory(_ lighten: () -> Void) async throws {
    var watch = MemoryWatch()
    while lighter() != nil {
      try await Task.sleep(for: MemoryWatch.interval)
      if watch.isTime(.init(availableBytes: availableMemory(), stalledShare: memoryStall())) { lighten() }
    }
  }
}
