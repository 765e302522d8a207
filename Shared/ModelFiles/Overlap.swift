/// Overlapping tensors would let a small file unfold into any amount of memory.
func refuseOverlap(_ tensors: some Collection<StoredTensor>) throws(ModelFileError) {
  let ordered = tensors.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound }
  for (tensor, next) in zip(ordered, ordered.dropFirst())
  where tensor.byteRange.upperBound > next.byteRange.lowerBound {
    throw .malformed("tensors \(quoted(tensor.name)) and \(quoted(next.name)) overlap")
  }
}
