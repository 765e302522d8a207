// Products of many tokens with weights in F16 or BF16: a blocked product, which Strassen's seven products of quadrants
// take the place of up to twice. Source: Huang, Smith, Henry and van de Geijn 2016, "Strassen's Algorithm Reloaded":
// quadrants are added up where operands are rearranged anyway, and a tile of a product is added to each quadrant of the
// result that needs it while it is in registers, so that no matrix is written that a plain product would not write.
#pragma once
#include "products.h"

// A tile fills the registers: rows of weights times tokens.
#define STRASSEN_ROWS (LANES == 16 ? 12 : 6)
#define STRASSEN_TOKENS (2 * LANES)
// Columns gathered at a time: those of all blocks fit the first cache level.
#define GATHERED 16

// A sum of blocks of a matrix: for each block its row, column and sign.
#define TERMS_MAX 4
struct terms {
  int count;
  struct { size_t row, column; float sign; } of[TERMS_MAX];
};

// Signs of the quadrants in each of the seven products: product p is (sum of weights[p]) times (sum of inputs[p]), and
// is added to the quadrants of the result by results[p]. Quadrants are (0, 0), (0, 1), (1, 0), (1, 1).
static const int8_t strassen_weights[7][4] = {
  {1, 0, 0, 1}, {0, 0, 1, 1}, {1, 0, 0, 0}, {0, 0, 0, 1}, {1, 1, 0, 0}, {-1, 0, 1, 0}, {0, 1, 0, -1}};
static const int8_t strassen_inputs[7][4] = {
  {1, 0, 0, 1}, {1, 0, 0, 0}, {0, 1, 0, -1}, {-1, 0, 1, 0}, {0, 0, 0, 1}, {1, 1, 0, 0}, {0, 0, 1, 1}};
static const int8_t strassen_results[7][4] = {
  {1, 0, 0, 1}, {0, 0, 1, -1}, {0, 1, 0, 1}, {1, 0, 1, 0}, {-1, 1, 0, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}};

// Two levels: quadrants of quadrants, signs multiplied.
static struct terms strassen_terms(const int8_t signs[7][4], size_t product, int levels) {
  struct terms terms = {1, {{0, 0, 1}}};
  for (int level = 0; level < levels; level++, product /= 7) {
    struct terms finer = {0};
    for (int i = 0; i < terms.count; i++)
      for (size_t quadrant = 0; quadrant < 4; quadrant++) {
        int8_t sign = signs[product % 7][quadrant];
        if (sign == 0) continue;
        finer.of[finer.count].row = 2 * terms.of[i].row + quadrant / 2;
        finer.of[finer.count].column = 2 * terms.of[i].column + quadrant % 2;
        finer.of[finer.count++].sign = sign * terms.of[i].sign;
      }
    terms = finer;
  }
  return terms;
}

INLINE size_t strassen_less(size_t a, size_t b) { return a > b ? a - b : 0; }
INLINE size_t strassen_least(size_t a, size_t b) { return a < b ? a : b; }

// y[j][i] = x[i][j] of four rows and columns.
INLINE void transpose_four(float *y, size_t y_stride, const float *x, size_t x_stride) {
  four_lanes r[4];
  for (int i = 0; i < 4; i++) memcpy(&r[i], x + i * x_stride, sizeof r[i]);
  four_lanes a = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5), b = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
  four_lanes c = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7), d = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
  four_lanes columns[4] = {__builtin_shufflevector(a, b, 0, 1, 4, 5), __builtin_shufflevector(a, b, 2, 3, 6, 7),
                           __builtin_shufflevector(c, d, 0, 1, 4, 5), __builtin_shufflevector(c, d, 2, 3, 6, 7)};
  for (int i = 0; i < 4; i++) memcpy(y + i * y_stride, &columns[i], sizeof columns[i]);
}

// MARK: Inputs

// out [GATHERED][STRASSEN_TOKENS] = the transpose of x times each token's scale, zeros where x ends.
static void gather_inputs(float *out, const float *x, size_t x_stride, const float *scale, size_t tokens,
                          size_t columns) {
  if (tokens >= STRASSEN_TOKENS && columns >= GATHERED) {
    for (int t = 0; t < STRASSEN_TOKENS; t += 4)
      for (int k = 0; k < GATHERED; k += 4)
        transpose_four(out + k * STRASSEN_TOKENS + t, STRASSEN_TOKENS, x + t * x_stride + k, x_stride);
  } else {
    memset(out, 0, GATHERED * STRASSEN_TOKENS * sizeof *out);
    for (size_t t = 0; t < tokens && t < STRASSEN_TOKENS; t++)
      for (size_t k = 0; k < columns && k < GATHERED; k++) out[k * STRASSEN_TOKENS + t] = x[t * x_stride + k];
  }
  vec scales[2] = {{0}};
  memcpy(scales, scale, strassen_least(tokens, STRASSEN_TOKENS) * sizeof *scale);
  for (int k = 0; k < GATHERED; k++)
    for (int i = 0; i < 2; i++) {
      float *place = out + k * STRASSEN_TOKENS + i * LANES;
      store(place, choose(scales[i] == scales[i], load(place) * scales[i], splat(0)));
    }
}

INLINE void sum_vectors(float *y, const float *const *x, const float *sign, const int count, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vec sum = load(x[0] + i) * sign[0];
    for (int j = 1; j < count; j++) sum += load(x[j] + i) * sign[j];
    store(y + i, sum);
  }
}

// Powers of two, by which every token's largest input comes near 1: sums of quadrants mix tokens, and a large one must
// not drown another's last bits. No number for a token with an infinite or undefined input, which stays out of the sums.
static void scale_tokens(float *scale, const float *x, size_t x_stride, size_t tokens, size_t columns) {
  for (size_t t = 0; t < tokens; t++) {
    const float *row = x + t * x_stride;
    vec most = splat(0), nothing = splat(0);
    size_t k = 0;
    for (; k + LANES <= columns; k += LANES) {
      vec v = load(row + k), magnitude = choose(v < splat(0), -v, v);
      most = choose(magnitude > most, magnitude, most);
      nothing += v * 0.0f;
    }
    float largest = max_of(most), undefined = sum_of(nothing);
    for (; k < columns; k++) largest = fmaxf(largest, fabsf(row[k])), undefined += row[k] * 0.0f;
    int exponent = 0;
    if (largest < INFINITY) frexpf(largest, &exponent);
    // Within what has an inverse that is no subnormal number.
    scale[t] = ldexpf(1, exponent < -100 ? 100 : exponent > 100 ? -100 : -exponent) + undefined;
  }
}

static void pack_inputs(float *packed, const float *x, size_t x_stride, const float *scale, struct weir_blocks b,
                        size_t first, size_t end) {
  size_t parts = (size_t)1 << b.levels, products = weir_block_products(b.levels);
  struct terms sums[49];
  for (size_t p = 0; p < products; p++) sums[p] = strassen_terms(strassen_inputs, p, b.levels);
  float gathered[16][GATHERED * STRASSEN_TOKENS];
  for (size_t t = first; t < end; t += STRASSEN_TOKENS)
    for (size_t k = 0; k < b.depth; k += GATHERED) {
      for (size_t i = 0; i < parts * parts; i++) {
        size_t column = i / parts * b.depth + k, token = i % parts * b.block_tokens + t;
        size_t tokens = strassen_less(b.tokens, token), columns = strassen_less(b.columns, column);
        gather_inputs(gathered[i], x + token * x_stride + column, x_stride, scale + token, tokens, columns);
      }
      for (size_t p = 0; p < products; p++) {
        const struct terms *terms = &sums[p];
        const float *from[TERMS_MAX];
        float sign[TERMS_MAX];
        for (int i = 0; i < terms->count; i++) {
          from[i] = gathered[terms->of[i].row * parts + terms->of[i].column];
          sign[i] = terms->of[i].sign;
        }
        float *to = packed + (p * b.block_tokens + t) * b.depth + k * STRASSEN_TOKENS;
        const size_t size = GATHERED * STRASSEN_TOKENS;
        if (terms->count == 1) sum_vectors(to, from, sign, 1, size);
        if (terms->count == 2) sum_vectors(to, from, sign, 2, size);
        if (terms->count == 4) sum_vectors(to, from, sign, 4, size);
      }
    }
}

// MARK: Weights

// Rows of the weights, from column `column` of the matrix on.
struct half_rows {
  enum weir_format format;
  const uint16_t *w;
  size_t row_columns, rows, columns;
};

// The parts of a sum of one row: where each begins, its sign, and its columns within the matrix.
struct row_terms {
  int count;
  const uint16_t *from[TERMS_MAX];
  float sign[TERMS_MAX];
  size_t columns[TERMS_MAX];
};

INLINE struct row_terms row_terms(const struct terms *terms, struct half_rows w, size_t row, size_t block_rows,
                                  size_t depth) {
  struct row_terms out = {0};
  for (int i = 0; i < terms->count; i++) {
    size_t at = terms->of[i].row * block_rows + row, column = terms->of[i].column * depth;
    size_t columns = strassen_least(depth, strassen_less(w.columns, column));
    if (at >= w.rows || columns == 0) continue;
    out.from[out.count] = w.w + at * w.row_columns + column;
    out.columns[out.count] = columns;
    out.sign[out.count++] = terms->of[i].sign;
  }
  return out;
}

INLINE vec widened(enum weir_format format, const uint16_t *w) {
  return format == WEIR_F16 ? load_f16((const _Float16 *)w) : load_bf16(w);
}

INLINE void sum_halves(enum weir_format format, float *y, const struct row_terms *terms, const int count, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vec sum = widened(format, terms->from[0] + i) * terms->sign[0];
    for (int j = 1; j < count; j++) sum += widened(format, terms->from[j] + i) * terms->sign[j];
    store(y + i, sum);
  }
}

INLINE void sum_row(enum weir_format format, float *y, const struct row_terms *terms, size_t depth) {
  int is_whole = terms->count > 0;
  for (int j = 0; j < terms->count; j++) is_whole = is_whole && terms->columns[j] == depth;
  if (is_whole && terms->count == 1) return sum_halves(format, y, terms, 1, depth);
  if (is_whole && terms->count == 2) return sum_halves(format, y, terms, 2, depth);
  if (is_whole && terms->count == 4) return sum_halves(format, y, terms, 4, depth);
  memset(y, 0, depth * sizeof *y);
  for (int j = 0; j < terms->count; j++)
    for (size_t i = 0; i < terms->columns[j]; i++) {
      float w = format == WEIR_F16 ? (float)((const _Float16 *)terms->from[j])[i] : bf16_to_float(terms->from[j][i]);
      y[i] += terms->sign[j] * w;
    }
}

// Some rows that the tiles will want soon.
static void prefetch_rows(const struct terms *terms, struct half_rows w, size_t row, size_t count, size_t block_rows,
                          size_t depth) {
  for (size_t r = row; r < row + count && r < block_rows; r++) {
    struct row_terms parts = row_terms(terms, w, r, block_rows, depth);
    for (int i = 0; i < parts.count; i++)
      for (size_t k = 0; k < parts.columns[i]; k += 32) __builtin_prefetch(parts.from[i] + k);
  }
}

// MARK: Products

// Each tile of a block of results lies in one piece, [STRASSEN_ROWS][STRASSEN_TOKENS].
#define RESULT_TILE (STRASSEN_ROWS * STRASSEN_TOKENS)
// The last of a tile's inputs before which its results are asked for: earlier, the inputs would drive them out again.
#define RESULTS_AHEAD 64
// Inputs of 32 tokens do not fit the first cache level: how many to ask for ahead.
#define INPUTS_AHEAD (LANES == 16 ? 12 : 0)

INLINE void multiply_inputs(vec sums[STRASSEN_ROWS][2], const float *w, const float *x, size_t from, size_t to,
                            size_t depth) {
  for (size_t k = from; k < to; k++) {
    if (INPUTS_AHEAD > 0)
      for (int i = 0; i < 2; i++) __builtin_prefetch(x + (k + INPUTS_AHEAD) * STRASSEN_TOKENS + i * LANES);
    vec first = load(x + k * STRASSEN_TOKENS), second = load(x + k * STRASSEN_TOKENS + LANES);
    for (int r = 0; r < STRASSEN_ROWS; r++) {
      sums[r][0] += first * w[r * depth + k];
      sums[r][1] += second * w[r * depth + k];
    }
  }
}

// Adds the product of a tile to each of its places.
static void strassen_tile(float *const *y, const struct terms *terms, const float *w, const float *x, size_t depth) {
  vec sums[STRASSEN_ROWS][2];
  for (int r = 0; r < STRASSEN_ROWS; r++)
    for (int i = 0; i < 2; i++) sums[r][i] = splat(0);
  size_t early = strassen_less(depth, RESULTS_AHEAD);
  multiply_inputs(sums, w, x, 0, early, depth);
  for (int i = 0; i < terms->count; i++)
    for (int j = 0; j < RESULT_TILE; j += 16) __builtin_prefetch(y[i] + j, 1);
  multiply_inputs(sums, w, x, early, depth, depth);
  for (int i = 0; i < terms->count; i++)
    for (int r = 0; r < STRASSEN_ROWS; r++)
      for (int j = 0; j < 2; j++) {
        float *place = y[i] + r * STRASSEN_TOKENS + j * LANES;
        store(place, load(place) + sums[r][j] * terms->of[i].sign);
      }
}

// Product `p` of a strip of weights, added to the blocks of results.
static void strassen_product(enum weir_format format, float *results, const float *packed, struct half_rows w,
                             struct weir_blocks b, size_t p, size_t block_rows) {
  struct terms weights = strassen_terms(strassen_weights, p, b.levels);
  struct terms places = strassen_terms(strassen_results, p, b.levels);
  size_t parts = (size_t)1 << b.levels, panels = b.block_tokens / STRASSEN_TOKENS;
  float rows[STRASSEN_ROWS * WEIR_BLOCK_DEPTH_MAX];
  for (size_t r = 0; r < block_rows; r += STRASSEN_ROWS) {
    for (size_t i = 0; i < STRASSEN_ROWS; i++) {
      struct row_terms terms = row_terms(&weights, w, r + i, block_rows, b.depth);
      sum_row(format, rows + i * b.depth, &terms, b.depth);
    }
    for (size_t panel = 0; panel < panels; panel++) {
      size_t first = panel * STRASSEN_ROWS / panels, end = (panel + 1) * STRASSEN_ROWS / panels;
      prefetch_rows(&weights, w, r + STRASSEN_ROWS + first, end - first, block_rows, b.depth);
      float *y[TERMS_MAX];
      for (int i = 0; i < places.count; i++)
        y[i] = results + (places.of[i].row * parts + places.of[i].column) * block_rows * b.block_tokens +
               panel * block_rows * STRASSEN_TOKENS + r * STRASSEN_TOKENS;
      strassen_tile(y, &places, rows, packed + panel * STRASSEN_TOKENS * b.depth, b.depth);
    }
  }
}

// y[t][r] (+)= results of at most 8 rows and a panel's tokens, each divided by its token's scale.
static void write_results(float *y, size_t y_stride, const float *results, const float *scale, size_t tokens,
                          size_t rows, int adds) {
  float turned[STRASSEN_TOKENS][8];
  for (int t = 0; t < STRASSEN_TOKENS; t += 4)
    for (size_t r = 0; r < rows; r += 4)
      transpose_four(&turned[t][r], 8, results + r * STRASSEN_TOKENS + t, STRASSEN_TOKENS);
  for (size_t t = 0; t < tokens; t++) {
    float inverse = 1 / scale[t], *out = y + t * y_stride;
    for (size_t r = 0; r < rows; r++) out[r] = (adds ? out[r] : 0) + turned[t][r] * inverse;
  }
}

static void write_blocks(float *y, size_t y_stride, const float *results, const float *scale, struct weir_blocks b,
                         size_t rows, size_t block_rows, int adds) {
  size_t parts = (size_t)1 << b.levels;
  for (size_t i = 0; i < parts * parts; i++) {
    size_t row = i / parts * block_rows, token = i % parts * b.block_tokens;
    const float *block = results + i * block_rows * b.block_tokens;
    for (size_t t = 0; t < strassen_least(b.block_tokens, strassen_less(b.tokens, token)); t += STRASSEN_TOKENS) {
      size_t written = strassen_least(block_rows, strassen_less(rows, row));
      for (size_t r = 0; r < written; r += 8)
        write_results(y + (token + t) * y_stride + row + r, y_stride,
                      block + t * block_rows + r * STRASSEN_TOKENS, scale + token + t,
                      strassen_least(STRASSEN_TOKENS, b.tokens - token - t), strassen_least(8, written - r), adds);
    }
  }
}

INLINE void strassen_strips(enum weir_format format, float *y, size_t y_stride, const uint16_t *w, size_t row_columns,
                            const float *packed, const float *scale, struct weir_blocks b, size_t rows,
                            float *results, int adds) {
  size_t parts = (size_t)1 << b.levels, height = WEIR_BLOCK_ROWS_MAX * parts, strips = (rows + height - 1) / height;
  size_t block_rows = (rows + strips * parts - 1) / (strips * parts);
  block_rows = (block_rows + STRASSEN_ROWS - 1) / STRASSEN_ROWS * STRASSEN_ROWS;
  for (size_t row = 0; row < rows; row += block_rows * parts) {
    struct half_rows strip = {
      format, w + row * row_columns, row_columns, strassen_least(rows - row, block_rows * parts), b.columns};
    memset(results, 0, parts * parts * block_rows * b.block_tokens * sizeof *results);
    for (size_t p = 0; p < weir_block_products(b.levels); p++)
      strassen_product(format, results, packed + p * b.block_tokens * b.depth, strip, b, p, block_rows);
    write_blocks(y + row, y_stride, results, scale, b, strip.rows, block_rows, adds);
  }
}

static void multiply_packed(float *y, size_t y_stride, enum weir_format format, const void *w, size_t row_columns,
                            const float *packed, const float *scale, struct weir_blocks b, size_t rows,
                            float *results, int adds) {
  if (format == WEIR_F16)
    strassen_strips(WEIR_F16, y, y_stride, w, row_columns, packed, scale, b, rows, results, adds);
  else
    strassen_strips(WEIR_BF16, y, y_stride, w, row_columns, packed, scale, b, rows, results, adds);
}
