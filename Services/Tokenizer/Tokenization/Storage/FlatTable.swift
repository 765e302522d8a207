internal import CBytePairs
internal import Glibc
internal import Synchronization

/// Values one after the other, in memory of their own or in a mapped file; every read is checked against their count.
///
/// What is as large as the vocabulary lies in these, so that a compiled tokenizer is used where it lies.
struct FlatTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {  // Sendable: nothing writes after init.
  /// Keeps the memory.
  private let owner: AnyObject
  private let base: UnsafePointer<Element>
  let count: Int

  /// The owner's memory that `base` points to, which stays as it is while the owner lives.
  init(owner: AnyObject, base: UnsafePointer<Element>, count: Int) {
    self.owner = owner
    self.base = base
    self.count = count
  }

  /// `count` values of new memory, all zero bits until `fill` has written them unless it is `reused`; it returns how many are
  /// kept.
  init(
    capacity: Int, in kind: FlatMemoryKind = .cleared, filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Int
  ) {
    let memory = OwnedMemory(byteCount: capacity * MemoryLayout<Element>.stride, kind)
    let values = memory.start.bindMemory(to: Element.self, capacity: capacity)
    let count = fill(UnsafeMutableBufferPointer(start: values, count: capacity))
    precondition(0...capacity ~= count, "no more than there is room for")
    self.init(owner: memory, base: UnsafePointer(values), count: count)
  }

  /// A copy of `values`.
  init(_ values: [Element]) {
    self.init(capacity: values.count) { $0.update(fromContentsOf: values) }
  }

  /// `count` values of another kind, as they lie from the byte `offset` on.
  func part<Other>(at offset: Int, count: Int) -> FlatTable<Other> {
    precondition(
      offset >= 0 && offset % MemoryLayout<Other>.alignment == 0 && count >= 0
        && count <= (self.count * MemoryLayout<Element>.stride - offset) / MemoryLayout<Other>.stride,
      "a part lies inside")
    let start = (UnsafeRawPointer(base) + offset).assumingMemoryBound(to: Other.self)
    return FlatTable<Other>(owner: owner, base: start, count: count)
  }

  /// Whether both are the same memory.
  func isSame(as other: FlatTable) -> Bool { base == other.base && count == other.count }

  /// What lies behind the values of memory that is passed on, still all zero: to the first who asks, for as long as the table
  /// lives.
  func takeSpare() -> UnsafeMutableRawBufferPointer? {
    (owner as? OwnedMemory)?.takeSpare(from: UnsafeRawPointer(base + count))
  }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count, "index out of the table")
      return base[index]
    }
  }

  /// Runs `body` with the values in place; the pointer must not leave it.
  @inline(__always)
  func withValues<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withExtendedLifetimeOf(owner) { () throws(Failure) in
      try body(UnsafeBufferPointer(start: base, count: count))
    }
  }

  @inline(__always)
  private func withExtendedLifetimeOf<Result, Failure: Error>(
    _ owner: AnyObject, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(owner) {} }
    return try body()
  }
}

extension FlatTable: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { count }
}

/// What becomes of the memory between the steps of a load.
enum FlatMemoryKind {
  case cleared
  /// What a step before is done with, where there is such: with anything in it.
  case reused
  /// Cleared, and the next step's when its last user goes.
  case passedOn
}

/// Memory that goes with its last user.
private final class OwnedMemory {
  private static let alignment = 64
  /// Bytes from which on memory is taken in large pages.
  private static let largeByteCount = 1 << 20

  private let block: UnsafeMutableRawPointer
  private let byteCount: Int
  private let kind: FlatMemoryKind
  let start: UnsafeMutableRawPointer
  private let isSpareTaken = Atomic<Bool>(false)

  init(byteCount: Int, _ kind: FlatMemoryKind) {
    guard let block = Self.take(byteCount, kind) else { fatalError("out of memory") }
    self.block = block
    self.byteCount = byteCount
    self.kind = kind
    start = block.alignedUp(toMultipleOf: Self.alignment)
  }

  private static func take(_ byteCount: Int, _ kind: FlatMemoryKind) -> UnsafeMutableRawPointer? {
    if byteCount < largeByteCount { return calloc(byteCount + alignment, 1) }
    return kind == .reused ? weir_memory_take_any(byteCount) : weir_memory_take(byteCount)
  }

  /// The memory from `first` on.
  func takeSpare(from first: UnsafeRawPointer) -> UnsafeMutableRawBufferPointer? {
    guard kind == .passedOn, byteCount >= Self.largeByteCount, !isSpareTaken.exchange(true, ordering: .relaxed) else {
      return nil
    }
    let offset = (first - UnsafeRawPointer(block) + Self.alignment - 1) / Self.alignment * Self.alignment
    return offset >= byteCount ? nil : UnsafeMutableRawBufferPointer(start: block + offset, count: byteCount - offset)
  }

  deinit {
    if byteCount < Self.largeByteCount {
      free(block)
    } else if kind == .passedOn {
      weir_memory_keep(block, byteCount)
    } else {
      weir_memory_give_back(block, byteCount)
    }
  }
}
