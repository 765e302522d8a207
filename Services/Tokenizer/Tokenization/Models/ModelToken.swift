/// A token that a model found, and the bytes of the text that it stands for.
struct ModelToken: Equatable {
  var id: Int32
  var range: Range<Int>
  /// The text itself where the model calls the token by it instead of by the vocabulary's name.
  var surface: [UInt8]?
}
