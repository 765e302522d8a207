import Foundation
import ModelFiles
import TestSupport
import Testing

/// Files made to harm: each must be refused with an error that names the place, and none may trap.
struct GGUFHostileTests {
  @Test(arguments: hostileHeaders)
  func `a hostile header is refused by name`(_ hostile: HostileFile) throws {
    let error = #expect(throws: ModelFileError.self) { try open(hostile.bytes) }
    #expect(error?.description.contains(hostile.complaint) == true, "\(hostile.name): \(String(describing: error))")
  }

  @Test func `every truncation of a good file is refused`() throws {
    let whole = sample().bytes()
    for count in 0..<whole.count {
      #expect(throws: ModelFileError.self, "cut to \(count) bytes") { try open(Array(whole.prefix(count))) }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `seeded mutations never trap and whatever opens can be read`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = sample().bytes()
    var refused = 0
    for round in 0..<1500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      do {
        let file = try open(bytes)
        for tensor in file.tensors.values where tensor.type == .f32 {
          #expect(tensor.floats.count == tensor.count, "seed \(seed), round \(round)")
        }
      } catch let error as ModelFileError {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 100, "seed \(seed): the mutations hit nothing")
  }

}

@Suite struct GGUFTextTests {
  /// Texts of every length around those that are looked at together, of scalars of one to four bytes.
  private static func texts(_ random: inout SeededGenerator, widest: Int) -> [[UInt8]] {
    let scalars = ["a", "Ġ", "中", "🙂"].prefix(widest)
    return (0..<40).map { index in
      let count = index % 10 == 9 ? Int.random(in: 100...200, using: &random) : Int.random(in: 0...12, using: &random)
      return (0..<count).flatMap { _ in Array((scalars.randomElement(using: &random) ?? "").utf8) }
    }
  }

  @Test(arguments: [1, 2, 4]) func `texts are refused where one of them is no UTF-8`(widest: Int) throws {
    var random = SeededGenerator(seed: UInt64(widest))
    var refusedCount = 0
    for round in 0..<400 {
      var texts = Self.texts(&random, widest: widest)
      let index = Int.random(in: texts.indices, using: &random)
      if round % 4 != 0, let place = texts[index].indices.randomElement(using: &random) {
        texts[index][place] = .random(in: 0...255, using: &random)
      }
      let packed = texts.flatMap { u64(UInt64($0.count)) + $0 }
      let file = key(text("k") + u32(9) + u32(8) + u64(UInt64(texts.count)) + packed)
      let strings = texts.map { String(validating: $0, as: UTF8.self) }
      if strings.contains(nil) {
        refusedCount += 1
        #expect(throws: ModelFileError.self) { try open(file) }
      } else {
        #expect(try open(file).strings("k") == strings.compactMap(\.self))
      }
    }
    #expect(refusedCount > 50)
  }
}

/// One seeded change to a file's bytes.
func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
  let place = Int.random(in: 0..<bytes.count, using: &random)
  switch Int.random(in: 0..<5, using: &random) {
  case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
  case 1: bytes[place] = 0xff
  case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
  case 3: bytes.removeSubrange(place..<min(place + 8, bytes.count)); bytes += [0]
  default: bytes.insert(contentsOf: [UInt8](repeating: 0xff, count: 8), at: place)
  }
}

/// One file that must be refused, and a word that the refusal must contain.
struct HostileFile: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let complaint: String
  var testDescription: String { name }
}

private let magic: [UInt8] = Array("GGUF".utf8)

private let hostileHeaders: [HostileFile] = [
  .init(name: "another format", bytes: Array("PK\u{3}\u{4}aaaaaaaaaaaaaaaaaaaa".utf8), complaint: "GGUF"),
  .init(name: "version 2", bytes: magic + u32(2) + u64(0) + u64(0), complaint: "version 2"),
  .init(name: "2^64 - 1 tensors", bytes: magic + u32(3) + u64(.max) + u64(0), complaint: "tensor table"),
  .init(name: "2^62 keys", bytes: magic + u32(3) + u64(0) + u64(1 << 62), complaint: "metadata"),
  .init(name: "endless key name", bytes: key(u64(.max)), complaint: "metadata key 0"),
  .init(name: "endless string", bytes: key(text("k") + u32(8) + u64(.max)), complaint: "\"k\""),
  .init(name: "endless array", bytes: key(text("k") + u32(9) + u32(4) + u64(1 << 61)), complaint: "\"k\""),
  .init(name: "nested array", bytes: key(text("k") + u32(9) + u32(9) + u64(0)), complaint: "array of arrays"),
  .init(name: "unknown value type", bytes: key(text("k") + u32(99)), complaint: "value type 99"),
  .init(name: "invalid UTF-8", bytes: key(text("k") + u32(8) + u64(1) + [0xff]), complaint: "UTF-8"),
  .init(name: "a truth value of 2", bytes: key(text("k") + u32(7) + [2]), complaint: "truth value"),
  .init(name: "alignment 3", bytes: key(text("general.alignment") + u32(4) + u32(3)), complaint: "alignment"),
  .init(name: "no dimension", bytes: tensor([], 0, 0), complaint: "0 dimensions"),
  .init(name: "nine dimensions", bytes: tensor(.init(repeating: 1, count: 9), 0, 0), complaint: "9 dimensions"),
  .init(name: "a dimension of zero", bytes: tensor([4, 0], 0, 0), complaint: "dimension of 0"),
  .init(name: "overflowing product", bytes: tensor([1 << 40, 1 << 40], 0, 0), complaint: "more elements"),
  .init(name: "overflowing bytes", bytes: tensor([1 << 62], 0, 0), complaint: "more elements"),
  .init(name: "unknown tensor type", bytes: tensor([4], 200, 0), complaint: "unknown type 200"),
  .init(name: "a type of safetensors alone", bytes: tensor([4], 0x1_0000, 0), complaint: "unknown type 65536"),
  .init(name: "half a block", bytes: tensor([33], 8, 0), complaint: "Q8_0"),
  .init(name: "unaligned offset", bytes: tensor([4], 0, 1), complaint: "alignment"),
  .init(name: "offset beyond the end", bytes: tensor([4], 0, 1 << 63), complaint: "end of the file"),
  .init(name: "data beyond the end", bytes: tensor([4], 0, 0), complaint: "end of the file"),
]

private func u32(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
private func u64(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
private func text(_ text: String) -> [UInt8] { u64(UInt64(text.utf8.count)) + Array(text.utf8) }

/// A file with one key whose bytes follow; padded so that the claimed counts pass the first check.
private func key(_ bytes: [UInt8]) -> [UInt8] {
  magic + u32(3) + u64(0) + u64(1) + bytes + [UInt8](repeating: 0, count: 16)
}

/// A file with one tensor called "t" and no data.
private func tensor(_ shape: [UInt64], _ type: UInt32, _ offset: UInt64) -> [UInt8] {
  let dimensions = shape.flatMap { u64($0) }
  return magic + u32(3) + u64(1) + u64(0) + text("t") + u32(UInt32(shape.count)) + dimensions + u32(type) + u64(offset)
}

private func sample() -> GGUFWriter {
  var writer = GGUFWriter()
  writer.set("general.architecture", .string("llama"))
  writer.set("llama.block_count", .integer(2))
  writer.set("tokenizer.ggml.tokens", .strings(["a", "b", "<s>"]))
  writer.set("tokenizer.ggml.scores", .floats([0, 1, 2]))
  writer.add("token_embd.weight", shape: [4, 3], (0..<12).map(Float.init))
  writer.add("output_norm.weight", shape: [4], [1, 1, 1, 1])
  return writer
}
