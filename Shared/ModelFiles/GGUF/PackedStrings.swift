internal import CTexts

/// Texts one after the other, each behind its length in eight bytes, as a GGUF file has them: a vocabulary has hundreds of
/// thousands, which stay where they lie.
public struct PackedStrings: @unchecked Sendable {  // Sendable: nothing writes the memory.
  /// Texts from one known place to the next.
  static let placeDistance = Int(WEIR_TEXTS_TOGETHER)

  private let owner: AnyObject
  private let bytes: UnsafeRawBufferPointer
  private let places: [Int]
  public let count: Int

  /// `count` texts that are known to be UTF-8 in `bytes`, which `owner` keeps; every 64th begins at one of `places`.
  init(owner: AnyObject, _ bytes: UnsafeRawBufferPointer, count: Int, places: [Int]) {
    self.owner = owner
    self.bytes = bytes
    self.places = places
    self.count = count
  }

  public init(_ texts: some Sequence<String>) {
    var bytes: [UInt8] = []
    var places: [Int] = []
    var count = 0
    for text in texts {
      if count % Self.placeDistance == 0 { places.append(bytes.count) }
      withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { bytes += $0 }
      bytes += text.utf8
      count += 1
    }
    let memory = Memory(bytes)
    self.init(owner: memory, UnsafeRawBufferPointer(memory.bytes), count: count, places: places)
  }

  private final class Memory {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
      self.bytes = .allocate(byteCount: bytes.count, alignment: 8)
      self.bytes.copyBytes(from: bytes)
    }
    deinit { bytes.deallocate() }
  }

  /// Runs `body` with the texts behind their lengths, little-endian; the pointer must not leave it.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    defer { withExtendedLifetime(owner) {} }
    return body(bytes)
  }

  /// Where the text lies whose length begins at `place`.
  private func range(at place: Int) -> Range<Int> {
    let length = Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
    return place + 8..<place + 8 + length
  }

  private func text(at place: Int) -> String {
    withBytes { String(decoding: $0[range(at: place)], as: UTF8.self) }
  }
}

extension PackedStrings: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(index: Int) -> String {
    precondition(indices.contains(index), "index out of the texts")
    var place = places[index / Self.placeDistance]
    for _ in 0..<index % Self.placeDistance { place = range(at: place).upperBound }
    return text(at: place)
  }

  /// Steps from text to text.
  public struct Iterator: IteratorProtocol {
    fileprivate let texts: PackedStrings
    private var place = 0
    private var index = 0

    fileprivate init(_ texts: PackedStrings) { self.texts = texts }

    public mutating func next() -> String? {
      if index == texts.count { return nil }
      defer {
        place = texts.range(at: place).upperBound
        index += 1
      }
      return texts.text(at: place)
    }
  }

  public func makeIterator() -> Iterator { Iterator(self) }
}

extension PackedStrings: Hashable {
  public static func == (left: PackedStrings, right: PackedStrings) -> Bool {
    left.count == right.count && left.withBytes { left in right.withBytes { left.elementsEqual($0) } }
  }
  public func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: $0) } }
}

extension PackedStrings: ExpressibleByArrayLiteral {
  public init(arrayLiteral texts: String...) { self.init(texts) }
}
