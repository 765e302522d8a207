import Cryptography
import TestSupport

@testable @_spi(Identified) import Deidentification

enum TestKeys {
  static let secret = SecretKey(bytes: Array(0..<32))!

  static func make(tenant: String = "north", subject: String = "7") -> SurrogateKeys {
    SurrogateKeys(secret, tenant: tenant, subject: subject)
  }
}

func options(_ standard: IdentifierOperator, _ byKind: [EntityKind: IdentifierOperator] = [:])
  -> DeidentificationOptions
{
  var options = DeidentificationOptions()
  options.operators = OperatorTable(standard: standard, byKind)
  return options
}

/// One de-identifier for each operator; compiling takes a fifth of a second.
enum Compiled {
  static let surrogate = try! Deidentifier(options(.surrogate))
  static let encrypt = try! Deidentifier(options(.encrypt))
  static let shiftDate = try! Deidentifier(options(.placeholder, [.date: .shiftDate]))
  static let mixed = try! Deidentifier(
    options(
      .surrogate, [.phone: .encrypt, .date: .shiftDate, .email: .placeholder, .other: .encrypt]))
  static let irreversible = try! Deidentifier(
    options(.hash, [.card: .mask(Mask(keepLast: 4)), .email: .redact(""), .date: .generalise, .phone: .redact("1")]))
}

extension Deidentifier {
  func text(_ text: String, _ map: inout SurrogateMap) throws -> String {
    try deidentify(IdentifiedText(text), into: &map).text.value
  }
}

/// What an operator makes of one identifier, without any recognizer.
func replaced(_ text: String, _ kind: EntityKind, _ method: IdentifierOperator, _ map: inout SurrogateMap) throws
  -> String
{
  try method.replacement(of: SurrogateMap.Identifier(kind: kind, text: text), &map)
}

func replaced(_ text: String, _ kind: EntityKind, _ method: IdentifierOperator) throws -> String {
  var map = SurrogateMap(keys: TestKeys.make())
  return try replaced(text, kind, method, &map)
}

/// Restores a text that comes in pieces of random length.
func restoredInPieces(_ text: String, _ map: SurrogateMap, _ generator: inout SeededGenerator) -> String {
  var restorer = SurrogateRestorer(map: map)
  var rest = Array(text.unicodeScalars)[...]
  var out = ""
  while !rest.isEmpty {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: rest.prefix(Int.random(in: 1...9, using: &generator)))
    rest = rest.dropFirst(view.count)
    out += restorer.push(String(view))
  }
  return out + restorer.finish()
}
