/// Whole numbers as a file has them, where they lie: a vocabulary has hundreds of thousands of four bytes each.
public struct PackedIntegers: @unchecked Sendable {  // Sendable: nothing writes the memory.
  private enum Memory {
    /// Little-endian numbers of four bytes that `owner` keeps.
    case file(owner: AnyObject, UnsafeRawBufferPointer)
    case own([Int64])
  }

  private let memory: Memory

  /// The numbers of four bytes, little-endian, in `bytes`, which `owner` keeps.
  init(owner: AnyObject, _ bytes: UnsafeRawBufferPointer) { memory = .file(owner: owner, bytes) }

  public init(_ values: some Sequence<Int64>) { memory = .own(Array(values)) }

  /// The places of the numbers that are not `usual`, which nearly all are.
  public func places(ofAllBut usual: Int64) -> [Int] {
    switch memory {
    case .own(let values): return values.indices.filter { values[$0] != usual }
    case .file(let owner, let bytes):
      defer { withExtendedLifetime(owner) {} }
      let count = bytes.count / 4
      var places: [Int] = []
      for start in stride(from: 0, to: count, by: Self.comparedCount) {
        let end = Swift.min(start + Self.comparedCount, count)
        if end - start == Self.comparedCount, Self.areAll(bytes, from: start, usual) { continue }
        places += (start..<end).filter { Self.value(bytes, $0) != usual }
      }
      return places
    }
  }

  /// Numbers that are compared at once.
  private static let comparedCount = 64

  /// Without a way out, so that the loop is compiled to vectors.
  private static func areAll(_ bytes: UnsafeRawBufferPointer, from start: Int, _ usual: Int64) -> Bool {
    guard let usual = Int32(exactly: usual) else { return false }
    var differences: Int32 = 0
    for index in start..<start + comparedCount {
      differences |= Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 &* index, as: Int32.self)) ^ usual
    }
    return differences == 0
  }

  @inline(__always)
  private static func value(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int64 {
    Int64(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self)))
  }
}

extension PackedIntegers: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int {
    switch memory {
    case .own(let values): values.count
    case .file(_, let bytes): bytes.count / 4
    }
  }

  public subscript(index: Int) -> Int64 {
    precondition(indices.contains(index), "index out of the numbers")
    switch memory {
    case .own(let values): return values[index]
    case .file(let owner, let bytes):
      defer { withExtendedLifetime(owner) {} }
      return Self.value(bytes, index)
    }
  }
}

extension PackedIntegers: Hashable {
  public static func == (left: PackedIntegers, right: PackedIntegers) -> Bool { left.elementsEqual(right) }
  public func hash(into hasher: inout Hasher) { for value in self { hasher.combine(value) } }
}

extension PackedIntegers: ExpressibleByArrayLiteral {
  public init(arrayLiteral values: Int64...) { self.init(values) }
}
