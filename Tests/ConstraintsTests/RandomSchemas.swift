import TestSupport

@testable import Constraints

/// Random schemas, values and texts.
struct RandomSchemas {
  var random: SeededGenerator
  /// Whether every object speaks of every name, so that members of valid values stand in the order of answers.
  private(set) var isOrdered = false
  private static let names = ["a", "b", "é", "ab", "q\""]
  private static let patterns = ["^a", "b$", "^(ab|c)*$", "é", "^[a-c]{1,3}$", "a.c"]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func chance(_ part: Double) -> Bool { random.chance(part) }

  /// A schema that may refer to `#/$defs/d`. Each has a `type`, so that it allows what it speaks of only.
  mutating func schema(depth: Int = 3) -> String {
    let inner = depth > 0 ? Int.random(in: 0..<11, using: &random) : Int.random(in: 0..<6, using: &random)
    switch inner {
    case 0: return #"{"type":"null"}"#
    case 1:
      return ["true", #"{"type":["boolean","null"]}"#, #"{"enum":[\#(value()),\#(value()),\#(value())]}"#]
        .randomElement(using: &random)!
    case 2: return number()
    case 3, 4: return string()
    case 5: return #"{"const":\#(value())}"#
    case 6, 7: return object(depth)
    case 8: return array(depth)
    case 9: return #"{"anyOf":[\#(schema(depth: depth - 1)),\#(schema(depth: depth - 1))]}"#
    default:
      return chance(0.5)
        ? #"{"allOf":[\#(object(depth)),\#(object(depth - 1))]}"# : ##"{"$ref":"#/$defs/d"}"##
    }
  }

  /// A whole schema with its definitions.
  mutating func document() -> String {
    isOrdered = chance(0.5)
    let definition = chance(0.5) ? object(1) : #"{"anyOf":[{"type":"null"},\#(object(1))]}"#
    return #"{"allOf":[\#(schema())],"$defs":{"d":\#(definition)}}"#
  }

  private mutating func number() -> String {
    var keywords = [#""type":"\#(chance(0.5) ? "integer" : "number")""#]
    if chance(0.4) { keywords.append(#""\#(chance(0.5) ? "minimum" : "exclusiveMinimum")":\#(decimal())"#) }
    if chance(0.4) { keywords.append(#""\#(chance(0.5) ? "maximum" : "exclusiveMaximum")":\#(decimal())"#) }
    if chance(0.2) {
      keywords.append(#""multipleOf":\#(["2", "3", "0.5", "0.25", "10"].randomElement(using: &random)!)"#)
    }
    return "{\(keywords.joined(separator: ","))}"
  }

  private mutating func string() -> String {
    var keywords = [#""type":"string""#]
    if chance(0.3) { keywords.append(#""minLength":\#(Int.random(in: 0...2, using: &random))"#) }
    if chance(0.3) { keywords.append(#""maxLength":\#(Int.random(in: 1...4, using: &random))"#) }
    if chance(0.4) { keywords.append(#""pattern":"\#(Self.patterns.randomElement(using: &random)!)""#) }
    if chance(0.2) { keywords.append(#""not":{"enum":["a",\#(value(depth: 0)),"b"]}"#) }
    return "{\(keywords.joined(separator: ","))}"
  }

  private mutating func object(_ depth: Int) -> String {
    let names = Self.names.filter { _ in isOrdered || chance(0.5) }
    let properties = names.map { #"\#(quoted($0)):\#(schema(depth: depth - 1))"# }
    let required = Self.names.filter { _ in chance(0.2) }.map(quoted)
    var keywords = [#""type":"object""#, #""properties":{\#(properties.joined(separator: ","))}"#]
    if chance(0.6) { keywords.append(#""required":[\#(required.joined(separator: ","))]"#) }
    if chance(0.5) { keywords.append(#""additionalProperties":\#(chance(0.6) ? "false" : schema(depth: 0))"#) }
    if chance(0.2) {
      let names = [#"{"maxLength":1}"#, #"{"pattern":"^a"}"#, #"{"enum":["a","q\"","z"]}"#, #"{"not":{"const":"b"}}"#]
      keywords.append(#""propertyNames":\#(names.randomElement(using: &random)!)"#)
    }
    if depth > 1, chance(0.2) { keywords += condition(depth) }
    return "{\(keywords.joined(separator: ","))}"
  }

  private mutating func condition(_ depth: Int) -> [String] {
    let name = quoted(Self.names[Int.random(in: 0..<3, using: &random)])
    let condition = [
      #"{"properties":{\#(name):{"enum":["a","b"]}},"required":[\#(name)]}"#,
      #"{"properties":{\#(name):{"type":["string","null"]}}}"#, #"{"required":[\#(name)]}"#,
    ]
    return [
      #""if":\#(condition.randomElement(using: &random)!)"#, #""then":\#(object(depth - 1))"#,
      #""else":\#(chance(0.3) ? "true" : object(depth - 1))"#,
    ]
  }

  private mutating func array(_ depth: Int) -> String {
    var keywords = [#""type":"array""#]
    if chance(0.4) { keywords.append(#""prefixItems":[\#(schema(depth: depth - 1)),\#(schema(depth: 0))]"#) }
    if keywords.count == 1, chance(0.2) {
      keywords.append(#""items":{"enum":[1,"a",\#(value(depth: 1)),null]},"uniqueItems":true"#)
    } else if chance(0.7) {
      keywords.append(#""items":\#(schema(depth: depth - 1))"#)
    }
    if chance(0.4) { keywords.append(#""minItems":\#(Int.random(in: 0...3, using: &random))"#) }
    if chance(0.4) { keywords.append(#""maxItems":\#(Int.random(in: 1...4, using: &random))"#) }
    return "{\(keywords.joined(separator: ","))}"
  }

  // MARK: Values

  private mutating func decimal() -> String {
    let sign = chance(0.3) ? "-" : "", integer = Int.random(in: 0...(chance(0.5) ? 12 : 130), using: &random)
    return sign + "\(integer)" + (chance(0.3) ? [".5", ".25", ".75", ".1"].randomElement(using: &random)! : "")
  }

  private func quoted(_ text: String) -> String {
    String(decoding: CanonicalJSON.bytes(of: text), as: UTF8.self)
  }

  private mutating func text() -> String {
    String((0..<Int.random(in: 0...4, using: &random)).map { _ in Array("aabbcé\"\n").randomElement(using: &random)! })
  }

  /// The text of a value, with names in the order of `names`.
  mutating func value(depth: Int = 2) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
    case 0: return ["null", "true", "false"].randomElement(using: &random)!
    case 1: return decimal()
    case 2, 3: return quoted(text())
    case 4:
      let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth - 1) }
      return "[\(elements.joined(separator: ","))]"
    default:
      let members = (Self.names + ["z"]).filter { _ in chance(0.4) }.map { "\(quoted($0)):\(value(depth: depth - 1))" }
      return "{\(members.joined(separator: ","))}"
    }
  }
}
