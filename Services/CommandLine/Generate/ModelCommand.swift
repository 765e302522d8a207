internal import ArgumentParser
internal import ModelFiles

/// `weir model`: model files.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Look at model files.", subcommands: [ModelInspectCommand.self])
}

/// `weir model inspect FILE`: metadata and tensors of a GGUF file, without reading its weights.
struct ModelInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show a model file's metadata and tensors.")

  @Argument(help: "A GGUF file.")
  var file: String

  func run() throws {
    let file = try openModel(file)
    for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) { print("\(key) = \(summary(of: value))") }
    let tensors = file.tensors.values.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound }
    for tensor in tensors {
      print("\(tensor.name)  \(tensor.type)  \(tensor.shape.map(String.init).joined(separator: " x "))")
    }
    let parameters = tensors.reduce(0) { $0 + $1.count }
    print("\(tensors.count) tensors, \(parameters) parameters, \(file.byteCount) bytes")
  }
}

/// A value on one line: long texts and lists are cut.
private func summary(of value: GGUFValue) -> String {
  switch value {
  case .integer(let value): "\(value)"
  case .float(let value): "\(value)"
  case .bool(let value): "\(value)"
  case .string(let value): String(reflecting: String(value.prefix(100))) + (value.count > 100 ? "…" : "")
  case .integers(let values): summary(of: values)
  case .floats(let values): summary(of: values)
  case .bools(let values): summary(of: values)
  case .strings(let values): summary(of: values.map { String($0.prefix(20)) })
  }
}

private func summary(of values: [some Any]) -> String {
  "\(values.count) values: \(values.prefix(6))" + (values.count > 6 ? "…" : "")
}
