/// Why a template could not be read or rendered.
public enum TemplateError: Error, Sendable, Equatable {
  /// The source is no template; the line counts from 1.
  case syntax(String, line: Int)
  /// The template called `raise_exception`.
  case raised(String)
  /// Something was used that has no value.
  case undefined(String)
  /// A value of a wrong type or range.
  case type(String)
  /// Part of the language that this build does not implement.
  case unsupported(String)
  /// A named limit of the sandbox was passed.
  case limit(String)
}

extension TemplateError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .syntax(let message, let line): "template line \(line): \(message)"
    case .raised(let message), .undefined(let message), .type(let message): message
    case .unsupported(let name): "the template uses \(name), which is not supported"
    case .limit(let name): "template limit passed: \(name)"
    }
  }
}
