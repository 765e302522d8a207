@testable import Constraints

/// JSON Schema 2020-12 as it reads, of a value that has been parsed: no automaton, no merging, no limit.
struct ReferenceValidator {
  let root: JSON

  func isValid(_ value: JSON) -> Bool { holds(root, value) }

  private func holds(_ schema: JSON, _ value: JSON) -> Bool {
    guard case .object(let keywords) = schema else { return schema == .bool(true) }
    return keywords.allSatisfy { holds($0.name, $0.value, schema, value) }
  }

  private func holds(_ keyword: String, _ argument: JSON, _ schema: JSON, _ value: JSON) -> Bool {
    switch (keyword, argument, value) {
    case ("type", .string(let name), _): isA(name, value)
    case ("type", .array(let names), _):
      names.contains { if case .string(let name) = $0 { isA(name, value) } else { false } }
    case ("enum", .array(let values), _): values.contains(value)
    case ("const", _, _): argument == value
    case ("$ref", .string(let pointer), _): holds(target(pointer), value)
    case ("allOf", .array(let schemas), _): schemas.allSatisfy { holds($0, value) }
    case ("anyOf", .array(let schemas), _): schemas.contains { holds($0, value) }
    case ("oneOf", .array(let schemas), _): schemas.count { holds($0, value) } == 1
    case ("not", _, _): !holds(argument, value)
    case ("if", _, _): (schema[holds(argument, value) ? "then" : "else"]).map { holds($0, value) } ?? true
    case ("propertyNames", _, .object(let members)): members.allSatisfy { holds(argument, .string($0.name)) }
    case ("uniqueItems", .bool(true), .array(let elements)):
      elements.indices.allSatisfy { !elements[..<$0].contains(elements[$0]) }
    case ("minLength", .number(let n), .string(let text)): ExactNumber(text.unicodeScalars.count) >= n
    case ("maxLength", .number(let n), .string(let text)): ExactNumber(text.unicodeScalars.count) <= n
    case ("pattern", .string(let pattern), .string(let text)): matches(pattern, text)
    case ("minimum", .number(let n), .number(let x)): x >= n
    case ("maximum", .number(let n), .number(let x)): x <= n
    case ("exclusiveMinimum", .number(let n), .number(let x)): x > n
    case ("exclusiveMaximum", .number(let n), .number(let x)): x < n
    case ("multipleOf", .number(let n), .number(let x)): isMultiple(x, of: n)
    case ("minItems", .number(let n), .array(let elements)): ExactNumber(elements.count) >= n
    case ("maxItems", .number(let n), .array(let elements)): ExactNumber(elements.count) <= n
    case ("prefixItems", .array(let schemas), .array(let elements)): zip(schemas, elements).allSatisfy(holds)
    case ("items", _, .array(let elements)):
      elements.dropFirst(count(schema["prefixItems"])).allSatisfy { holds(argument, $0) }
    case ("properties", .object(let schemas), .object):
      schemas.allSatisfy { member in value[member.name].map { holds(member.value, $0) } ?? true }
    case ("additionalProperties", _, .object(let members)):
      members.allSatisfy { schema["properties"]?[$0.name] != nil || holds(argument, $0.value) }
    case ("required", .array(let names), .object):
      names.allSatisfy { if case .string(let name) = $0 { value[name] != nil } else { false } }
    default: true
    }
  }

  private func isA(_ type: String, _ value: JSON) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array),
      ("object", .object):
      true
    case ("integer", .number(let x)): x.isInteger
    default: false
    }
  }

  private func matches(_ pattern: String, _ text: String) -> Bool {
    let regex = try! Regex(pattern).matchingSemantics(.unicodeScalar)
    return text.firstMatch(of: regex) != nil
  }

  private func isMultiple(_ x: ExactNumber, of n: ExactNumber) -> Bool {
    let parts = x.text.replacing("-", with: "").split(separator: ".")
    // So long a number is not written by any automaton.
    guard let digits = Int128(parts.joined()) else { return false }
    let hundredths = Int128(n.scaled(by: 2)!)
    let unit = (0..<(parts.count > 1 ? parts[1].count : 0)).reduce(hundredths) { unit, _ in unit * 10 }
    return digits * 100 % unit == 0
  }

  private func count(_ list: JSON?) -> Int { if case .array(let elements) = list { elements.count } else { 0 } }

  private func target(_ pointer: String) -> JSON {
    pointer.split(separator: "/").dropFirst().reduce(root) { $0[String($1)]! }
  }
}
