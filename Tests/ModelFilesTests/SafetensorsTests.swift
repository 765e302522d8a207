import Foundation
import ModelFiles
import TestSupport
import Testing

/// Folders of safetensors: what is in them is read, what is wrong with them is named, and nothing traps.
struct SafetensorsTests {
  @Test func `one file`() throws {
    let folder = try TemporaryModel(["model.safetensors": sample])
    let model = try folder.open()
    #expect(model.tensors.count == 2)
    let tensor = try #require(model.tensors["a.weight"])
    #expect((tensor.columns, tensor.rows, tensor.type) == (3, 2, .f32))
    #expect(tensor.floats == [1, 2, 3, 4, 5, 6])
    #expect(try model.configuration.string("model_type") == "llama")
  }

  @Test func `shards by an index`() throws {
    let index = #"{"metadata":{},"weight_map":{"x":"one.safetensors","y":"two.safetensors"}}"#
    let files = [
      "model.safetensors.index.json": Array(index.utf8), "one.safetensors": file(["x": ("F32", [1], floats([1]))]),
      "two.safetensors": file(["y": ("F32", [1], floats([2]))]),
    ]
    #expect(try TemporaryModel(files).open().tensors["y"]?.floats == [2])
    var incomplete = files
    incomplete["two.safetensors"] = file(["z": ("F32", [1], floats([2]))])
    expectRefusal(incomplete, naming: "\"y\" is in the index")
    incomplete["two.safetensors"] = nil
    expectRefusal(incomplete, naming: "two.safetensors")
    incomplete["model.safetensors.index.json"] = Array(#"{"weight_map":{"x":"../one.safetensors"}}"#.utf8)
    expectRefusal(incomplete, naming: "no file of the folder")
    incomplete["model.safetensors.index.json"] = Array("[]".utf8)
    expectRefusal(incomplete, naming: "weight_map")
  }

  @Test(arguments: [
    (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "\"t\" has 4 bytes, its shape needs 8"),
    (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}}"#, "\"t\" reaches beyond"),
    (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, "\"t\" reaches beyond"),
    (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, "\"t\" reaches beyond"),
    (#"{"t":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "\"t\" has a dimension"),
    (#"{"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, "\"t\" has a dimension"),
    (#"{"t":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]}}"#, "\"t\" has more elements"),
    (#"{"t":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}"#, "\"t\" has unsupported type"),
    (#"{"t":{"dtype":"F32","shape":[2]}}"#, "tensor \"t\""), (#"{"t":7}"#, "tensor \"t\""), ("[]", "not the JSON"),
    (
      #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      "overlap"
    ),
  ])
  func `a hostile table is refused by name`(table: String, complaint: String) {
    let bytes = length(table.utf8.count) + Array(table.utf8) + floats([1, 2])
    expectRefusal(["model.safetensors": bytes], naming: complaint)
  }

  @Test(arguments: [
    ([], "not a file with contents"), ([1, 2, 3], "length of its table"),
    ([UInt8](repeating: 0xff, count: 8), "claims a table"), (length(1 << 40) + [0], "claims a table"),
  ])
  func `a hostile length is refused`(bytes: [UInt8], complaint: String) {
    expectRefusal(["model.safetensors": bytes], naming: complaint)
  }

  @Test func `every truncation of a good file is refused`() {
    for count in 0..<sample.count { expectRefusal(["model.safetensors": Array(sample.prefix(count))], naming: "") }
  }

  @Test(arguments: [UInt64(1), 2])
  func `seeded mutations never trap and whatever opens can be read`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed), refused = 0
    for round in 0..<600 {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      do {
        for tensor in try TemporaryModel(["model.safetensors": bytes]).open().tensors.values where tensor.type == .f32 {
          #expect(tensor.floats.count == tensor.count, "seed \(seed), round \(round)")
        }
      } catch let error as ModelFileError {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 100, "seed \(seed): the mutations hit nothing")
  }

  @Test func `settings say what is missing or of another kind`() throws {
    let config = #"{"a":1,"b":"x","c":null,"d":[1,2],"e":{"f":2.5},"g":true,"h":["s"]}"#
    let settings = try TemporaryModel(["model.safetensors": sample], config: config).open().configuration
    #expect(try settings.int("a") == 1 && settings.string("b") == "x" && settings.ints("d") == [1, 2])
    #expect(try settings.ints("a") == [1] && settings.bool("g") && settings.strings("h") == ["s"])
    #expect(try settings.nested("e")?.float("f") == 2.5 && settings.int("c", or: 7) == 7)
    #expect(!settings.has("c") && settings.mentions("c") && !settings.mentions("z"))
    #expect(try settings.nested("c") == nil)
    for (key, error) in [
      ("b", #expect(throws: ModelFileError.self) { try settings.int("b") }),
      ("z", #expect(throws: ModelFileError.self) { try settings.int("z") }),
      ("f", #expect(throws: ModelFileError.self) { try settings.nested("e")?.int("f") }),
    ] {
      #expect(error?.description.contains("\"\(key)\"") == true)
    }
    expectRefusal(["model.safetensors": sample], config: "{", naming: "config.json")
    expectRefusal(["model.safetensors": sample], config: nil, naming: "config.json")
  }

  private var sample: [UInt8] {
    file(["a.weight": ("F32", [2, 3], floats([1, 2, 3, 4, 5, 6])), "b": ("BF16", [2], [0, 0, 0x80, 0x3f])])
  }

  private func expectRefusal(_ files: [String: [UInt8]], config: String? = "{}", naming complaint: String) {
    let error = #expect(throws: ModelFileError.self) { try TemporaryModel(files, config: config).open() }
    #expect(complaint.isEmpty || error?.description.contains(complaint) == true, "\(String(describing: error))")
  }
}

/// A folder that goes with its last reference.
private final class TemporaryModel {
  let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString)")

  init(_ files: [String: [UInt8]], config: String? = #"{"model_type":"llama"}"#) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, bytes) in files { try Data(bytes).write(to: url.appending(path: name)) }
    if let config { try Data(config.utf8).write(to: url.appending(path: "config.json")) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func open() throws -> SafetensorsFolder { try SafetensorsFolder(path: url.path) }
}

private func length(_ count: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) } }

private func floats(_ values: [Float]) -> [UInt8] {
  values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
}

private func file(_ tensors: [String: (type: String, shape: [Int], bytes: [UInt8])]) -> [UInt8] {
  var entries = [#""__metadata__":{"format":"pt"}"#], data: [UInt8] = []
  for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
    let range = "[\(data.count),\(data.count + tensor.bytes.count)]"
    entries.append(#""\#(name)":{"dtype":"\#(tensor.type)","shape":\#(tensor.shape),"data_offsets":\#(range)}"#)
    data += tensor.bytes
  }
  let table = "{\(entries.joined(separator: ","))}"
  return length(table.utf8.count) + Array(table.utf8) + data
}
