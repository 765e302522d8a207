/// A token that is found in text before anything else is done to it.
struct AddedToken: Sendable, Hashable {
  var content: String
  var id: Int32
  /// Control tokens, which decoding can leave out.
  var isSpecial: Bool
  /// Found in the normalized text instead of the text as given.
  var isNormalized = false
  /// Only where no word character stands beside it.
  var isSingleWord = false
  /// Takes the white space before, or after, with it.
  var stripsLeft = false
  var stripsRight = false
}
