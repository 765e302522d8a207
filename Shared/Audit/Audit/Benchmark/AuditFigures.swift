/// What `weir bench audit` measures. Milliseconds and megabytes (10^6 bytes) of wall-clock time.
public struct AuditFigures: Codable, Sendable, Equatable {
  /// `append + fdatasync` of one record's bytes on the same disk, one after another: what no log can beat without
  /// sharing a sync.
  public var disk: Latency
  /// One append at a time, each waiting for its own sync.
  public var idle: Latency
  public var loaded: Load
  public var proof: Latency
  public var verification: Verification

  public struct Latency: Codable, Sendable, Equatable {
    public var perSecond: Double
    public var p50Ms: Double
    public var p99Ms: Double
  }

  public struct Load: Codable, Sendable, Equatable {
    public var appenders: Int
    public var records: Int
    public var recordBytes: Int
    public var durableRecordsPerSecond: Double
    /// Records that shared one sync, on average.
    public var recordsPerSync: Double
    /// Processor time of all threads: what remains when the machine is not busy with other things.
    public var processorMicrosecondsPerRecord: Double
  }

  public struct Verification: Codable, Sendable, Equatable {
    public var records: Int
    public var megabytes: Double
    /// Of one core's time, system calls included.
    public var megabytesPerCPUSecond: Double
    public var peakMemoryMegabytes: Double
  }
}
