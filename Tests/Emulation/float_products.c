// Products with weights in floats of 32 and 16 bits, for few tokens and for many.
#include "compare.h"

enum { TOKENS_MAX = 20, ROWS_MAX = 70, COLUMNS_MAX = 600, BLOCK_TOKENS_MAX = 150 };
// Relative to the largest result: float sums, of two levels of blocks too.
static const double tolerance = 1e-5;

struct shape { size_t tokens, rows, columns, x_stride, y_stride; };

static struct shape random_shape(size_t tokens_most, size_t columns_most) {
  struct shape s = {random_size(tokens_most), random_size(ROWS_MAX), random_size(columns_most)};
  s.x_stride = s.columns + random_below(5);
  s.y_stride = s.rows + random_below(5);
  return s;
}

static void *random_halves(enum weir_format format, size_t count) {
  void *w = allocate(count * sizeof(uint16_t));
  weir_quantize(format, w, random_floats(count), count);
  return w;
}

static void compare_multiply(struct sets sets) {
  struct shape s = random_shape(TOKENS_MAX, COLUMNS_MAX);
  float *w = random_floats(s.rows * s.columns), *x = random_floats(s.tokens * s.x_stride);
  float *got = results(s.tokens * s.y_stride), *want = results(s.tokens * s.y_stride), *alone = results(s.rows);
  describe(sets.fast, "multiply F32, %zu tokens, %zu rows, %zu columns", s.tokens, s.rows, s.columns);
  sets.fast->multiply(got, s.y_stride, w, x, s.x_stride, s.tokens, s.rows, s.columns);
  sets.reference->multiply(want, s.y_stride, w, x, s.x_stride, s.tokens, s.rows, s.columns);
  check_close(got, want, s.tokens * s.y_stride, tolerance, "results");
  for (size_t t = 0; t < s.tokens; t += 3) {
    sets.fast->multiply(alone, s.rows, w, x + t * s.x_stride, s.x_stride, 1, s.rows, s.columns);
    check_same(alone, got + t * s.y_stride, s.rows * sizeof *alone, "a token alone");
  }
}

static void compare_multiply_half(struct sets sets, enum weir_format format) {
  struct shape s = random_shape(TOKENS_MAX, COLUMNS_MAX);
  void *w = random_halves(format, s.rows * s.columns);
  float *x = random_floats(s.tokens * s.x_stride), *alone = results(s.rows);
  float *got = results(s.tokens * s.y_stride), *want = results(s.tokens * s.y_stride);
  describe(sets.fast, "multiply_half %s, %zu tokens, %zu rows, %zu columns", format_name(format), s.tokens, s.rows,
           s.columns);
  sets.fast->multiply_half(got, s.y_stride, format, w, x, s.x_stride, s.tokens, s.rows, s.columns);
  sets.reference->multiply_half(want, s.y_stride, format, w, x, s.x_stride, s.tokens, s.rows, s.columns);
  check_close(got, want, s.tokens * s.y_stride, tolerance, "results");
  for (size_t t = 0; t < s.tokens; t += 3) {
    sets.fast->multiply_half(alone, s.rows, format, w, x + t * s.x_stride, s.x_stride, 1, s.rows, s.columns);
    check_same(alone, got + t * s.y_stride, s.rows * sizeof *alone, "a token alone");
  }
}

static void compare_widen_half(struct sets sets, enum weir_format format) {
  size_t count = random_size(2000);
  void *w = random_halves(format, count);
  float *got = results(count), *want = results(count);
  describe(sets.fast, "widen_half %s, %zu elements", format_name(format), count);
  sets.fast->widen_half(got, format, w, count);
  sets.reference->widen_half(want, format, w, count);
  check_same(got, want, count * sizeof *got, "elements");
}

// MARK: Blocks

static size_t round_up(size_t n, size_t step) { return (n + step - 1) / step * step; }

static struct weir_blocks blocks_of(struct shape s, int levels) {
  size_t parts = (size_t)1 << levels;
  return (struct weir_blocks){
      .levels = levels,
      .tokens = s.tokens,
      .columns = s.columns,
      .block_tokens = round_up(round_up(s.tokens, parts) / parts, WEIR_BLOCK_TOKENS),
      .depth = round_up(round_up(s.columns, parts) / parts, WEIR_BLOCK_COLUMNS),
  };
}

// Inputs packed in two parts, as two threads do it.
static float *packed_inputs(const struct weir_kernels *fast, struct weir_blocks b, const float *x, size_t x_stride,
                            const float *scale) {
  float *packed = allocate(weir_packed_floats(b) * sizeof *packed);
  size_t middle = random_below(b.block_tokens / WEIR_BLOCK_TOKENS + 1) * WEIR_BLOCK_TOKENS;
  fast->pack_inputs(packed, x, x_stride, scale, b, 0, middle);
  fast->pack_inputs(packed, x, x_stride, scale, b, middle, b.block_tokens);
  return packed;
}

// The specification has no product that adds.
static void add_rows(float *y, const float *x, struct shape s) {
  for (size_t t = 0; t < s.tokens; t++)
    for (size_t r = 0; r < s.rows; r++) y[t * s.y_stride + r] += x[t * s.y_stride + r];
}

static void compare_multiply_packed(struct sets sets, enum weir_format format, int levels) {
  struct shape s = random_shape(BLOCK_TOKENS_MAX, (size_t)WEIR_BLOCK_DEPTH_MAX << levels);
  struct weir_blocks b = blocks_of(s, levels);
  size_t count = s.tokens * s.y_stride;
  int adds = (int)random_below(2);
  void *w = random_halves(format, s.rows * s.columns);
  float *x = random_floats(s.tokens * s.x_stride), *scale = allocate(s.tokens * sizeof *scale);
  float *before = random_floats(count), *got = copied(before, count * sizeof *got);
  float *want = copied(before, count * sizeof *want);
  describe(sets.fast, "scale_tokens, pack_inputs, multiply_packed %s, %d levels, %zu tokens, %zu rows, %zu columns%s",
           format_name(format), levels, s.tokens, s.rows, s.columns, adds ? ", added" : "");
  sets.fast->scale_tokens(scale, x, s.x_stride, s.tokens, s.columns);
  float *packed = packed_inputs(sets.fast, b, x, s.x_stride, scale);
  sets.fast->multiply_packed(got, s.y_stride, format, w, s.columns, packed, scale, b, s.rows,
                             allocate(weir_result_floats(b) * sizeof(float)), adds);
  sets.reference->multiply_half(want, s.y_stride, format, w, x, s.x_stride, s.tokens, s.rows, s.columns);
  if (adds) add_rows(want, before, s);
  check_close(got, want, count, tolerance, "results");
}

void compare_float_products(struct sets sets) {
  static const enum weir_format formats[] = {WEIR_F16, WEIR_BF16};
  release_all();
  compare_multiply(sets);
  for (size_t i = 0; i < 2; i++) {
    release_all();
    compare_multiply_half(sets, formats[i]);
    compare_widen_half(sets, formats[i]);
    for (int levels = 0; levels <= WEIR_BLOCK_LEVELS_MAX; levels++) {
      release_all();
      compare_multiply_packed(sets, formats[i], levels);
    }
  }
}
