internal import CKernels

/// Bytes of a matrix and what keeps them alive.
struct Storage: @unchecked Sendable {  // Sendable: the bytes never change.
  let base: UnsafeRawPointer
  let count: Int
  private let owner: any AnyObject & Sendable

  init(_ bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
    guard let start = bytes.baseAddress, Int(bitPattern: start) % 4 != 0 else {
      (base, count, self.owner) = (bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 64)!, bytes.count, owner)
      return
    }
    // Kernels read whole floats; a file may place a tensor anywhere.
    let copy = OwnedBytes(count: bytes.count)
    copy.pointer.copyMemory(from: start, byteCount: bytes.count)
    (base, count, self.owner) = (UnsafeRawPointer(copy.pointer), bytes.count, copy)
  }

  private init(base: UnsafeRawPointer, count: Int, owner: any AnyObject & Sendable) {
    (self.base, self.count, self.owner) = (base, count, owner)
  }

  func part(_ range: Range<Int>) -> Storage {
    Storage(base: base + range.lowerBound, count: range.count, owner: owner)
  }
}

/// Memory that is written once, before anyone else sees it.
final class OwnedBytes: @unchecked Sendable {  // Sendable: see above.
  let pointer: UnsafeMutableRawPointer
  let count: Int

  init(count: Int) {
    self.count = count
    // Weights are read from end to end again and again: in large pages, address translation is seldom in the way.
    let isLarge = count >= Self.largePage
    pointer = .allocate(byteCount: max(count, 1), alignment: isLarge ? Self.largePage : 64)
    if isLarge { weir_use_large_pages(pointer, count) }
  }

  /// Bytes of a large page of x86-64 and of arm64 with small pages of 4 KiB.
  private static let largePage = 2 << 20

  deinit { pointer.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: pointer, count: count) }
}
