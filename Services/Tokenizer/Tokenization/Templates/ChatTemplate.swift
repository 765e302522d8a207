/// A variable of a template.
public typealias TemplateValue = JSONValue

/// A chat template: Jinja as HF transformers sets it up, in a sandbox.
///
/// Nothing outside the variables can be reached or changed, and steps, text, nesting and recursion are limited.
public struct ChatTemplate: Sendable {
  private let body: Renderer.Execution
  private let depth: Int
  private let symbols: TemplateSymbols
  private let literals = HeapOwner()

  /// Parses `source`.
  ///
  /// - Throws: ``TemplateError/syntax(_:line:)``, or ``TemplateError/unsupported(_:)`` naming a part of the language.
  public init(_ source: String) throws(TemplateError) {
    let (statements, symbols) = try TemplateParser.parse(source)
    let compiler = TemplateCompiler(literals.heap)
    (body, depth) = compiler.measured { compiler.body(statements) }
    self.symbols = symbols
  }

  /// Renders the template.
  ///
  /// - Parameters:
  ///   - variables: `messages`, `add_generation_prompt`, `tools`, `bos_token` and what else the template reads.
  ///   - now: what `strftime_now` tells.
  public func render(_ variables: [String: TemplateValue], now: CivilTime) throws(TemplateError) -> String {
    let values = HeapOwner()
    defer { withExtendedLifetime((values, literals)) {} }
    var renderer = Renderer(variables, symbols, now: now, values.heap)
    try renderer.enterCall(depth)
    _ = try body(&renderer)
    return String(decoding: renderer.output, as: UTF8.self)
  }
}
