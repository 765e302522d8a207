import Testing

@testable import Constraints

/// What each keyword lets through. JSON Schema 2020-12, "Core" §10 and "Validation" §6.
struct SchemaTableTests {
  private static let table: [(schema: String, accepted: [String], rejected: [String])] = [
    ("{}", ["{}", #"{"a":[1,null]}"#], ["[]", "1", "", "{", #"{"a":}"#]),
    (
      #"{"type":"object"}"#, [#"{ "x": { }, "y": "z" }"#],
      [#"{"x" :1}"#, #"{"x":1 ,"y":2}"#, "null", #"{"x":1,}"#, "{}}", #"{x:1}"#]
    ),
    ("true", ["1", "[]", #""""#, "null"], ["nul", "nulll"]),
    (#"{"type":"null"}"#, ["null"], ["0", "false"]),
    (#"{"type":"boolean"}"#, ["true", "false"], ["True", "0"]),
    (#"{"type":["integer","null"]}"#, ["3", "null"], ["3.5", "true"]),
    (#"{"type":"string","nullable":true}"#, [#""a""#, "null"], ["1"]),
    // Strings (RFC 8259 §7; RFC 3629)
    (
      #"{"type":"string"}"#,
      [#""""#, #""é日😀""#, #""\u00e9\n\/\"""#, #""\ud83d\ude00""#, #""\uD7FF\uE000""#, "\"\u{7f}\""],
      [#""\ud83d""#, #""\ude00""#, #""\ud83dA""#, #""\x""#, "\"\n\"", #"""#, #""a"b""#, "'a'", #""\u12""#]
    ),
    (
      #"{"type":"string","minLength":2,"maxLength":3}"#,
      [#""ab""#, #""日本語""#, #""\u00e9a""#, #""\ud83d\ude00x""#, #""\n\n""#], [#""a""#, #""abcd""#, #""\ud83d\ude00""#]
    ),
    (#"{"type":"string","pattern":"b"}"#, [#""b""#, #""abc""#, #""\"b\\""#], [#""""#, #""ac""#, #""\u0062""#]),
    (#"{"type":"string","pattern":"^[a-c]+$","maxLength":3}"#, [#""a""#, #""cba""#], [#""aaaa""#, #""d""#, #""""#]),
    (#"{"type":"string","pattern":"^a|b$"}"#, [#""ax""#, #""xb""#, #""a""#], [#""xa""#, #""bx""#]),
    (#"{"type":"string","pattern":"^\\d{3}-\\w$"}"#, [#""123-_""#], [#""12-a""#, #""123-é""#]),
    (#"{"type":"string","pattern":"^[^x]$"}"#, [#""é""#, #""\n""#, #""\u0001""#, #""😀""#], [#""x""#, #""ab""#]),
    (#"{"format":"date"}"#, [#""2024-02-29""#, #""1999-12-31""#], [#""2023-02-29""#, #""2024-13-01""#, "5"]),
    (
      #"{"format":"date-time"}"#, [#""2024-01-02T03:04:05.6Z""#],
      [#""2024-01-02 03:04:05Z""#, #""2024-01-02T24:00:00Z""#]
    ),
    (#"{"format":"uuid"}"#, [#""123e4567-e89b-12d3-a456-426614174000""#], [#""123e4567e89b12d3a456426614174000""#]),
    (#"{"format":"ipv4"}"#, [#""192.168.0.255""#], [#""256.1.1.1""#, #""1.1.1""#, #""01.1.1.1""#]),
    (#"{"format":"ipv6"}"#, [#""::""#, #""2001:db8::1""#, #""1:2:3:4:5:6:7:8""#], [#""1::2::3""#, #""1:2:3""#]),
    (#"{"format":"email"}"#, [#""a.b@example.org""#], [#""a@b""#, #""a..b@example.org""#, #""@example.org""#]),
    (#"{"format":"duration"}"#, [#""P1DT2H""#, #""PT5M""#, #""P3W""#], [#""P""#, #""PT""#, #""1D""#]),
    (#"{"format":"uri"}"#, [#""https://example.org/a?b=c#d""#], [#""example.org""#, #""https://a b""#]),
    // Numbers
    (#"{"type":"number"}"#, ["0", "-0.5", "1e9", "12.25E-3"], ["01", ".5", "1.", "+1", "1e", "NaN", "1e100"]),
    (#"{"type":"integer"}"#, ["0", "-7", "999999999999999999"], ["1.0", "1e2", "00", "1000000000000000000"]),
    (#"{"type":"integer","minimum":-5,"maximum":12}"#, ["-5", "0", "12", "9"], ["-6", "13", "100", "-10"]),
    (#"{"type":"integer","exclusiveMinimum":9,"exclusiveMaximum":11}"#, ["10"], ["9", "11", "1"]),
    (
      #"{"type":"number","minimum":0.5,"maximum":10}"#, ["0.5", "0.50", "10.000", "7.25"],
      ["0.49", "10.01", "1e0", "-1"]
    ),
    (#"{"type":"number","exclusiveMinimum":-1.5,"maximum":0}"#, ["-1.49", "0", "-0.0"], ["-1.5", "-2", "0.1"]),
    (#"{"type":"integer","multipleOf":7}"#, ["0", "-14", "700"], ["8", "1"]),
    (#"{"type":"number","multipleOf":0.25}"#, ["0.5", "1.25", "3"], ["0.3", "1.255"]),
    (#"{"type":"integer","multipleOf":2.5}"#, ["5", "-10"], ["2", "4"]),
    (#"{"type":"integer","format":"int32"}"#, ["2147483647", "-2147483648"], ["2147483648", "-2147483649"]),
    // Arrays
    (#"{"type":"array"}"#, ["[]", "[1, [], {}]", "[ ]", "[1, 2\n]"], ["[1 ,2]", "[1,]", "[,1]", "[1 2]"]),
    (
      #"{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3}"#, ["[1]", "[1,2,3]"],
      ["[]", "[1,2,3,4]", "[true]"]
    ),
    (
      #"{"prefixItems":[{"const":1},{"const":"x"}],"items":false}"#, ["[]", "[1]", #"[1,"x"]"#],
      [#"["x"]"#, #"[1,"x",2]"#]
    ),
    (
      #"{"prefixItems":[{"const":1}],"items":{"const":2},"minItems":3}"#, ["[1,2,2]", "[1,2,2,2]"],
      ["[1,2]", "[2,2,2]"]
    ),
    // Objects: members stand in the order of the schema, then others
    (
      #"{"properties":{"b":{"const":1},"a":{"const":2}},"required":["a"],"additionalProperties":false}"#,
      [#"{"b":1,"a":2}"#, #"{"a":2}"#], [#"{"a":2,"b":1}"#, #"{"b":1}"#, "{}", #"{"a":2,"c":3}"#]
    ),
    (
      #"{"properties":{"a":{"const":1}},"additionalProperties":{"type":"null"}}"#,
      ["{}", #"{"a":1}"#, #"{"a":1,"aa":null,"":null}"#, #"{"b":null}"#],
      [#"{"a":null}"#, #"{"b":1}"#, #"{"b":null,"a":1}"#, #"{"\u0061":null}"#]
    ),
    (
      #"{"patternProperties":{"^n":{"type":"integer"},"s$":{"minimum":5}},"additionalProperties":false}"#,
      [#"{"n":1}"#, #"{"ns":5,"s":7}"#], [#"{"ns":4}"#, #"{"x":1}"#, #"{"n":"1"}"#]
    ),
    (#"{"required":["x"]}"#, [#"{"x":1}"#, #"{"x":1,"y":2}"#], ["{}", #"{"y":2}"#]),
    (
      #"{"type":"object","additionalProperties":{"type":"integer"},"minProperties":1,"maxProperties":2}"#,
      [#"{"a":1}"#, #"{"a":1,"b":2}"#], ["{}", #"{"a":1,"b":2,"c":3}"#]
    ),
    (#"{"properties":{"\"q\"\n":{"const":1}},"additionalProperties":false}"#, [#"{"\"q\"\n":1}"#], [#"{"\"q\"":1}"#]),
    // Values
    (
      #"{"enum":[1,"one",null,[1,{"a":2}],1.50]}"#, ["1", #""one""#, "null", #"[ 1, { "a": 2 } ]"#, "1.5"],
      ["2", "[1]"]
    ),
    (#"{"const":"a\"b"}"#, [#""a\"b""#], [#""a""#]),
    (#"{"type":"integer","enum":[1,"x",2.0,3],"maximum":2}"#, ["1", "2"], ["3", #""x""#]),
    // Combinations
    (#"{"anyOf":[{"type":"integer"},{"type":"string","maxLength":1}]}"#, ["12", #""a""#], [#""ab""#, "1.5"]),
    (#"{"type":"integer","anyOf":[{"minimum":5},{"maximum":-5}]}"#, ["5", "-5"], ["0", "4"]),
    (#"{"allOf":[{"minimum":3},{"maximum":4}],"type":"integer"}"#, ["3", "4"], ["2", "5"]),
    (
      #"{"allOf":[{"properties":{"a":{"minimum":1}},"required":["a"]},{"properties":{"a":{"type":"integer"},"b":{"const":1}}}]}"#,
      [#"{"a":1}"#, #"{"a":2,"b":1}"#], [#"{"a":0}"#, #"{"a":1.5}"#, #"{"b":1}"#]
    ),
    (
      #"{"oneOf":[{"properties":{"k":{"const":"c"},"r":{"type":"integer"}},"required":["k","r"],"type":"object","additionalProperties":false},{"properties":{"k":{"const":"s"}},"required":["k"],"type":"object","additionalProperties":false}]}"#,
      [#"{"k":"c","r":1}"#, #"{"k":"s"}"#], [#"{"k":"c"}"#, #"{"k":"s","r":1}"#]
    ),
    (#"{"oneOf":[{"type":"string"},{"type":"integer"}]}"#, [#""a""#, "1"], ["1.5"]),
    (#"{"oneOf":[{"type":"string","maxLength":3},{"type":"string","minLength":4}]}"#, [#""a""#, #""abcd""#], ["1"]),
    (
      #"{"oneOf":[{"type":"string","pattern":"^a"},{"type":"string","pattern":"^b"}]}"#, [#""a""#, #""bc""#], [#""c""#]
    ),
    // Negations
    (
      #"{"type":"string","not":{"enum":["a","ab"]}}"#, [#""""#, #""b""#, #""abc""#], [#""a""#, #""ab""#, #""\u0061""#]
    ),
    (#"{"enum":["a","b",1,2],"not":{"const":"b"}}"#, [#""a""#, "1"], [#""b""#]),
    (#"{"type":["boolean","null"],"not":{"const":true}}"#, ["false", "null"], ["true"]),
    (#"{"not":{"type":["object","array"]}}"#, ["1", "1.5", #""a""#, "null"], ["{}", "[]"]),
    (#"{"type":"string","maxLength":2,"not":{"not":{"enum":["a","abc"]}}}"#, [#""a""#], [#""b""#, #""abc""#]),
    (
      #"{"type":"object","properties":{"a":{"type":"null"}},"not":{"required":["a","b"]}}"#,
      ["{}", #"{"a":null}"#, #"{"b":1,"c":2}"#], [#"{"a":null,"b":1}"#]
    ),
    // Conditions
    (
      #"{"type":"object","properties":{"k":{"enum":["s","m","x"]},"n":{"type":"integer"}},"required":["k"],"additionalProperties":false,"if":{"properties":{"k":{"const":"m"}},"required":["k"]},"then":{"required":["n"]}}"#,
      [#"{"k":"s"}"#, #"{"k":"m","n":2}"#, #"{"k":"x","n":2}"#], [#"{"k":"m"}"#, "{}", #"{"k":"y"}"#]
    ),
    (
      #"{"type":"object","properties":{"k":{"type":"string"},"v":{}},"required":["k","v"],"if":{"properties":{"k":{"enum":["a","b"]}}},"then":{"properties":{"v":{"type":"integer"}}},"else":{"properties":{"v":{"type":"null"}}}}"#,
      [#"{"k":"a","v":1}"#, #"{"k":"c","v":null}"#, #"{"k":"aa","v":null}"#],
      [#"{"k":"a","v":null}"#, #"{"k":"c","v":1}"#]
    ),
    (#"{"type":"integer","if":{"enum":[1]}}"#, ["1", "2"], ["null"]),
    (#"{"type":["integer","string"],"if":{"type":"string"},"then":{"maxLength":1}}"#, [#""a""#, "12"], [#""ab""#]),
    // Names
    (
      #"{"type":"object","propertyNames":{"pattern":"^[a-z]+$","maxLength":3}}"#, ["{}", #"{"abc":1,"x":null}"#],
      [#"{"abcd":1}"#, #"{"A":1}"#, #"{"":1}"#]
    ),
    (
      #"{"type":"object","propertyNames":{"enum":["a.b","c"]},"additionalProperties":{"type":"null"}}"#,
      [#"{"a.b":null}"#, #"{"c":null,"a.b":null}"#], [#"{"axb":null}"#, #"{"d":null}"#]
    ),
    (
      #"{"properties":{"a":{"const":1},"bc":{"const":2}},"propertyNames":{"maxLength":1}}"#,
      [#"{"a":1}"#, #"{"x":3}"#],
      [#"{"bc":2}"#, #"{"a":1,"bc":2}"#]
    ),
    // No two equal
    (
      #"{"type":"array","items":{"enum":["a","b",1]},"uniqueItems":true,"minItems":1}"#,
      [#"["a"]"#, #"[1,"b"]"#, #"["b", 1, "a"]"#], ["[]", #"["a","a"]"#, #"[1,"b",1]"#]
    ),
    (#"{"items":{"type":"boolean"},"uniqueItems":true}"#, ["[]", "[true,false]"], ["[true,true]"]),
    (#"{"type":"array","uniqueItems":true,"maxItems":1}"#, ["[]", "[7]"], ["[7,8]"]),
    (#"{"enum":[[1,1],[1,2]],"uniqueItems":true}"#, ["[1,2]"], ["[1,1]"]),
    // References
    (
      ##"{"$ref":"#/$defs/list","$defs":{"list":{"type":"object","properties":{"v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/list"},{"type":"null"}]}},"required":["v","next"],"additionalProperties":false}}}"##,
      [#"{"v":1,"next":null}"#, #"{"v":1,"next":{"v":2,"next":null}}"#], [#"{"v":1}"#, #"{"v":1,"next":{}}"#]
    ),
    (##"{"type":"array","items":{"$ref":"#"}}"##, ["[]", "[[],[[]]]"], ["[1]", "[[]"]),
    (##"{"$ref":"#/definitions/a~1b%25","definitions":{"a/b%":{"const":1}}}"##, ["1"], ["2"]),
    (##"{"$ref":"#/$defs/a","maximum":3,"$defs":{"a":{"type":"integer","minimum":2}}}"##, ["2", "3"], ["1", "4"]),
  ]

  @Test(arguments: table.indices) func `a row's texts`(row: Int) throws {
    let (schema, accepted, rejected) = Self.table[row]
    for text in accepted { #expect(try accepts(schema, text), "\(schema) must take \(text)") }
    for text in rejected { #expect(try !accepts(schema, text), "\(schema) must not take \(text)") }
  }

  @Test func `white space and depth have limits`() throws {
    let space = String(repeating: " ", count: ConstraintLimits.whitespaceMax)
    #expect(try accepts("true", "\(space)[\(space)1,\n\t2\(space)]"))
    #expect(try !accepts("true", "[ \(space)1]"))
    #expect(try !accepts("true", "[] "))
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try accepts("true", nested(ConstraintLimits.depthMax)))
    #expect(try !accepts("true", nested(ConstraintLimits.depthMax + 1)))
  }
}
