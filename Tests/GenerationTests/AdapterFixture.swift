import Foundation
import Generation
import ModelFiles
import NumericKernels
import TestSupport

/// Writes adapters as PEFT saves them, and the base model with the same adapter merged into its weights.
struct AdapterFixture {
  var rank = 4
  var alpha = 6.0
  /// More keys of adapter_config.json, and those that replace the usual ones.
  var settings: [String: any Sendable] = [:]
  var omitted: Set<String> = []
  /// The modules' inputs and outputs.
  var modules: [String: (columns: Int, rows: Int)]
  /// Ranks and scales that differ from the rest.
  var ranks: [String: Int] = [:], scales: [String: Float] = [:]
  let seed: UInt64

  /// An adapter of every matrix of the model whose module ends in one of `targets`.
  init(_ folder: SafetensorsFolder, targets: [String], seed: UInt64) {
    self.seed = seed
    modules = [:]
    for (name, tensor) in folder.tensors where name.hasSuffix(".weight") && tensor.shape.count == 2 {
      let module = String(name.dropLast(".weight".count))
      if targets.contains(where: { module.hasSuffix(".\($0)") || module == $0 }) {
        modules[module] = (tensor.columns, tensor.rows)
      }
    }
    settings["target_modules"] = targets
  }

  func rank(of module: String) -> Int { ranks[module] ?? rank }

  /// A and B of a module: the same each time.
  func matrices(of module: String) -> (a: [Float], b: [Float]) {
    var random = SeededGenerator(seed: seed &+ module.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    let (columns, rows) = modules[module]!, rank = rank(of: module)
    func floats(_ count: Int, _ size: Float) -> [Float] {
      (0..<count).map { _ in Float.random(in: -size...size, using: &random) }
    }
    return (floats(rank * columns, 2 / Float(columns).squareRoot()), floats(rows * rank, 0.3))
  }

  /// scale B A, row after row.
  func change(of module: String) -> [Float] {
    let (a, b) = matrices(of: module), (columns, rows) = modules[module]!, rank = rank(of: module)
    let scale = scales[module] ?? Float(alpha / Double(rank))
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        scale * (0..<rank).reduce(Float(0)) { $0 + b[row * rank + $1] * a[$1 * columns + column] }
      }
    }
  }

  func write() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var tensors: [String: ([Int], [Float])] = [:]
    for (module, (columns, rows)) in modules {
      let (a, b) = matrices(of: module), rank = rank(of: module)
      tensors["base_model.model.\(module).lora_A.weight"] = ([rank, columns], a)
      tensors["base_model.model.\(module).lora_B.weight"] = ([rows, rank], b)
    }
    for name in omitted { tensors[name] = nil }
    try writeSafetensors(tensors, to: folder.url.appending(path: "adapter_model.safetensors"))
    var configuration: [String: Any] = [
      "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": rank, "lora_alpha": alpha, "lora_dropout": 0.05,
      "bias": "none",
      "fan_in_fan_out": false, "inference_mode": true, "modules_to_save": NSNull(), "use_dora": false,
      "use_rslora": false, "rank_pattern": [String: Int](), "alpha_pattern": [String: Double](),
      "init_lora_weights": true, "layers_to_transform": NSNull(), "base_model_name_or_path": "none",
    ]
    for (key, value) in settings { configuration[key] = value }
    try JSONSerialization.data(withJSONObject: configuration).write(
      to: folder.url.appending(path: "adapter_config.json"))
    return folder
  }

  func load() throws -> AdapterFolder {
    let folder = try write()
    return try AdapterFolder(path: folder.url.path)
  }

  /// The model in Float32 with W + scale B A in place of W.
  func merged(into base: SafetensorsFolder) throws -> any LanguageModel {
    let folder = try TemporaryFolder()
    var tensors: [String: ([Int], [Float])] = [:]
    for (name, tensor) in base.tensors {
      var values = WeightFormat(rawValue: tensor.type.rawValue)!.floats(Array(tensor.stored.bytes))
      if let module = modules.keys.first(where: { "\($0).weight" == name }) {
        values = zip(values, change(of: module)).map { $0 + $1 }
      }
      tensors[name] = (tensor.shape.reversed(), values)
    }
    try writeSafetensors(tensors, to: folder.url.appending(path: "model.safetensors"))
    try FileManager.default.copyItem(
      at: base.url.appending(path: "config.json"), to: folder.url.appending(path: "config.json"))
    return try loadModel(.safetensors(SafetensorsFolder(path: folder.url.path)), precision: .f32)
  }
}

/// A folder that is gone with the last who knows it; files that are mapped stay readable.
final class TemporaryFolder: Sendable {
  let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}

/// Float32 tensors with the slowest-varying dimension first.
private func writeSafetensors(_ tensors: [String: ([Int], [Float])], to url: URL) throws {
  var table: [String: Any] = [:], data = Data()
  for (name, (shape, values)) in tensors.sorted(by: { $0.key < $1.key }) {
    let start = data.count
    values.withUnsafeBytes { data.append(contentsOf: $0) }
    table[name] = ["dtype": "F32", "shape": shape, "data_offsets": [start, data.count]]
  }
  let header = try JSONSerialization.data(withJSONObject: table)
  var file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
  file.append(header)
  file.append(data)
  try file.write(to: url)
}
