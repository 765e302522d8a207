internal import ModelFiles
internal import NumericKernels

/// Qwen3: a Llama that normalises each head's queries and keys, with heads of a size of their own (Yang et al. 2025).
func qwen3(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) -> Decoder {
  guard loader.has("blk.0.attn_q_norm.weight"), loader.has("blk.0.attn_k_norm.weight") else {
    throw .missing("a qwen3 model without tensor \"blk.0.attn_q_norm.weight\" or \"blk.0.attn_k_norm.weight\"")
  }
  return try llamaLike(settings, loader, .halves) { (layer) throws(ModelFileError) in try settings.qwenWindow(layer) }
}
