import Foundation
import ModelFiles
import TestSupport
import Testing

/// The GGUF reader against files made by the writer.
struct GGUFFileTests {
  @Test func `what is written is read back`() throws {
    let values: [(String, GGUFValue)] = [
      ("general.architecture", .string("llama")), ("a.count", .integer(7)), ("a.negative", .integer(-3)),
      ("a.ratio", .float(0.5)), ("a.flag", .bool(true)), ("a.names", .strings(["", "é", "<|x|>"])),
      ("a.ids", .integers([0, -1, .max])), ("a.scores", .floats([1, -2.5])), ("a.flags", .bools([true, false])),
    ]
    var writer = GGUFWriter()
    for (key, value) in values { writer.set(key, value) }
    writer.add("matrix", shape: [3, 2], [1, 2, 3, 4, 5, 6])
    writer.add("vector", shape: [2], [7, 8])
    let file = try open(writer.bytes())

    for (key, value) in values { #expect(file.metadata[key] == value, "\(key)") }
    #expect(file.metadata.count == values.count)
    let matrix = try file.tensor("matrix")
    #expect((matrix.columns, matrix.rows, matrix.type) == (3, 2, .f32))
    #expect(matrix.floats == [1, 2, 3, 4, 5, 6])
    #expect(try file.tensor("vector").floats == [7, 8])
    #expect(try file.architecture == "llama")
  }

  @Test func `what was given back to the system is read again`() throws {
    let values = (0..<20_000).map(Float.init)
    var writer = GGUFWriter()
    writer.add("first", shape: [3], [1, 2, 3])
    writer.add("large", shape: [20_000], values)
    let file = try open(writer.bytes()), large = try file.tensor("large")
    #expect(large.floats == values)
    for part in [0..<80_000, 0..<1, 5000..<70_001, 79_999..<80_000, 8..<8] {
      large.evict(part)
      #expect(large.floats == values, "\(part)")
    }
    large.evict()
    #expect(large.floats == values)
    #expect(try file.tensor("first").floats == [1, 2, 3])
  }

  @Test func `missing and mistyped keys are named`() throws {
    var writer = GGUFWriter()
    writer.set("a.count", .integer(7))
    let file = try open(writer.bytes())
    let missing = #expect(throws: ModelFileError.self) { try file.int("a.other") }
    #expect(missing?.code == .missing && missing?.description.contains("a.other") == true)
    let mistyped = #expect(throws: ModelFileError.self) { try file.string("a.count") }
    #expect(mistyped?.description.contains("a.count") == true)
    #expect(throws: ModelFileError.self) { try file.tensor("nothing") }
  }

  @Test func `a file that cannot be opened says so`() {
    let error = #expect(throws: ModelFileError.self) { try GGUFFile(path: "/nonexistent/model.gguf") }
    #expect(error?.code == .unreadable)
    #expect(throws: ModelFileError.self) { try GGUFFile(path: "/dev/null") }
    #expect(throws: ModelFileError.self) { try GGUFFile(path: "/tmp") }
  }

  @Test(.enabled(if: Fixtures.shared("models/stories260K") != nil, "reference models are not on this machine"))
  func `a file written by llama.cpp's converter is read`() throws {
    let file = try GGUFFile(path: Fixtures.shared("models/stories260K/stories260K-f32.gguf")!.path)
    #expect(try file.architecture == "llama")
    #expect(try file.int("llama.embedding_length") == 64)
    #expect(try file.tensor("token_embd.weight").shape == [64, 512])
  }
}

/// Opens `bytes` as a file.
func open(_ bytes: [UInt8]) throws -> GGUFFile {
  let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).gguf")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try GGUFFile(path: url.path)
}

extension StoredTensor {
  /// The elements of an F32 tensor.
  var floats: [Float] {
    stride(from: 0, to: stored.bytes.count, by: 4).map {
      stored.bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
    }
  }
}
