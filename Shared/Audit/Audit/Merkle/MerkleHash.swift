internal import CMerkle
internal import Cryptography

/// A node of the tree: 32 bytes held inline, so that a million of them cost no allocation.
///
/// Leaf = SHA-256(0x00 || record), inner node = SHA-256(0x01 || left || right). Source: RFC 6962 section 2.1.
struct MerkleHash: Sendable, Hashable, CustomStringConvertible {
  private var storage: SIMD32<UInt8>

  /// The root of a tree without records: SHA-256 of nothing.
  static let empty = MerkleHash(Digest(of: []))

  init(leaf record: Span<UInt8>) {
    storage = SIMD32()
    record.withUnsafeBufferPointer { record in
      withUnsafeMutableBytes(of: &storage) { weir_merkle_leaf(record.baseAddress, record.count, $0.baseAddress!) }
    }
  }

  init(leaf record: [UInt8]) { self.init(leaf: record.span) }

  init(left: MerkleHash, right: MerkleHash) {
    var left = left.storage
    var right = right.storage
    storage = SIMD32()
    withUnsafeMutableBytes(of: &storage) { out in
      withUnsafeMutableBytes(of: &left) { left in
        withUnsafeMutableBytes(of: &right) { right in
          weir_merkle_node(left.baseAddress!, right.baseAddress!, out.baseAddress!)
        }
      }
    }
  }

  /// nil unless there are 32 bytes.
  init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == MerkleHash.byteCount else { return nil }
    storage = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD32<UInt8>.self) }
  }

  init?(bytes: [UInt8]) { self.init(bytes: bytes[...]) }

  init(_ digest: Digest) { self.init(bytes: digest.bytes)! }

  static let byteCount = 32

  var bytes: [UInt8] { withUnsafeBytes(of: storage) { Array($0) } }
  var description: String { hexadecimal(bytes) }
  /// The same value as the rest of the system sees it.
  var digest: Digest { Digest(bytes: bytes)! }
}

extension [MerkleHash] {
  /// The hashes after one another, as a tile file holds them.
  var tileBytes: [UInt8] { withUnsafeBytes { Array<UInt8>($0) } }

  /// The hashes of a tile file; nil when it is not a whole number of hashes.
  init?(tileBytes: [UInt8]) {
    guard tileBytes.count.isMultiple(of: MerkleHash.byteCount) else { return nil }
    self.init(unsafeUninitializedCapacity: tileBytes.count / MerkleHash.byteCount) { hashes, count in
      tileBytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(hashes).copyMemory(from: $0) }
      count = hashes.count
    }
  }
}
