/// What a schema and an answer to it may take. Each bounds memory or time that a caller could otherwise ask for.
public enum ConstraintLimits {
  // MARK: The schema

  /// Bytes of its text, as in the worker's contract.
  public static let schemaBytesMax = 64 << 10
  /// Arrays and objects within each other: each level takes stack.
  public static let schemaDepthMax = 64
  /// Subschemas that are reached from the root.
  public static let subschemasMax = 4_096
  /// Ways to satisfy one place of the schema, after `anyOf`, `oneOf` and `allOf` have been multiplied out.
  public static let alternativesMax = 256
  /// Steps of compiling: a tenth of a second.
  public static let workMax = 2_000_000
  /// States of the grammar, of 16 bytes and about two transitions of 12.
  public static let statesMax = 100_000
  /// Values of a list without equal elements: each doubles the states.
  public static let uniqueElementsMax = 8
  /// States of the automaton of one pattern.
  public static let patternStatesMax = 4_096
  /// Characters that `minLength` and `maxLength` may speak of, and elements that `minItems` and `maxItems` may.
  public static let countMax = 1 << 20

  // MARK: The answer

  /// Arrays and objects within each other.
  public static let depthMax = 64
  /// Bytes of white space at one place: a line break and the indentation of fifteen levels of two blanks.
  public static let whitespaceMax = 31
  /// Digits before and after the point; more are lost in the double that most readers make of a number. Integers of as
  /// many digits fit 64 bits.
  public static let integerDigitsMax = 18
  public static let fractionDigitsMax = 18
  /// Digits of an exponent: any number then fits a double.
  public static let exponentDigitsMax = 2

  // MARK: What is kept of a schema for the next request

  /// Compiled schemas, least recently used first to go.
  public static let schemasMax = 16
  /// Configurations of the automaton, of 1 KiB each.
  public static let configurationsMax = 4_096
  /// Masks, of one bit for each token.
  public static let masksMax = 128
}
