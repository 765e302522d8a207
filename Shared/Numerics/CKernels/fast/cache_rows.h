// Rows of the cache: how keys and values are written, and their products with floats, one text for three formats.
#pragma once
#include "../reference/blocks.h"
#include "transpose.h"

#define GROUP_VECTORS (WEIR_GROUP_ELEMENTS / LANES)
// Vectors of four sums each that hide the latency of a multiply-add, as many as the registers have.
#define ADD_VECTORS (LANES == 16 ? 4 : 2)
typedef int8_t signed_lanes __attribute__((vector_size(LANES)));

// Vector i of a group of 32 elements.
INLINE vec group_f32(const uint8_t *group, int i) { return load((const float *)group + i * LANES); }
INLINE vec group_f16(const uint8_t *group, int i) { return load_f16((const _Float16 *)group + i * LANES); }
INLINE vec group_q8_0(const uint8_t *group, int i) {
  const struct block_q8_0 *block = (const struct block_q8_0 *)group;
  signed_lanes q;
  memcpy(&q, block->q + i * LANES, sizeof q);
  return __builtin_convertvector(q, vec) * half_to_float(block->d);
}

// Elements widened at once: those of 64 rows, 16 KiB of floats, stay in the first cache level.
#define WIDE_ELEMENTS 64

// Memory that the next step reads, asked for a bit at a time: the processor's own prediction ends at each page of 4 KiB.
struct near { const uint8_t *place, *end; };
INLINE struct near near(const uint8_t *place, size_t bytes) { return (struct near){place, place + bytes}; }
// Lines for each `tile` of the queries, while `elements` of `size` are computed.
INLINE size_t lines_of(const struct near *near, size_t elements, size_t size, size_t queries, size_t tile) {
  const size_t tiles = (queries + tile - 1) / tile * ((size + elements - 1) / elements);
  return (size_t)(near->end - near->place) / 64 / tiles + 1;
}
INLINE void bring_lines(struct near *near, size_t lines) {
  for (; lines > 0 && near->place < near->end; lines--, near->place += 64) __builtin_prefetch(near->place, 0, 2);
}

#define NAMED(name) name##_f32
#define GROUP_BYTES (WEIR_GROUP_ELEMENTS * 4)
#define GROUP_VECTOR group_f32
#include "row_products.h"
#undef NAMED
#undef GROUP_BYTES
#undef GROUP_VECTOR

#define NAMED(name) name##_f16
#define GROUP_BYTES (WEIR_GROUP_ELEMENTS * 2)
#define GROUP_VECTOR group_f16
#include "row_products.h"
#undef NAMED
#undef GROUP_BYTES
#undef GROUP_VECTOR

#define NAMED(name) name##_q8_0
#define GROUP_BYTES sizeof(struct block_q8_0)
#define GROUP_VECTOR group_q8_0
#include "row_products.h"
#undef NAMED
#undef GROUP_BYTES
#undef GROUP_VECTOR

// Whether rows are better widened once for all queries than met by each four of them as they are stored.
INLINE int is_widened(enum weir_format format, size_t queries) {
  return format == WEIR_F16 ? queries > 8 : format == WEIR_Q8_0 && queries > 4;
}

INLINE void add_widened(enum weir_format format, float *out, const float *weights, size_t queries,
                        const uint8_t *const *rows, size_t count, size_t size, struct near *near) {
  _Alignas(64) float wide[WEIR_PAGE_TOKENS_MAX * WIDE_ELEMENTS];
  const uint8_t *wide_rows[WEIR_PAGE_TOKENS_MAX];
  for (size_t r = 0; r < count; r++) wide_rows[r] = (const uint8_t *)(wide + r * WIDE_ELEMENTS);
  for (size_t first = 0; first < size; first += WIDE_ELEMENTS) {
    const size_t elements = size - first < WIDE_ELEMENTS ? size - first : WIDE_ELEMENTS;
    if (format == WEIR_F16) widen_f16(wide, rows, count, first, elements);
    else widen_q8_0(wide, rows, count, first, elements);
    add_f32(out + first, weights, queries, wide_rows, count, size, elements, near);
  }
}

// out[q] += sum_r weights[q][r] rows[r] of at most WEIR_PAGE_TOKENS_MAX rows
static void add_rows(enum weir_format format, float *out, const float *weights, size_t queries, const uint8_t *const *rows,
                     size_t count, size_t size, struct near *near) {
  if (is_widened(format, queries)) add_widened(format, out, weights, queries, rows, count, size, near);
  else if (format == WEIR_F32) add_f32(out, weights, queries, rows, count, size, size, near);
  else if (format == WEIR_F16) add_f16(out, weights, queries, rows, count, size, size, near);
  else add_q8_0(out, weights, queries, rows, count, size, size, near);
}

INLINE vec least(vec a, vec b) { return choose(b < a, b, a); }
INLINE vec greatest(vec a, vec b) { return choose(b > a, b, a); }

INLINE void store_f16(_Float16 *y, vec x) {
  // NaN fails both comparisons and stays.
  halves h = __builtin_convertvector(greatest(least(x, splat(65504)), splat(-65504)), halves);
  memcpy(y, &h, sizeof h);
}

INLINE void store_q8_0(struct block_q8_0 *block, const float *x) {
  vec most = splat(0);
  for (int i = 0; i < GROUP_VECTORS; i++) {
    vec v = load(x + i * LANES);
    most = greatest(most, choose(v < splat(0), -v, v));
  }
  block->d = float_to_half(max_of(most) / 127);
  float d = half_to_float(block->d), inverse = d > 0 ? 1 / d : 0;
  const vec round = splat(12582912.0f);  // see exponential
  for (int i = 0; i < GROUP_VECTORS; i++) {
    vec v = greatest(least(load(x + i * LANES) * inverse, splat(127)), splat(-127));
    ivec q = (ivec)(v + round) - (ivec)round;
    signed_lanes bytes = __builtin_convertvector(q, signed_lanes);
    memcpy(block->q + i * LANES, &bytes, sizeof bytes);
  }
}

// The group of x that begins at element `first`; the last one filled up with zeros.
INLINE const float *whole_group(const float *x, size_t first, size_t count, float *filled) {
  if (count - first >= WEIR_GROUP_ELEMENTS) return x + first;
  memset(filled, 0, WEIR_GROUP_ELEMENTS * sizeof *filled);
  memcpy(filled, x + first, (count - first) * sizeof *filled);
  return filled;
}

static void store_row(enum weir_format format, void *row, const float *x, size_t count) {
  float filled[WEIR_GROUP_ELEMENTS];
  for (size_t first = 0; first < count; first += WEIR_GROUP_ELEMENTS) {
    const float *group = whole_group(x, first, count, filled);
    if (format == WEIR_Q8_0)
      store_q8_0((struct block_q8_0 *)row + first / WEIR_GROUP_ELEMENTS, group);
    else if (format == WEIR_F32)
      memcpy((float *)row + first, group, WEIR_GROUP_ELEMENTS * sizeof *group);
    else
      for (int i = 0; i < GROUP_VECTORS; i++) store_f16((_Float16 *)row + first + i * LANES, load(group + i * LANES));
  }
}

static void extend_bounds(void *bounds, const float *x, size_t count, int fresh) {
  float filled[WEIR_GROUP_ELEMENTS];
  size_t size = (count + WEIR_GROUP_ELEMENTS - 1) / WEIR_GROUP_ELEMENTS * WEIR_GROUP_ELEMENTS;
  for (size_t first = 0; first < count; first += WEIR_GROUP_ELEMENTS) {
    const float *group = whole_group(x, first, count, filled);
    for (int i = 0; i < GROUP_VECTORS; i++) {
      _Float16 *high = (_Float16 *)bounds + first + i * LANES, *low = high + size;
      vec v = load(group + i * LANES);
      store_f16(high, fresh ? v : greatest(load_f16(high), v));
      store_f16(low, fresh ? v : least(load_f16(low), v));
    }
  }
}
