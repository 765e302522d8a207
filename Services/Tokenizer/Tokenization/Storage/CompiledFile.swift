internal import CBytePairs
internal import Foundation

/// A compiled tokenizer as a file: a header with checksums, then sections of flat tables that are used where they lie.
///
/// Layout, in 64-bit little-endian words: magic, version, file size, checksum of the sections, key count, key, section
/// count, start and end of each section, checksum of all of this. Sections begin at multiples of 64 bytes.
struct CompiledFile {
  /// Raised whenever the meaning of a section changes: files of another version are made anew.
  static let version: UInt64 = 7
  /// "weir-tok".
  fileprivate static let magic: UInt64 = 0x6b6f_742d_7269_6577
  private static let wordCountMax = 256

  private let file: MappedFile
  private let sections: [Place]

  /// Where a section lies; no range, whose first array in a process looks for a conformance in all libraries.
  private struct Place {
    let start, end: Int
    var range: Range<Int> { start..<end }
  }

  /// The file at `path`; nil unless it is whole, of this version, and was made for `key`.
  init?(path: String, key: [UInt64]) {
    guard let file = MappedFile(path: path), let sections = Self.sections(file, key) else { return nil }
    self.file = file
    self.sections = sections
  }

  private static func sections(_ file: MappedFile, _ key: [UInt64]) -> [Place]? {
    let byteCount = min(file.count / 8, wordCountMax) * 8
    guard let words: FlatTable<UInt64> = file.table(0..<byteCount) else { return nil }
    var position = 0
    func next() -> UInt64? {
      guard position < words.count else { return nil }
      defer { position += 1 }
      return words[position]
    }
    guard next() == magic, next() == version, next() == UInt64(file.count), let sum = next(),
      next() == UInt64(key.count), key.allSatisfy({ next() == $0 }), let count = next(), count < wordCountMax / 2
    else { return nil }
    var sections: [Place] = []
    for _ in 0..<count {
      guard let start = next().flatMap({ Int(exactly: $0) }), let end = next().flatMap({ Int(exactly: $0) }),
        start <= end, end <= file.count
      else { return nil }
      sections.append(Place(start: start, end: end))
    }
    let head = position * 8
    guard let headSum = next(), checksum(file, 0..<head) == headSum, let first = sections.first,
      checksum(file, first.start..<file.count) == sum
    else { return nil }
    return sections
  }

  private static func checksum(_ file: MappedFile, _ range: Range<Int>) -> UInt64? {
    guard let bytes: FlatTable<UInt8> = file.table(range) else { return nil }
    return bytes.withValues { weir_checksum($0.baseAddress, $0.count) }
  }

  /// A section's values; nil where the file has no such section, or not of such values.
  func table<Element: BitwiseCopyable & Sendable>(_ section: Section) -> FlatTable<Element>? {
    sections.indices.contains(section.rawValue) ? file.table(sections[section.rawValue].range) : nil
  }

  /// What a compiled tokenizer consists of; those that a model does not need are empty.
  enum Section: Int, CaseIterable {
    case parts
    case pieceBytes, pieceStarts
    case decodedTokens, decodedLongBytes, decodedInfos
    case streamedTokens, streamedLongBytes, streamedInfos
    case pairTables, modelBytes, modelStarts
    case firstTrie, secondTrie, scores, wordTables
  }
}

extension CompiledFile {
  /// Sections on their way to a file.
  struct Writer {
    private var sections = [[UInt8]](repeating: [], count: Section.allCases.count)

    mutating func put(_ section: Section, _ bytes: [UInt8]) { sections[section.rawValue] = bytes }

    mutating func put<Element>(_ section: Section, _ table: FlatTable<Element>) {
      sections[section.rawValue] = table.withValues { Array(UnsafeRawBufferPointer($0)) }
    }

    /// The file's bytes.
    func bytes(key: [UInt64]) -> [UInt8] {
      let headCount = (7 + key.count + 2 * sections.count) * 8
      var places: [Range<Int>] = []
      var place = Self.padded(headCount)
      for section in sections {
        places.append(place..<place + section.count)
        place = Self.padded(place + section.count)
      }
      var payload: [UInt8] = []
      payload.reserveCapacity(place)
      for section in sections {
        payload += section
        payload += [UInt8](repeating: 0, count: Self.padded(payload.count) - payload.count)
      }
      let start = Self.padded(headCount)
      var words = [CompiledFile.magic, CompiledFile.version, UInt64(start + payload.count)]
      words += [weir_checksum(payload, payload.count), UInt64(key.count)] + key + [UInt64(sections.count)]
      for place in places { words += [UInt64(place.lowerBound), UInt64(place.upperBound)] }
      var head = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
      head += withUnsafeBytes(of: weir_checksum(head, head.count).littleEndian) { Array($0) }
      return head + [UInt8](repeating: 0, count: start - head.count) + payload
    }

    private static func padded(_ count: Int) -> Int { (count + 63) / 64 * 64 }

    /// Writes the file, which appears when it is complete. A folder that cannot be written to is no error: the next
    /// process compiles again.
    func write(to path: String, key: [UInt64]) {
      let url = URL(filePath: path)
      let folder = url.deletingLastPathComponent()
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? Data(bytes(key: key)).write(to: url, options: .atomic)
    }
  }
}
