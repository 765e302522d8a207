internal import ModelFiles
internal import NumericKernels

/// A low-rank adapter while a model is loaded: its matrices by the modules that they change.
///
/// `fan_in_fan_out` says how the base model stored its weights when the adapter was made; A and B do not depend on it.
final class Adapter {
  private struct Halves {
    var a: StoredTensor?, b: StoredTensor?
  }

  private let settings: AdapterSettings
  /// By module: "model.layers.0.self_attn.q_proj".
  private let modules: [String: Halves]
  /// Modules that the model has asked for.
  private var used: Set<String> = []

  init(_ folder: AdapterFolder) throws(ModelFileError) {
    settings = try AdapterSettings(folder.configuration)
    var modules: [String: Halves] = [:]
    for (name, tensor) in folder.tensors {
      guard let (module, isA) = Self.parse(name) else {
        throw .unsupported("tensor \"\(name.prefix(120))\" of the adapter is not the lora_A or lora_B of a module")
      }
      guard try settings.targets(module) else {
        throw .unsupported("tensor \"\(name.prefix(120))\" is of a module that \"target_modules\" does not name")
      }
      if isA { modules[module, default: Halves()].a = tensor } else { modules[module, default: Halves()].b = tensor }
    }
    self.modules = modules
    guard !modules.isEmpty else { throw .missing("the adapter has no tensors") }
    if let name = settings.unmet(by: modules.keys).first {
      throw .missing("the adapter has no tensors of \"\(name.prefix(100))\", which \"target_modules\" names")
    }
  }

  /// "base_model.model.MODULE.lora_A.weight".
  private static func parse(_ name: String) -> (module: String, isA: Bool)? {
    let prefix = "base_model.model."
    guard name.hasPrefix(prefix) else { return nil }
    for (suffix, isA) in [(".lora_A.weight", true), (".lora_B.weight", false)] where name.hasSuffix(suffix) {
      return (String(name.dropFirst(prefix.count).dropLast(suffix.count)), isA)
    }
    return nil
  }

  /// How a module of `rows` outputs and `columns` inputs is changed; nil where it is not.
  func matrices(of module: String, rows: Int, columns: Int) throws(ModelFileError) -> AdapterMatrices? {
    guard let halves = modules[module] else { return nil }
    used.insert(module)
    let rank = try settings.rank(of: module), scale = try settings.scale(of: module)
    let a = try floats(halves.a, "\(module).lora_A", rows: rank, columns: columns)
    let b = try floats(halves.b, "\(module).lora_B", rows: rows, columns: rank)
    return AdapterMatrices(rank: rank, a: a, b: b.map { $0 * scale })
  }

  /// - Throws: `unsupported` when the adapter changes a module that the model has not asked for.
  func requireAllUsed() throws(ModelFileError) {
    guard let module = modules.keys.filter({ !used.contains($0) }).min() else { return }
    throw .unsupported(
      "the adapter changes \"\(module.prefix(120))\", which is no matrix of this model that can be adapted")
  }

  private func floats(
    _ tensor: StoredTensor?, _ name: String, rows: Int, columns: Int
  ) throws(ModelFileError) -> [Float] {
    guard let tensor else { throw .missing("the adapter has no tensor \"base_model.model.\(name).weight\"") }
    guard tensor.shape == [columns, rows] else {
      throw .missing(
        "tensor \"\(tensor.name)\" has shape \(tensor.shape), the model and the rank need \([columns, rows])")
    }
    guard let format = WeightFormat(rawValue: tensor.type.rawValue), [.f32, .f16, .bf16].contains(format) else {
      throw .unsupported("tensor \"\(tensor.name)\" has type \(tensor.type): F32, F16 and BF16 can be read")
    }
    let values = format.floats(Array(tensor.stored.bytes))
    guard values.allSatisfy(\.isFinite) else {
      throw .unsupported("tensor \"\(tensor.name)\" holds values that are no numbers")
    }
    return values
  }
}
