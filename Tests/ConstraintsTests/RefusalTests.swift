import Foundation
import Testing

@testable import Constraints

/// What cannot be held exactly is refused by name and place, in bounded time.
struct RefusalTests {
  private static let table: [(schema: String, code: ConstraintError.Code, place: String, named: String)] = [
    ("", .malformed, "#", "byte 0"),
    (#"{"type":"object""#, .malformed, "#", "byte 16"),
    (#"{"type":"object"} x"#, .malformed, "#", "byte 18"),
    (#"{"a":1,"a":2}"#, .malformed, "#", "twice"),
    (#"{"const":"\ud800"}"#, .malformed, "#", "surrogate"),
    ("5", .malformed, "#", "object, true or false"),
    (#"{"type":"text"}"#, .malformed, "#", "\"type\""),
    (#"{"properties":{"a/b":{"minLength":-1}}}"#, .malformed, "#/properties/a~1b", "\"minLength\""),
    (#"{"items":{"pattern":5}}"#, .malformed, "#/items", "\"pattern\""),
    (#"{"required":"a"}"#, .malformed, "#", "\"required\""),
    (#"{"multipleOf":0}"#, .malformed, "#", "\"multipleOf\""),
    (#"{"anyOf":[]}"#, .malformed, "#", "\"anyOf\""),
    (##"{"$ref":"#/$defs/none"}"##, .malformed, "#", "\"$ref\""),
    (#"{"$ref":"https://example.org/schema"}"#, .unsupported, "#", "\"$ref\""),
    (##"{"$ref":"#name"}"##, .unsupported, "#", "\"$ref\""),
    (#"{"anyOf":[{"type":"null"},{"not":{"minLength":2}}]}"#, .unsupported, "#/anyOf/1", "\"not\" of \"minLength\""),
    (#"{"not":{"type":"integer"}}"#, .unsupported, "#", "integer"),
    (#"{"type":"number","not":{"const":3}}"#, .unsupported, "#", "\"not\" of a number"),
    (#"{"type":"object","not":{"enum":[{}]}}"#, .unsupported, "#", "\"not\" of a number"),
    (#"{"not":5}"#, .malformed, "#", "\"not\" is a schema"),
    (#"{"if":{"minimum":1},"then":{"type":"number"}}"#, .unsupported, "#", "\"if\" of \"minimum\""),
    (#"{"type":"array","uniqueItems":true}"#, .unsupported, "#", "\"uniqueItems\""),
    (#"{"items":{"type":"integer"},"uniqueItems":true}"#, .unsupported, "#", "\"uniqueItems\""),
    (#"{"items":{"enum":[1,2,3,4,5,6,7,8,9]},"uniqueItems":true}"#, .unsupported, "#", "8 values"),
    (#"{"type":"array","contains":{}}"#, .unsupported, "#", "\"contains\""),
    (#"{"dependentRequired":{}}"#, .unsupported, "#", "\"dependentRequired\""),
    (#"{"unevaluatedProperties":false}"#, .unsupported, "#", "\"unevaluatedProperties\""),
    (#"{"minimun":1}"#, .unsupported, "#", "\"minimun\""),
    (#"{"format":"iri"}"#, .unsupported, "#", "\"format\""),
    (#"{"type":"string","pattern":"(?=a)b"}"#, .unsupported, "#", "look-around"),
    (#"{"type":"string","pattern":"(a)\\1"}"#, .unsupported, "#", "\\1"),
    (#"{"type":"string","pattern":"\\bword"}"#, .unsupported, "#", "\\b"),
    (#"{"type":"string","pattern":"a)"}"#, .unsupported, "#", ")"),
    (#"{"type":"string","pattern":"[z-a]"}"#, .unsupported, "#", "range"),
    (#"{"type":"number","minimum":1e-30}"#, .unsupported, "#", "\"minimum\""),
    (#"{"type":"number","minimum":1e30}"#, .unsupported, "#", "bounds"),
    (#"{"properties":{"a":{},"b":{}},"minProperties":1}"#, .unsupported, "#", "\"minProperties\""),
    (#"{"type":"object","minProperties":2}"#, .unsupported, "#", "\"minProperties\""),
    (#"{"oneOf":[{"type":"number"},{"type":"integer"}]}"#, .unsupported, "#", "\"oneOf\""),
    (#"{"oneOf":[{"required":["a"]},{"required":["b"]}]}"#, .unsupported, "#", "\"oneOf\""),
    (#"{"oneOf":[{"type":"string"},{"properties":{"a":{}}}]}"#, .unsupported, "#", "\"oneOf\""),
    // Nothing satisfies these
    ("false", .unsatisfiable, "#", "nothing satisfies"),
    (#"{"not":{}}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"enum":[1,2],"not":{"enum":[2,1.0]}}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"type":"array","items":{"enum":[1,2]},"uniqueItems":true,"minItems":3}"#, .unsatisfiable, "#", "nothing"),
    (#"{"type":"object","required":["ab"],"propertyNames":{"maxLength":1}}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"enum":[]}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"type":"integer","minimum":5,"maximum":4}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":2}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"type":"string","minLength":2,"maxLength":1}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"type":"string","minLength":2,"maxLength":1,"pattern":"é"}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"type":"string","pattern":"^a{3}$","maxLength":2}"#, .unsatisfiable, "#", "nothing satisfies"),
    (#"{"allOf":[{"type":"string"},{"type":"null"}]}"#, .unsatisfiable, "#", "nothing satisfies"),
    (
      ##"{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}"##, .unsatisfiable, "#", "nothing satisfies"
    ),
    (##"{"type":"array","items":{"$ref":"#"},"minItems":1}"##, .unsatisfiable, "#", "nothing satisfies"),
    (##"{"$ref":"#"}"##, .unsatisfiable, "#", "refers to itself"),
    (##"{"anyOf":[{"$ref":"#"},{"type":"null"}]}"##, .unsatisfiable, "#", "refers to itself"),
    (##"{"enum":[{}],"allOf":[{"$ref":"#"}]}"##, .unsatisfiable, "#", "refers to itself"),
  ]

  @Test(arguments: table.indices) func `a row's reason`(row: Int) throws {
    let (schema, code, place, named) = Self.table[row]
    let error = #expect(throws: ConstraintError.self) { try accepts(schema, "") }
    #expect(error?.code == code && error?.place == place, "\(schema): \(error?.description ?? "")")
    #expect(error?.reason.contains(named) == true, "\(schema): \(error?.description ?? "")")
  }

  /// Each would take for ever, or all memory, without a limit.
  private static let hostile: [(name: String, schema: String)] = [
    ("deep", String(repeating: #"{"items":"#, count: 5_000) + "true" + String(repeating: "}", count: 5_000)),
    ("deep brackets", String(repeating: "[", count: 60_000)),
    ("too long", #"{"description":"\#(String(repeating: "a", count: 70_000))"}"#),
    ("exponential subset", #"{"type":"string","pattern":"(a|b)*a(a|b){30}"}"#),
    ("nested counts", #"{"type":"string","pattern":"^((((a{99}){99}){99}){99})$"}"#),
    ("counted length", #"{"type":"string","pattern":"a.{50}b","maxLength":4000}"#),
    (
      "alternatives",
      #"{"allOf":[\#(Array(repeating: #"{"anyOf":[{"minimum":1},{"maximum":9}]}"#, count: 30).joined(separator: ","))]}"#
    ),
    ("remainders", #"{"type":"number","multipleOf":0.999983}"#),
    (
      "a chain of references",
      ##"{"$ref":"#/$defs/0","$defs":{"##
        + (0..<2_000).map { ##""\##($0)":{"$ref":"#/$defs/\##($0 + 1)"}"## }.joined(separator: ",")
        + #","2000":true}}"#
    ),
    (
      "disjoint for ever",
      ##"{"oneOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}],"$defs":{"##
        + ["a", "b"].map { name in
          ##""\##(name)":{"type":"object","properties":{"\##(name)":{},"n":{"anyOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}]}},"required":["n"]}"##
        }.joined(separator: ",") + "}}"
    ),
  ]

  @Test(arguments: hostile.indices) func `a hostile schema is refused`(index: Int) {
    #expect(throws: ConstraintError.self, "\(Self.hostile[index].name)") { try accepts(Self.hostile[index].schema, "") }
  }

  @Test func `large but honest schemas are taken`() throws {
    let names = (0..<1_000).map { "value number \($0)" }
    let many = #"{"enum":[\#(names.map { "\"\($0)\"" }.joined(separator: ","))]}"#
    #expect(try accepts(many, "\"value number 999\""))
    let wide =
      #"{"properties":{\#(names.map { "\"\($0)\":{\"type\":\"integer\"}" }.joined(separator: ","))},"additionalProperties":false}"#
    #expect(try accepts(wide, #"{"value number 3":1,"value number 900":2}"#))
    #expect(
      try accepts(#"{"type":"array","maxItems":1000000,"items":{"type":"string","maxLength":1000000}}"#, #"["a"]"#))
  }

  @Test func `the same alternatives at each level cost no more with each level`() throws {
    let schema =
      ##"{"anyOf":[{"properties":{"l":{"$ref":"#"}},"type":"object"},{"properties":{"l":{"$ref":"#"},"r":{"type":"string"}},"type":"object"}]}"##
    let text = String(repeating: #"{"l":"#, count: 50) + "{}" + String(repeating: #","r":"x"}"#, count: 50)
    #expect(try accepts(schema, text))
  }
}
