internal import CKernels

extension Compute {
  /// y = x W^T for many tokens and weights in F16 or BF16: `CKernels/fast/strassen.h`. `levels` is for tests.
  func multiplyInBlocks(
    _ x: ActivationColumns, _ matrix: Matrix, into y: ActivationColumns, levels: Int? = nil
  ) {
    for first in stride(from: 0, to: x.rows, by: ProductBlocks.tokensMax) {
      let blocks = ProductBlocks(
        tokens: min(ProductBlocks.tokensMax, x.rows - first), rows: matrix.rows, columns: matrix.columns,
        levels: levels)
      multiply(BlockedOperands(x: x.view.from(row: first), w: matrix, y: y.view.from(row: first)), blocks)
    }
  }

  private func multiply(_ operands: BlockedOperands, _ blocks: ProductBlocks) {
    let room = BlockMemory(blocks, threads: pool.count, room: blockRoom), x = operands.x, matrix = operands.w
    pool.split(blocks.tokens, minimum: Self.elementsMinimum / matrix.columns + 1) { [kernels] tokens in
      kernels.table.scale_tokens(
        room.scale + tokens.lowerBound, x[tokens.lowerBound], x.columns, tokens.count, matrix.columns)
    }
    for columns in blocks.columnParts {
      let code = blocks.code(columns: columns.count)
      pool.split(blocks.blockTokens / Int(WEIR_BLOCK_TOKENS), minimum: 1) { [kernels] steps in
        kernels.table.pack_inputs(
          room.packed, x.pointer + columns.lowerBound, x.columns, room.scale, code,
          steps.lowerBound * Int(WEIR_BLOCK_TOKENS), steps.upperBound * Int(WEIR_BLOCK_TOKENS))
      }
      pool.splitNumbered(matrix.rows, minimum: Self.productsMinimum / (blocks.tokens * columns.count) + 1) {
        [kernels] part, rows in
        kernels.table.multiply_packed(
          operands.y.pointer + rows.lowerBound, operands.y.columns, matrix.format.code,
          matrix.pointer(row: rows.lowerBound) + columns.lowerBound * 2, matrix.columns, room.packed, room.scale,
          code, rows.count, room.results + part * room.resultFloats, columns.lowerBound > 0 ? 1 : 0)
      }
    }
  }
}

private struct BlockedOperands {
  let x: RowView, w: Matrix, y: RowView
}

/// Parts of the working memory: what all threads read, and results for each of them.
private struct BlockMemory: @unchecked Sendable {  // Sendable: threads write disjoint parts.
  let scale: UnsafeMutablePointer<Float>, packed: UnsafeMutablePointer<Float>, results: UnsafeMutablePointer<Float>
  let resultFloats: Int

  init(_ blocks: ProductBlocks, threads: Int, room: BlockRoom) {
    let codes = blocks.columnParts.map { blocks.code(columns: $0.count) }
    let packedFloats = codes.map(weir_packed_floats).max() ?? 0
    resultFloats = codes.map(weir_result_floats).max() ?? 0
    scale = room.floats(ProductBlocks.tokensMax + packedFloats + threads * resultFloats)
    packed = scale + ProductBlocks.tokensMax
    results = packed + packedFloats
  }
}
