internal import Foundation

/// Answers each line of `input` with what `body` makes of it, one line each, in the same order, on `threads` threads.
///
/// Memory is bounded by the lines under way, never by the stream. `body` answers for its own errors (``lineError(id:_:)``)
/// and must not contain a line feed. A line over ``LineSplitter/lineBytesMax`` is answered with an error.
/// `linesPerBatch`: lines a thread takes at once; 1 where a line takes milliseconds or more.
/// Throws when reading or writing fails.
func runJSONLines(
  threads: Int = ProcessInfo.processInfo.activeProcessorCount, linesPerBatch: Int = 64,
  input: ByteSource = .standardInput, output: ByteSink = .standardOutput,
  body: @escaping @Sendable (_ line: [UInt8]) -> [UInt8]
) throws {
  let threads = max(threads, 1)
  let workers = OrderedWorkers(threads: threads, capacity: threads * batchesPerThread) { (lines: [LineSplitter.Line]) in
    lines.reduce(into: [UInt8]()) { $0 += answer(to: $1, body) + [UInt8(ascii: "\n")] }
  }
  let reading = Thread.Joined { try feed(workers, from: input, linesPerBatch: linesPerBatch) }
  // Closing after a failed write ends the reader too, which would else wait for room for ever.
  defer { workers.close() }
  while let answers = workers.next() { try output.write(answers) }
  try reading.join()
}

/// Batches under way per thread: one being worked on, one waiting, so that no thread idles while another is read.
private let batchesPerThread = 2

private func feed(
  _ workers: OrderedWorkers<[LineSplitter.Line], [UInt8]>, from input: ByteSource, linesPerBatch: Int
) throws {
  defer { workers.close() }
  var splitter = LineSplitter()
  var isOpen = true
  while isOpen {
    let bytes = try input.read()
    isOpen = !bytes.isEmpty
    var lines = (isOpen ? splitter.push(bytes) : splitter.finish())[...]
    while !lines.isEmpty {
      guard workers.submit(Array(lines.prefix(linesPerBatch))) else { return }
      lines = lines.dropFirst(linesPerBatch)
    }
  }
}

private func answer(to line: LineSplitter.Line, _ body: ([UInt8]) -> [UInt8]) -> [UInt8] {
  switch line {
  case .line(let bytes): body(bytes)
  case .tooLong: lineError(id: nil, "line longer than \(LineSplitter.lineBytesMax >> 20) MiB; split it")
  }
}
