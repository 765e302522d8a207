// y[t][r] = sum_k w[r][k] x[t][k]: a tile of rows times tokens stays in registers while k runs. One accumulator for
// each (t, r), so that the order of additions is the same for every shape of tile.
// Included once for each type of weight: WEIGHT is the type, LOAD_WEIGHTS gives a vector of floats, WIDEN one float,
// and NAMED(x) the name of a function for this type.

#ifndef TILE_ROWS
#define TILE_ROWS (TILE_TOKENS == 8 ? 3 : 4)
// Rows for a single token: enough independent sums to hide the latency of a multiply-add.
#define TILE_ROWS_SINGLE 8
// Tokens taken through all rows at once: for 2,048 inputs they fill 512 KiB, a quarter of a large L2 cache.
#define BLOCK_TOKENS 64
#endif

INLINE void NAMED(multiply_tile)(float *y, size_t y_stride, const WEIGHT *w, const float *x, size_t x_stride,
                                 size_t columns, int rows, int tokens) {
  vec sums[TILE_ROWS_SINGLE][TILE_TOKENS] = {0};
  size_t k = 0;
  for (; k + LANES <= columns; k += LANES) {
    vec inputs[TILE_TOKENS];
    for (int t = 0; t < tokens; t++) inputs[t] = load(x + t * x_stride + k);
    for (int r = 0; r < rows; r++) {
      vec weights = LOAD_WEIGHTS(w + r * columns + k);
      // Of the next tile: the processor foresees few of so many short streams, and none past a page of 4 KiB.
      if (rows > 1) __builtin_prefetch(w + (rows + r) * columns + k);
      for (int t = 0; t < tokens; t++) sums[r][t] += weights * inputs[t];
    }
  }
  for (int r = 0; r < rows; r++)
    for (int t = 0; t < tokens; t++) {
      float rest = 0;
      for (size_t i = k; i < columns; i++) rest += WIDEN(w[r * columns + i]) * x[t * x_stride + i];
      y[t * y_stride + r] = sum_of(sums[r][t]) + rest;
    }
}

// All rows for the same `tokens` inputs. The compiler unrolls a tile when both of its sizes are constants.
INLINE void NAMED(multiply_stripe)(float *y, size_t y_stride, const WEIGHT *w, const float *x, size_t x_stride,
                                 size_t rows, size_t columns, const int tile_rows, const int tokens) {
  size_t r = 0;
  for (; r + tile_rows <= rows; r += tile_rows)
    NAMED(multiply_tile)(y + r, y_stride, w + r * columns, x, x_stride, columns, tile_rows, tokens);
  for (; r < rows; r++) NAMED(multiply_tile)(y + r, y_stride, w + r * columns, x, x_stride, columns, 1, tokens);
}

// A block of rows is taken through all tokens before the next one, so that it is read from memory once.
INLINE void NAMED(multiply_block)(float *y, size_t y_stride, const WEIGHT *w, const float *x, size_t x_stride,
                                  size_t tokens, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r += TILE_ROWS) {
    size_t block = rows - r < TILE_ROWS ? rows - r : TILE_ROWS, t = 0;
    const WEIGHT *weights = w + r * columns;
#define STRIPES(count)                                                                                            \
  for (; TILE_TOKENS >= count && t + count <= tokens; t += count)                                                 \
    NAMED(multiply_stripe)(y + t * y_stride + r, y_stride, weights, x + t * x_stride, x_stride, block, columns,   \
                           TILE_ROWS, count)
    STRIPES(8);
    STRIPES(4);
    STRIPES(2);
    STRIPES(1);
#undef STRIPES
  }
}

static void NAMED(multiply)(float *y, size_t y_stride, const WEIGHT *w, const float *x, size_t x_stride,
                            size_t tokens, size_t rows, size_t columns) {
  if (tokens == 1) {
    NAMED(multiply_stripe)(y, y_stride, w, x, x_stride, rows, columns, TILE_ROWS_SINGLE, 1);
    return;
  }
  for (size_t t = 0; t < tokens; t += BLOCK_TOKENS) {
    size_t block = tokens - t < BLOCK_TOKENS ? tokens - t : BLOCK_TOKENS;
    NAMED(multiply_block)(y + t * y_stride, y_stride, w, x + t * x_stride, x_stride, block, rows, columns);
  }
}
