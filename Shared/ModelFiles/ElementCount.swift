/// Bytes of a tensor's data, or why there is no such tensor. `shape` has the fastest-varying dimension first.
func byteCount(of shape: [Int], _ type: TensorType, _ what: String) throws(ModelFileError) -> Int {
  let columns = shape.first ?? 1
  guard columns % type.blockElements == 0 else {
    throw .malformed("\(what) has rows of \(columns) elements, no multiple of \(type)'s \(type.blockElements)")
  }
  var product = columns / type.blockElements
  for factor in shape.dropFirst() + [type.blockBytes] {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw .malformed("\(what) has more elements than memory can address") }
    product = next
  }
  return product
}
