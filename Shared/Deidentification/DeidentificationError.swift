/// Why a text could not be de-identified. The request must then be refused: the text may hold identifiers.
public enum DeidentificationError: Error, Equatable, CustomStringConvertible {
  /// A recognizer's pattern is not valid RE2.
  case badPattern(recognizer: String, reason: String)
  /// A search ran out of memory, so that "no match" cannot be trusted.
  case searchFailed(recognizer: String)
  /// A stored surrogate map cannot be read.
  case badMap(reason: String)
  /// The weights of the name tagger cannot be used.
  case badWeights(reason: String)
  /// An operator derives from a key, and the map was made without one.
  case missingKeys(operator: String)
  /// Surrogates and the text around them could not be told apart.
  case ambiguousSurrogates

  public var description: String {
    switch self {
    case .badPattern(let name, let reason): "recognizer '\(name)': the pattern is not valid RE2: \(reason)"
    case .searchFailed(let name): "recognizer '\(name)': the search ran out of memory; make its pattern smaller"
    case .badMap(let reason): "the surrogate map cannot be used: \(reason); write it again with `deidentify --map`"
    case .badWeights(let reason): "the name tagger's weights cannot be used: \(reason); build the program again"
    case .missingKeys(let name): "the operator '\(name)' needs a key; give the surrogate map its keys"
    case .ambiguousSurrogates: "the surrogates of a text cannot be told from its words; use the operator 'placeholder'"
    }
  }
}
