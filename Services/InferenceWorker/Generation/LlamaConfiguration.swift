internal import ModelFiles
internal import NumericKernels

/// The sizes and constants of a Llama-architecture model.
struct LlamaConfiguration: Sendable {
  let architecture: String
  let layers: Int, embedding: Int, feedForward: Int
  /// Query heads, key/value heads (fewer where groups of queries share one), and elements of a head.
  let heads: Int, keyValueHeads: Int, headSize: Int
  let vocabulary: Int, context: Int
  let normEpsilon: Float
  let ropeBase: Double
  /// Elements of each head that are rotated.
  let rotated: Int
  /// Positions are divided by this ("linear" scaling); 1 without.
  let ropeScale: Double

  init(_ file: GGUFFile) throws(ModelFileError) {
    let name = try file.architecture
    architecture = name
    func size(_ key: String, or other: Int? = nil) throws(ModelFileError) -> Int {
      let key = "\(name).\(key)"
      if let other, file.metadata[key] == nil { return other }
      let value = try file.int(key)
      guard Self.sizes.contains(value) else {
        throw .unsupported("metadata key \"\(key)\" is \(value), outside \(Self.sizes)")
      }
      return value
    }
    layers = try size("block_count")
    embedding = try size("embedding_length")
    feedForward = try size("feed_forward_length")
    heads = try size("attention.head_count")
    keyValueHeads = try size("attention.head_count_kv", or: heads)
    headSize = try size("attention.key_length", or: embedding / heads)
    rotated = try size("rope.dimension_count", or: headSize)
    context = try size("context_length")
    vocabulary = try file.tensor("token_embd.weight").rows
    normEpsilon = Float(try file.float("\(name).attention.layer_norm_rms_epsilon"))
    ropeBase = try file.metadata["\(name).rope.freq_base"].map(Self.number) ?? 10_000
    ropeScale = try Self.linearScale(file, name)
    try check(valueSize: try size("attention.value_length", or: headSize))
  }

  /// Bounds of every size, so that no product of two of them overflows and none is zero.
  private static let sizes = 1...(1 << 28)

  private static func number(_ value: GGUFValue) throws(ModelFileError) -> Double {
    guard let number = value.float, number.isFinite, number > 0 else {
      throw .missing("a rotary embedding constant is not a positive number")
    }
    return number
  }

  /// Llama 3's scaling comes as the tensor `rope_freqs.weight`; of the kinds named by a key only "linear" is known.
  private static func linearScale(_ file: GGUFFile, _ name: String) throws(ModelFileError) -> Double {
    switch file.metadata["\(name).rope.scaling.type"]?.string {
    case nil, "none": return 1
    case "linear": return try file.metadata["\(name).rope.scaling.factor"].map(number) ?? 1
    case let other?: throw .unsupported("rotary scaling \"\(other.prefix(60))\": none and linear can be run")
    }
  }

  private func check(valueSize: Int) throws(ModelFileError) {
    guard heads % keyValueHeads == 0, heads / keyValueHeads <= Compute.queriesPerHeadMax else {
      throw .unsupported(
        "\(heads) query heads for \(keyValueHeads) key/value heads: not a whole group of at most "
          + "\(Compute.queriesPerHeadMax)")
    }
    guard rotated % 2 == 0, rotated <= headSize else {
      throw .unsupported("\(rotated) rotated elements in heads of \(headSize): not an even number within the head")
    }
    guard valueSize == headSize else { throw .unsupported("values of \(valueSize) with keys of \(headSize) elements") }
  }
}
