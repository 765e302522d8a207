internal import ArgumentParser
internal import Foundation
internal import Generation
internal import ModelFiles

/// `weir model quantize IN OUT`: the same model with smaller weights.
struct ModelQuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize", abstract: "Write a model as a GGUF file with its weights in another type.")

  @Argument(help: "A GGUF file, or a folder with config.json and safetensors.")
  var model: String
  @Argument(help: "The file to write.")
  var output: String
  @Option(help: "f32, f16, bf16, q8_0, q4_0, q4_1, q5_0, q5_1, q4_k, q5_k or q6_k.")
  var type = "q8_0"
  @Flag(help: "Say nothing about each tensor.")
  var quiet = false

  func validate() throws {
    guard Quantization.types[type] != nil else {
      throw ValidationError("--type must be one of \(Quantization.types.keys.sorted().joined(separator: ", "))")
    }
  }

  func run() throws {
    guard let type = Quantization.types[type] else { return }
    let source = try openModel(model), isQuiet = quiet
    try usable { () throws(ModelFileError) in
      try quantize(source, Quantization(type), toFile: output) { tensor, type in
        if !isQuiet { print("\(tensor)  \(type)") }
      }
    }
  }
}
