internal import Foundation

/// Where bytes come from: the next ones as soon as there are any, empty at the end.
struct ByteSource: Sendable {
  var read: @Sendable () throws -> [UInt8]
}

/// Where bytes go; returns when all are taken.
struct ByteSink: Sendable {
  var write: @Sendable ([UInt8]) throws -> Void
}

extension ByteSource {
  /// Bytes asked for at once: large enough to be cheap, small enough to keep all threads busy.
  static let readBytesMax = 256 << 10

  static let standardInput = ByteSource(fileDescriptor: STDIN_FILENO)

  init(fileDescriptor: Int32) {
    self.init {
      var buffer = [UInt8](repeating: 0, count: Self.readBytesMax)
      let count = try retryingInterrupts { Glibc.read(fileDescriptor, &buffer, buffer.count) }
      return Array(buffer.prefix(count))
    }
  }
}

extension ByteSink {
  static let standardOutput = ByteSink(fileDescriptor: STDOUT_FILENO)
  static let standardError = ByteSink(fileDescriptor: STDERR_FILENO)

  init(fileDescriptor: Int32) {
    self.init { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = try retryingInterrupts {
          rest.withUnsafeBytes { Glibc.write(fileDescriptor, $0.baseAddress, $0.count) }
        }
        rest = rest.dropFirst(count)
      }
    }
  }
}

private func retryingInterrupts(_ call: () -> Int) throws -> Int {
  while true {
    let count = call()
    if count >= 0 { return count }
    if errno != EINTR { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }
}
