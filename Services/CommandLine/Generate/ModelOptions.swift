internal import ArgumentParser
internal import Foundation
internal import Generation
internal import ModelFiles

/// How a command takes a model's precision.
enum PrecisionOption: String, ExpressibleByArgument, CaseIterable {
  case auto, f32, f16, bf16, int8, int4

  /// The precision to load `source` with; `auto` says on standard error why it leaves the stored one.
  func resolved(for source: ModelSource) -> Precision {
    guard self == .auto else { return Precision(rawValue: rawValue) ?? .stored }
    let choice = choosePrecision(for: source, availableBytes: availableMemory())
    if choice.precision != .stored { FileHandle.standardError.write(Data("weir: \(choice.reason)\n".utf8)) }
    return choice.precision
  }
}

/// Opens a model: a GGUF file or a folder of safetensors.
func openModel(_ path: String) throws -> ModelSource {
  try usable { () throws(ModelFileError) in try ModelSource(path: path) }
}

/// A file that cannot be used is an unusable argument.
func usable<T, E: Error & CustomStringConvertible>(_ make: () throws(E) -> T) throws -> T {
  do throws(E) {
    return try make()
  } catch {
    throw ValidationError(error.description)
  }
}
