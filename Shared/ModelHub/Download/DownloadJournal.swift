internal import Foundation

/// What is on the disk of a file that is being fetched. A value; written after each part.
struct DownloadJournal: Codable, Equatable {
  /// A part of a terabyte is a number that no honest file needs.
  static let totalMax: Int64 = 1 << 42

  let url: String
  let total: Int64
  let partBytes: Int64
  let validator: Validator
  private(set) var done: Set<Int>

  init(url: String, total: Int64, validator: Validator, partBytes: Int64) {
    self.url = url
    self.total = total
    self.partBytes = partBytes
    self.validator = validator
    done = []
  }

  private var partCount: Int { Int((total + partBytes - 1) / partBytes) }

  func range(of part: Int) -> Range<Int64> {
    Int64(part) * partBytes..<min(total, Int64(part + 1) * partBytes)
  }

  var missing: [Int] { (0..<partCount).filter { !done.contains($0) } }
  var bytesDone: Int64 { done.reduce(0) { $0 + Int64(range(of: $1).count) } }

  mutating func finish(_ part: Int) { done.insert(part) }

  /// Reads a journal; nil for one that no download of `url` wrote.
  init?(json: Data, url: String, partBytes: Int64) {
    guard let read = try? JSONDecoder().decode(DownloadJournal.self, from: json) else { return nil }
    guard read.url == url, (0...Self.totalMax).contains(read.total), read.partBytes == partBytes else {
      return nil
    }
    guard read.done.allSatisfy({ (0..<read.partCount).contains($0) }) else { return nil }
    self = read
  }

  var json: Data {
    // Of numbers, texts and a set: it cannot fail.
    (try? JSONEncoder().encode(self)) ?? Data()
  }
}
