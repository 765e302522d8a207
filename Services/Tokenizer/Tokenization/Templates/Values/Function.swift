/// Something that can be called.
enum Function: BitwiseCopyable {
  case global(Globals)
  case method(Box<Method>)
  case macro(Box<Macro>)
  /// `loop.cycle`
  case cycle(LoopState)
  /// `loop.changed`
  case changed(LoopState)

  struct Method: BitwiseCopyable {
    let name: Text
    let receiver: Value
  }

  /// A macro, which the template owns, and the scope of the place where it is defined.
  struct Macro: BitwiseCopyable {
    let compiled: Unmanaged<CompiledMacro>
    let outer: Scope
  }

  var name: String {
    switch self {
    case .global(let global): global.rawValue
    case .method(let method): method.content.name.string
    case .macro(let macro): macro.content.compiled.takeUnretainedValue().symbol.name
    case .cycle: "cycle"
    case .changed: "changed"
    }
  }

  /// The names of a macro's parameters, which templates can read.
  var parameters: [String]? {
    guard case .macro(let macro) = self else { return nil }
    return macro.content.compiled.takeUnretainedValue().parameterNames
  }
}
