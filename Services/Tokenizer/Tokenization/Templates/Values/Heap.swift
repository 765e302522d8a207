/// The memory of a rendering's values, or of a template's literals. What it gives out is copied freely, without counting
/// references, and all goes at once with the ``HeapOwner``: no value may outlive the rendering that made it.
///
/// Of unsafe memory there is this file, ``Run`` and the boxes beside it; all that is read through them is checked for
/// bounds.
struct Heap: @unchecked Sendable {  // Sendable: a template's literals are not written to once it is compiled.
  private struct State {
    var next: UnsafeMutableRawPointer
    var end: UnsafeMutableRawPointer
    /// The block in use; each begins with the address of the one before.
    var block: UnsafeMutableRawPointer?
    var byteCount = 0
    /// Scopes that can be used again, through their `outer`.
    var spareScope: Scope?
  }

  /// Bytes of the first block: a chat of some ten messages fits.
  private static let blockByteCountMin = 16 << 10
  private static let blockByteCountMax = 1 << 20
  private static let headerByteCount = 16

  private let state: UnsafeMutablePointer<State>

  fileprivate init() {
    state = .allocate(capacity: 1)
    let start = UnsafeMutableRawPointer(state)
    state.initialize(to: State(next: start, end: start))
  }

  fileprivate func destroy() {
    var block = state.pointee.block
    while let current = block {
      block = current.load(as: UnsafeMutableRawPointer?.self)
      current.deallocate()
    }
    state.deallocate()
  }

  /// Bytes taken from the system.
  var byteCount: Int { state.pointee.byteCount }

  /// Room for `count` elements, which are to be written before they are read.
  @inline(__always)
  func room<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
    let byteCount = count * MemoryLayout<Element>.stride
    let start = state.pointee.next.alignedUp(for: Element.self)
    guard state.pointee.end - start >= byteCount else {
      return takeBlock(of: byteCount).bindMemory(to: Element.self, capacity: count)
    }
    state.pointee.next = start + byteCount
    return start.bindMemory(to: Element.self, capacity: count)
  }

  @inline(never)
  private func takeBlock(of byteCount: Int) -> UnsafeMutableRawPointer {
    let usual = min(max(state.pointee.byteCount, Self.blockByteCountMin), Self.blockByteCountMax)
    let size = max(byteCount + Self.headerByteCount, usual)
    let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    block.storeBytes(of: state.pointee.block, as: UnsafeMutableRawPointer?.self)
    state.pointee.block = block
    state.pointee.byteCount += size
    state.pointee.next = block + Self.headerByteCount + byteCount
    state.pointee.end = block + size
    return block + Self.headerByteCount
  }

  /// One value that is kept where it can be changed.
  func box<Content: BitwiseCopyable>(_ content: Content) -> Box<Content> {
    let place = room(1, of: Content.self)
    place.initialize(to: content)
    return Box(place)
  }

  /// A copy of the elements, in one run.
  func run<Element: BitwiseCopyable>(_ elements: some Collection<Element>) -> Run<Element> {
    let room = UnsafeMutableBufferPointer(start: room(elements.count, of: Element.self), count: elements.count)
    let end = room.initialize(fromContentsOf: elements)
    return Run(UnsafeBufferPointer(rebasing: room[..<end]))
  }

  func text(_ text: String) -> Text { text.utf8.withContiguousStorageIfAvailable(copy) ?? run(Array(text.utf8)) }

  private func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> Text {
    let room = room(bytes.count, of: UInt8.self)
    if let base = bytes.baseAddress { room.update(from: base, count: bytes.count) }
    return Text(UnsafeBufferPointer(start: room, count: bytes.count))
  }

  /// The texts behind one another.
  func text(_ first: Text, _ second: Text) -> Text {
    let room = room(first.count + second.count, of: UInt8.self)
    first.withBytes { room.update(from: $0, count: first.count) }
    second.withBytes { (room + first.count).update(from: $0, count: second.count) }
    return Text(UnsafeBufferPointer(start: room, count: first.count + second.count))
  }

  /// A scope inside `outer`, without names.
  func scope(in outer: Scope?) -> Scope {
    guard let spare = state.pointee.spareScope else { return Scope(in: outer, self) }
    state.pointee.spareScope = spare.outer
    spare.reset(in: outer)
    return spare
  }

  /// Takes back a scope that nothing refers to.
  func takeBack(_ scope: Scope) {
    if scope.isKept { return }
    scope.reset(in: state.pointee.spareScope)
    state.pointee.spareScope = scope
  }
}

/// Frees a heap.
final class HeapOwner: Sendable {
  let heap = Heap()

  deinit { heap.destroy() }
}
