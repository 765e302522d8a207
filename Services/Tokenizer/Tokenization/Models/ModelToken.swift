/// A token that a model found, and the bytes of the text that it stands for.
struct ModelToken: Equatable {
  var id: Int32
  var range: Range<Int>
}
