// Products of queries with rows of the cache. Rows are transposed first, so that each lane of a vector is a row and no product
// has to be summed over lanes; elements are added one after the other, whatever the number of queries.
#pragma once
#include "cache_rows.h"

// Elements transposed at once: those of 64 rows, 16 KiB, stay in the first cache level.
#define TRANSPOSED_ELEMENTS 64
#if LANES == 16
#define QUERY_TILE 8
#else
#define QUERY_TILE 4
#endif

// Queries lie side by side, QUERY_TILE of them and at last those that are left.
#define EACH_QUERY_TILE(queries, t, tile)                                                                           \
  for (size_t t = 0, tile; t < (queries) && (tile = (queries) - t < QUERY_TILE ? (queries) - t : QUERY_TILE); t += tile)

// transposed[t / tile][e][tile]
static void transpose_queries(float *transposed, const float *q, size_t queries, size_t size) {
  EACH_QUERY_TILE(queries, t, tile)
    for (size_t e = 0; e < size; e++)
      for (size_t i = 0; i < tile; i++) transposed[t * size + e * tile + i] = q[(t + i) * size + e];
}

INLINE void score_tile(float *scores, const float *q, const float *rows, size_t elements, int is_first, const int queries,
                       const int vectors) {
  vec sums[QUERY_TILE][4];
  for (int t = 0; t < queries; t++)
    for (int i = 0; i < vectors; i++)
      sums[t][i] = is_first ? splat(0) : load(scores + t * WEIR_PAGE_TOKENS_MAX + i * LANES);
  for (size_t e = 0; e < elements; e++) {
    vec k[4];
    for (int i = 0; i < vectors; i++) k[i] = load(rows + e * WEIR_PAGE_TOKENS_MAX + i * LANES);
    for (int t = 0; t < queries; t++)
      for (int i = 0; i < vectors; i++) sums[t][i] += k[i] * q[e * queries + t];
  }
  for (int t = 0; t < queries; t++)
    for (int i = 0; i < vectors; i++) store(scores + t * WEIR_PAGE_TOKENS_MAX + i * LANES, sums[t][i]);
}

INLINE void score_some(float *scores, const float *q, const float *rows, size_t elements, int is_first, size_t count,
                       const int queries, const int vectors) {
  size_t r = 0;
  for (; r + (vectors - 1) * LANES < count; r += vectors * LANES)
    score_tile(scores + r, q, rows + r, elements, is_first, queries, vectors);
  for (; r < count; r += LANES) score_tile(scores + r, q, rows + r, elements, is_first, queries, 1);
}

INLINE void transpose_rows(enum weir_format format, float *transposed, const uint8_t *const *rows, size_t count, size_t first,
                      size_t end) {
  if (format == WEIR_F32) transpose_f32(transposed, rows, count, first, end);
  else if (format == WEIR_F16) transpose_f16(transposed, rows, count, first, end);
  else transpose_q8_0(transposed, rows, count, first, end);
}

// scores[q][r] = queries[q] . rows[r] of at most WEIR_PAGE_TOKENS_MAX rows, of which `rows` has whole vectors; scores of
// queries are as many apart.
static void score_rows(enum weir_format format, float *scores, const float *q, size_t queries,
                       const uint8_t *const *rows, size_t count, size_t size, struct near *near) {
  const size_t lines = lines_of(near, TRANSPOSED_ELEMENTS, size, queries, QUERY_TILE);
  _Alignas(64) float transposed[TRANSPOSED_ELEMENTS * WEIR_PAGE_TOKENS_MAX];
  for (size_t first = 0, end; first < size; first = end) {
    end = size - first < TRANSPOSED_ELEMENTS ? size : first + TRANSPOSED_ELEMENTS;
    transpose_rows(format, transposed, rows, count, first, end);
    EACH_QUERY_TILE(queries, t, tile) {
      float *to = scores + t * WEIR_PAGE_TOKENS_MAX;
      const float *from = q + t * size + first * tile;
      const size_t elements = end - first;
      bring_lines(near, lines);
      switch (tile) {
#define CASE(tile) case tile: score_some(to, from, transposed, elements, first == 0, count, tile, tile < 3 ? 4 : 2); break;
        CASE(1) CASE(2) CASE(3) CASE(4)
#if QUERY_TILE == 8
        CASE(5) CASE(6) CASE(7) CASE(8)
#endif
#undef CASE
      }
    }
  }
}

static void score_pages(float *scores, size_t score_stride, const float *q, size_t group, const void *bounds,
                        size_t stride, const int32_t *pages, size_t count, size_t size) {
  float some[WEIR_GROUP_MAX * WEIR_PAGE_TOKENS_MAX], transposed[group * 2 * size];
  transpose_queries(transposed, q, group, 2 * size);
  for (size_t first = 0; first < count; first += WEIR_PAGE_TOKENS_MAX) {
    const uint8_t *rows[WEIR_PAGE_TOKENS_MAX];
    size_t block = count - first < WEIR_PAGE_TOKENS_MAX ? count - first : WEIR_PAGE_TOKENS_MAX;
    for (size_t p = 0; p < WEIR_PAGE_TOKENS_MAX; p++)
      rows[p] = (const uint8_t *)bounds + (size_t)pages[first + (p < block ? p : 0)] * stride;
    struct near none = near(NULL, 0);
    score_rows(WEIR_F16, some, transposed, group, rows, block, 2 * size, &none);
    for (size_t g = 0; g < group; g++)
      memcpy(scores + g * score_stride + first, some + g * WEIR_PAGE_TOKENS_MAX, block * sizeof *scores);
  }
}
