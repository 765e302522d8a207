import CMerkle
import Cryptography
import TestSupport
import Testing

@testable import Audit

@Suite struct MerkleHashTests {
  @Test("a leaf is SHA-256 of 0x00 and the record, at every length around a block's end")
  func leaf() {
    var generator = SeededGenerator(seed: 1)
    for count in 0...300 {
      let record = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(MerkleHash(leaf: record).digest == Digest(of: [0] + record), "\(count) bytes")
    }
  }

  @Test("an inner node is SHA-256 of 0x01 and its children")
  func node() {
    let (left, right) = (MerkleHash(leaf: [1]), MerkleHash(leaf: [2]))
    #expect(MerkleHash(left: left, right: right).digest == Digest(of: [1] + left.bytes + right.bytes))
  }

  @Test("the processor's SHA instructions compute what the plain loops compute")
  func kernels() {
    var generator = SeededGenerator(seed: 2)
    for blocks in 1...9 {
      let data = (0..<64 * blocks).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let start = (0..<8).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
      var (plain, fast) = (start, start)
      weir_sha256_blocks_reference(&plain, data, blocks)
      if weir_sha256_is_accelerated() != 0 {
        weir_sha256_blocks_x86(&fast, data, blocks)
        #expect(plain == fast)
      }
      #expect(plain != start)
    }
  }
}
