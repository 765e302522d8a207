import Cryptography
import TestSupport
import Testing

@testable import Audit

@Suite struct NoteTests {
  private static let signer = SigningKey(seed: SecretKey(bytes: Array(repeating: 7, count: 32))!)
  private static let key = try! NoteKey(name: "example.com/log", key: signer.verificationKey)

  @Test("a note signed by Go's golang.org/x/mod/sumdb/note verifies")
  func goNote() throws {
    let key = try NoteKey(vkey: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    let signature =
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    let note = try SignedNote(parsing: Array("\(text)\n\u{2014} PeterNeumann \(signature)\n".utf8))
    #expect(try note.verifiedText(by: key) == text)
    #expect(key.description == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
  }

  @Test("a checkpoint is origin, size and root in a signed note, and reads back")
  func checkpoint() throws {
    let root = MerkleHash(leaf: [1])
    let checkpoint = try Checkpoint(origin: Self.key.name, size: 12, root: root, signer: Self.signer)
    #expect(checkpoint.text.hasPrefix("example.com/log\n12\n\(Base64.encode(root.bytes))\n\n\u{2014} example.com/log "))
    #expect(try Checkpoint(verifying: Array(checkpoint.text.utf8), by: Self.key) == checkpoint)
  }

  @Test("no bit of a checkpoint can change")
  func bitFlips() throws {
    let checkpoint = try Checkpoint(origin: Self.key.name, size: 12, root: .empty, signer: Self.signer)
    var bytes = Array(checkpoint.text.utf8)
    for position in bytes.indices {
      for bit in 0..<8 {
        bytes[position] ^= 1 << bit
        #expect(throws: AuditError.self) { try Checkpoint(verifying: bytes, by: Self.key) }
        bytes[position] ^= 1 << bit
      }
    }
  }

  @Test("no bit of a public key's text can change")
  func keyBitFlips() throws {
    var bytes = Array(Self.key.description.utf8)
    for position in bytes.indices {
      for bit in 0..<8 {
        bytes[position] ^= 1 << bit
        if let text = String(validating: bytes, as: UTF8.self) {
          #expect(throws: AuditError.self, "\(text)") { try NoteKey(vkey: text) }
        }
        bytes[position] ^= 1 << bit
      }
    }
  }

  @Test("a checkpoint by another key, or under another name, is refused")
  func strangers() throws {
    let other = SigningKey()
    let bytes = Array(try Checkpoint(origin: Self.key.name, size: 0, root: .empty, signer: other).text.utf8)
    #expect(throws: AuditError.notSigned(by: Self.key.name)) { try Checkpoint(verifying: bytes, by: Self.key) }
    #expect(throws: AuditError.self) { try NoteKey(name: "two words", key: other.verificationKey) }
  }

  @Test("a witness's cosignature stands beside the log's signature and carries its time")
  func cosignature() throws {
    let witness = SigningKey()
    let head = try Checkpoint(origin: Self.key.name, size: 3, root: .empty, signer: Self.signer)
    let signed = try head.cosigned(name: "witness.example", signer: witness, time: 1_679_315_147)
    let key = try NoteKey(name: "witness.example", kind: .witness, key: witness.verificationKey)
    let read = try Checkpoint(verifying: Array(signed.text.utf8), by: Self.key)
    #expect(try read.cosignatureTime(by: key) == 1_679_315_147)
    #expect(throws: AuditError.notSigned(by: "witness.example")) { try head.cosignatureTime(by: key) }
  }

  @Test("mutated notes, keys and proofs are read or refused, and never trap")
  func fuzz() throws {
    let head = try Checkpoint(origin: Self.key.name, size: 3, root: .empty, signer: Self.signer)
    let proof = ProofFile(index: 2, path: [.empty, MerkleHash(leaf: [1])], checkpoint: head)
    #expect(try ProofFile(parsing: Array(proof.text.utf8)) == proof)
    var generator = SeededGenerator(seed: 3)
    for seed in [head.text, proof.text, Self.key.description] {
      for _ in 0..<3000 {
        let bytes = mutate(Array(seed.utf8), using: &generator)
        _ = try? Checkpoint(verifying: bytes, by: Self.key)
        _ = try? NoteKey(vkey: String(decoding: bytes, as: UTF8.self))
        // Whatever still reads says the same when written again, but for the extra line that nobody signs.
        if let read = try? ProofFile(parsing: bytes), !bytes.starts(with: "c2sp.org/tlog-proof@v1\nextra ".utf8) {
          #expect(Array(read.text.utf8) == bytes || String(validating: bytes, as: UTF8.self) == nil)
        }
      }
    }
  }
}

/// Flips, drops, doubles or replaces a few bytes.
func mutate(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
  var bytes = bytes
  for _ in 0...Int.random(in: 0..<4, using: &generator) where !bytes.isEmpty {
    let position = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes.remove(at: position)
    case 2: bytes.insert(bytes[position], at: position)
    default: bytes.removeLast(bytes.count - position)
    }
  }
  return bytes
}
