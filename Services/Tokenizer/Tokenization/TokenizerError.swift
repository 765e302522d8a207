/// Why a tokenizer could not be made or used. Messages name the part of the file, never the text being tokenized.
public enum TokenizerError: Error, Sendable, Equatable {
  /// The file is not what its format says; the text says where.
  case malformed(String)
  /// The file names a component that this build does not implement: better none than an approximation.
  case unsupported(component: String)
  /// A named limit was passed.
  case limit(String)
  /// An id that the vocabulary does not have.
  case unknownToken(Int32)
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let place): "malformed tokenizer file: \(place)"
    case .unsupported(let component): "unsupported tokenizer component: \(component)"
    case .limit(let name): "tokenizer limit passed: \(name)"
    case .unknownToken(let id): "token id \(id) is not in the vocabulary"
    }
  }
}
