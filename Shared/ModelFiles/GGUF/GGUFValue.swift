/// A metadata value. Integers of every width are widened; arrays keep one element type.
public enum GGUFValue: Sendable, Hashable {
  case integer(Int64)
  case float(Double)
  case bool(Bool)
  case string(String)
  case integers(PackedIntegers)
  case floats([Double])
  case bools([Bool])
  case strings(PackedStrings)

  /// The text, if it is one.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The whole number, if it is one.
  public var int: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
  /// The number, whole or not.
  public var float: Double? {
    switch self {
    case .float(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
  /// The truth value, if it is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The texts, if it is an array of them.
  public var strings: [String]? { packedStrings.map { Array($0) } }
  /// The texts as they lie one after the other, if it is an array of them.
  public var packedStrings: PackedStrings? { if case .strings(let value) = self { value } else { nil } }
  /// The whole numbers, if it is an array of them.
  public var ints: [Int]? { integers?.map { Int($0) } }
  /// The whole numbers as they are kept, if it is an array of them.
  public var integers: PackedIntegers? { if case .integers(let value) = self { value } else { nil } }
  /// The numbers, if it is an array of floats.
  public var floats: [Float]? { if case .floats(let value) = self { value.map { Float($0) } } else { nil } }
}
