import Cryptography
import TestSupport
import Testing

@testable import Audit

/// n records, distinct.
func sampleRecords(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("record \($0)".utf8) } }

@Suite struct MerkleTreeTests {
  @Test("roots of the certificate-transparency test vectors")
  func vectors() {
    let records: [[UInt8]] = [
      [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6f),
    ]
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    var edge = TreeEdge()
    #expect(edge.root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for (count, root) in zip(1..., roots) {
      edge.append(MerkleHash(leaf: records[count - 1])) { _ in }
      #expect(ReferenceTree.root(records[..<count]).description == root)
      #expect(edge.root.description == root)
    }
  }

  @Test("the growing edge has the reference's root at every size")
  func edge() {
    let records = sampleRecords(600)
    var edge = TreeEdge()
    for size in 1...records.count {
      edge.append(MerkleHash(leaf: records[size - 1])) { _ in }
      if size < 40 || size % 7 == 0 || [255, 256, 257, 511, 512, 513].contains(size) {
        #expect(edge.root == ReferenceTree.root(records[..<size]), "size \(size)")
      }
    }
  }

  @Test("an edge restored from its upper tiles goes on as the one it came from")
  func restoredEdge() {
    var edge = TreeEdge()
    var tiles: [Tile] = []
    for index in 0..<256 * 258 { edge.append(MerkleHash(leaf: bigEndian(UInt64(index)))) { tiles.append($0) } }
    var restored = TreeEdge(size: edge.size, upperTiles: Array(edge.tiles.dropFirst()))
    #expect(restored == edge)
    for tree in [edge, restored] { #expect(tree.root == edge.root) }
    edge.append(.empty) { _ in }
    restored.append(.empty) { _ in }
    #expect(restored == edge)
    #expect(tiles.count == 258 + 1)
    #expect(tiles.last?.path.description == "tile/0/257")
    #expect(tiles.first { $0.level == 1 }?.path.description == "tile/1/000")
  }

  @Test(
    "proofs from subtrees are the reference's, and verify", arguments: [1, 2, 3, 7, 8, 64, 100, 255, 256, 257, 300])
  func inclusion(size: Int) throws {
    let records = sampleRecords(size)
    let root = ReferenceTree.root(records[...])
    for index in stride(from: 0, to: size, by: max(1, size / 23)) {
      let proof = try proofs(records).inclusion(of: UInt64(index))
      #expect(proof == ReferenceTree.inclusionProof(of: index, in: records[...]))
      let leaf = MerkleHash(leaf: records[index])
      func verifies(_ leaf: MerkleHash, _ index: Int, _ size: Int, _ proof: [MerkleHash]) -> Bool {
        ProofVerification.isIncluded(leaf, at: UInt64(index), size: UInt64(size), root: root, proof: proof)
      }
      #expect(verifies(leaf, index, size, proof))
      #expect(!verifies(.empty, index, size, proof))
      #expect(!verifies(leaf, index + 1, size, proof))
      #expect(!verifies(leaf, index, size, proof + [.empty]))
      if !proof.isEmpty { #expect(!verifies(leaf, index, size, proof.dropLast())) }
    }
  }

  @Test("every pair of sizes up to 70 is consistent, and no other root is")
  func consistency() throws {
    let records = sampleRecords(70)
    let roots = (0...70).map { ReferenceTree.root(records[..<$0]) }
    for new in 0...70 {
      for old in 0...new {
        let proof = try proofs(Array(records[..<new])).consistency(from: UInt64(old))
        #expect(proof == ReferenceTree.consistencyProof(from: old, in: records[..<new]))
        func verifies(_ oldRoot: MerkleHash, _ newRoot: MerkleHash) -> Bool {
          ProofVerification.isConsistent(
            first: UInt64(old), firstRoot: oldRoot, second: UInt64(new), secondRoot: newRoot, proof: proof)
        }
        #expect(verifies(roots[old], roots[new]))
        #expect(!verifies(MerkleHash(leaf: [9]), roots[new]))
        if old > 0 { #expect(!verifies(roots[old], MerkleHash(leaf: [9]))) }
      }
    }
  }

  private func proofs(_ records: [[UInt8]]) -> TreeProofs {
    TreeProofs(size: UInt64(records.count)) { (level, index) throws(AuditError) in
      ReferenceTree.root(records[Int(index) << level..<Int(index + 1) << level])
    }
  }
}
