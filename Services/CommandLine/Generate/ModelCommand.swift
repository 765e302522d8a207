internal import ArgumentParser
internal import ModelFiles
internal import Tokenization

/// `weir model`: model files.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Fetch and look at model files.",
    subcommands: [
      ModelPullCommand.self, ModelInspectCommand.self, ModelEvaluateCommand.self, ModelQuantizeCommand.self,
    ])
}

/// `weir model inspect MODEL`: settings and tensors of a model, without reading its weights.
struct ModelInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show a model's settings, tensors, types and sizes.")

  @Argument(help: "A GGUF file, or a folder with config.json and safetensors.")
  var model: String

  func run() throws {
    let source = try openModel(model)
    printSettings(of: source)
    let tensors = source.tensors.values.sorted { $0.name < $1.name }
    for tensor in tensors {
      let shape = tensor.shape.map(String.init).joined(separator: " x ")
      print("\(tensor.name)  \(tensor.type)  \(shape)  \(tensor.byteRange.count) bytes")
    }
    for (type, tensors) in Dictionary(grouping: tensors, by: \.type).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      print("\(type): \(tensors.count) tensors, \(tensors.reduce(0) { $0 + $1.byteRange.count }) bytes")
    }
    print("architecture: \((try? source.architecture) ?? "not given")")
    print("tokenizer: \(tokenizer(of: source))")
    print("\(tensors.count) tensors, \(tensors.reduce(0) { $0 + $1.count }) parameters, \(source.byteCount) bytes")
  }

  private func printSettings(of source: ModelSource) {
    guard case .gguf(let file) = source else { return }
    for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) { print("\(key) = \(summary(of: value))") }
  }

  private func tokenizer(of source: ModelSource) -> String {
    do {
      return "\(try Tokenizer(model: source).vocabularySize) tokens"
    } catch {
      return "\(error)"
    }
  }
}

/// A value on one line: long texts and lists are cut.
private func summary(of value: GGUFValue) -> String {
  switch value {
  case .integer(let value): "\(value)"
  case .float(let value): "\(value)"
  case .bool(let value): "\(value)"
  case .string(let value): String(reflecting: String(value.prefix(100))) + (value.count > 100 ? "…" : "")
  case .integers(let values): summary(of: Array(values))
  case .floats(let values): summary(of: values)
  case .bools(let values): summary(of: values)
  case .strings(let values): summary(of: values.map { String($0.prefix(20)) })
  }
}

private func summary(of values: [some Any]) -> String {
  "\(values.count) values: \(values.prefix(6))" + (values.count > 6 ? "…" : "")
}
