/// A variable of a template.
public typealias TemplateValue = JSONValue

/// A chat template: Jinja as HF transformers sets it up, in a sandbox.
///
/// Nothing outside the variables can be reached or changed, and steps, text, nesting and recursion are limited.
public struct ChatTemplate: Sendable {
  private let statements: [TemplateStatement]
  private let symbols: TemplateSymbols

  /// Parses `source`.
  ///
  /// - Throws: ``TemplateError/syntax(_:line:)``, or ``TemplateError/unsupported(_:)`` naming a part of the language.
  public init(_ source: String) throws(TemplateError) {
    (statements, symbols) = try TemplateParser.parse(source)
  }

  /// Renders the template.
  ///
  /// - Parameters:
  ///   - variables: `messages`, `add_generation_prompt`, `tools`, `bos_token` and what else the template reads.
  ///   - now: what `strftime_now` tells.
  public func render(_ variables: [String: TemplateValue], now: CivilTime) throws(TemplateError) -> String {
    let renderer = Renderer(variables, symbols, now: now)
    _ = try renderer.render(statements)
    return String(decoding: renderer.output, as: UTF8.self)
  }
}
