internal import CKernels

/// How a product of many tokens with weights of 16 bits is divided into blocks.
///
/// Each level of Strassen's algorithm saves an eighth of the multiplications and adds sums of blocks, the more of them
/// for each multiplication the fewer the tokens.
struct ProductBlocks {
  /// Tokens from which rearranging the inputs pays.
  static let tokensMinimum = 48
  /// Tokens of one product: with 1,536 columns and two levels, the rearranged inputs take 9.2 MiB, at most.
  static let tokensMax = 512

  let tokens: Int, rows: Int, columns: Int
  let levels: Int

  /// `tokens` is at most `tokensMax`; `levels` follows the shape unless given.
  init(tokens: Int, rows: Int, columns: Int, levels: Int? = nil) {
    (self.tokens, self.rows, self.columns) = (tokens, rows, columns)
    self.levels = levels ?? Self.levels(tokens: tokens, rows: rows, columns: columns)
  }

  /// The columns are taken in parts of equal width; each is one product, added to the others.
  var columnParts: [Range<Int>] {
    let widest = Int(WEIR_BLOCK_DEPTH_MAX) << levels, count = (columns + widest - 1) / widest
    let width = Self.roundUp((columns + count - 1) / count, Int(WEIR_BLOCK_COLUMNS) << levels)
    return stride(from: 0, to: columns, by: width).map { $0..<min($0 + width, columns) }
  }

  var blockTokens: Int { Self.blockTokens(tokens, levels) }

  func code(columns: Int) -> weir_blocks {
    let depth = Self.roundUp((columns + (1 << levels) - 1) >> levels, Int(WEIR_BLOCK_COLUMNS))
    return weir_blocks(
      levels: Int32(levels), tokens: tokens, columns: columns, block_tokens: blockTokens, depth: depth)
  }

  private static func levels(tokens: Int, rows: Int, columns: Int) -> Int {
    let possible = (0...Int(WEIR_BLOCK_LEVELS_MAX)).filter { $0 == 0 || min(rows, columns) >> $0 >= smallestBlock }
    return possible.min { cost(tokens, $0) < cost(tokens, $1) } ?? 0
  }

  /// Rows and columns of a block at least: below, sums of blocks take longer than the product saves.
  private static let smallestBlock = 256

  /// In multiplications for each weight. Summing up its blocks takes as long as about 16 of them, doubled with each level.
  private static func cost(_ tokens: Int, _ levels: Int) -> Int {
    (blockTokens(tokens, levels) * weir_block_products(Int32(levels))) >> (2 * levels) + 16 << levels
  }

  private static func blockTokens(_ tokens: Int, _ levels: Int) -> Int {
    roundUp((tokens + (1 << levels) - 1) >> levels, Int(WEIR_BLOCK_TOKENS))
  }

  private static func roundUp(_ value: Int, _ step: Int) -> Int { (value + step - 1) / step * step }
}

/// Working memory of products in blocks, which grows to the largest; one product at a time uses it.
final class BlockRoom {
  private var memory: OwnedBytes?

  /// Room for `count` floats, aligned to cache lines; what was in it is lost.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    if memory.map({ $0.count < count * 4 }) ?? true {
      memory = nil
      memory = OwnedBytes(count: count * 4)
    }
    return memory!.pointer.assumingMemoryBound(to: Float.self)
  }
}
