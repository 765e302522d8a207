// Products of byte rows with weights in blocks: a group of 32 weights is unpacked once for a tile of tokens. One
// accumulator for each (t, r), so that a sequence gets the same bits alone and in a batch.
#pragma once
#include "groups.h"

typedef struct group (*unpacker)(const uint8_t *row, size_t group);
typedef eight_ints (*dotter)(bytes w, bytes x);

#define BLOCK_TILE_ROWS 2
#define BLOCK_TILE_TOKENS 4

INLINE void blocks_tile(unpacker unpack, dotter dot, float *y, size_t y_stride, const uint8_t *w, size_t row_bytes,
                        struct weir_int8_rows x, size_t columns, const int rows, const int tokens) {
  size_t groups = columns / WEIR_GROUP_ELEMENTS;
  eight sums[BLOCK_TILE_ROWS * 2][BLOCK_TILE_TOKENS] = {0};
  float minima[BLOCK_TILE_ROWS * 2][BLOCK_TILE_TOKENS] = {0};
  for (size_t g = 0; g < groups; g++)
    for (int r = 0; r < rows; r++) {
      struct group weights = unpack(w + r * row_bytes, g);
      for (int t = 0; t < tokens; t++) {
        eight_ints products = dot(weights.q, load_bytes(x.q + t * columns + g * WEIR_GROUP_ELEMENTS));
        sums[r][t] += __builtin_convertvector(products, eight) * (weights.scale * x.scale[t * groups + g]);
        minima[r][t] += weights.minimum * x.sum[t * groups + g];
      }
    }
  for (int r = 0; r < rows; r++)
    for (int t = 0; t < tokens; t++) y[t * y_stride + r] = sum_of_eight(sums[r][t]) - minima[r][t];
}

// Token `token` on, the first of those together.
INLINE struct weir_int8_rows rows_from(struct weir_int8_rows x, size_t token, size_t columns) {
  size_t groups = columns / WEIR_GROUP_ELEMENTS;
  return (struct weir_int8_rows){x.together, x.q + token * columns, x.scale + token * groups, x.sum + token * groups,
                                 x.total + token * groups, x.start + token * groups, x.half_start + token * groups * 2,
                                 x.lift + token * groups, x.uneven + token * weir_blocks_of(columns)};
}

INLINE void blocks_rows(unpacker unpack, dotter dot, float *y, size_t y_stride, const uint8_t *w, size_t row_bytes,
                        struct weir_int8_rows x, size_t tokens, size_t columns, const int rows) {
  size_t t = 0;
  for (; t + BLOCK_TILE_TOKENS <= tokens; t += BLOCK_TILE_TOKENS)
    blocks_tile(unpack, dot, y + t * y_stride, y_stride, w, row_bytes, rows_from(x, t, columns), columns, rows,
                BLOCK_TILE_TOKENS);
  for (; t < tokens; t++)
    blocks_tile(unpack, dot, y + t * y_stride, y_stride, w, row_bytes, rows_from(x, t, columns), columns, rows, 1);
}

INLINE void blocks_product(unpacker unpack, dotter dot, size_t block_elements, size_t block_bytes, float *y,
                           size_t y_stride, const void *w, struct weir_int8_rows x, size_t tokens, size_t rows,
                           size_t columns) {
  size_t row_bytes = columns / block_elements * block_bytes, r = 0;
  const uint8_t *weights = w;
  for (; r + BLOCK_TILE_ROWS <= rows; r += BLOCK_TILE_ROWS)
    blocks_rows(unpack, dot, y + r, y_stride, weights + r * row_bytes, row_bytes, x, tokens, columns, BLOCK_TILE_ROWS);
  for (; r < rows; r++)
    blocks_rows(unpack, dot, y + r, y_stride, weights + r * row_bytes, row_bytes, x, tokens, columns, 1);
}

static int multiply_blocks(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                           size_t tokens, size_t rows, size_t columns) {
#define CASE(FORMAT, name, elements, dot)                                                                       \
  case FORMAT:                                                                                                  \
    blocks_product(unpack_##name, dot, elements, sizeof(struct block_##name), y, y_stride, w, x, tokens, rows,  \
                   columns);                                                                                    \
    return 1;
  switch (format) {
    CASE(WEIR_Q8_0, q8_0, 32, dot_signed)
    CASE(WEIR_Q4_0, q4_0, 32, dot_unsigned)
    CASE(WEIR_Q4_1, q4_1, 32, dot_unsigned)
    CASE(WEIR_Q5_0, q5_0, 32, dot_unsigned)
    CASE(WEIR_Q5_1, q5_1, 32, dot_unsigned)
    CASE(WEIR_IQ4_NL, iq4_nl, 32, dot_signed)
    CASE(WEIR_Q4_K, q4_K, 256, dot_unsigned)
    CASE(WEIR_Q5_K, q5_K, 256, dot_unsigned)
    CASE(WEIR_Q6_K, q6_K, 256, dot_signed)
    default: return 0;
  }
#undef CASE
}
