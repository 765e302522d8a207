// The specification: the formulas of kernels.h as plain loops. Sums are made in double, so that a comparison measures
// the error of the fast version and not of this one.
#include "pack_panel.h"
#include <math.h>

static void multiply(float *y, size_t y_stride, const float *w, const float *x, size_t x_stride, size_t tokens,
                     size_t rows, size_t columns) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t r = 0; r < rows; r++) {
      double sum = 0;
      for (size_t k = 0; k < columns; k++) sum += (double)w[r * columns + k] * x[t * x_stride + k];
      y[t * y_stride + r] = (float)sum;
    }
}

static void multiply_half(float *y, size_t y_stride, enum weir_format format, const void *w, const float *x,
                          size_t x_stride, size_t tokens, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++) {
    float row[columns];
    weir_dequantize(format, row, (const char *)w + r * columns * 2, columns);
    for (size_t t = 0; t < tokens; t++) multiply(y + t * y_stride + r, 1, row, x + t * x_stride, 0, 1, 1, columns);
  }
}

static void widen_half(float *y, enum weir_format format, const void *w, size_t count) {
  weir_dequantize(format, y, w, count);
}

static float largest_of(const float *x, size_t count) {
  float max = 0;
  for (size_t i = 0; i < count; i++) max = fmaxf(max, fabsf(x[i]));
  return max;
}

// How often the scale of a group is half that of its block.
static int halvings(float block, float group) {
  if (group == 0) return 0;
  const int most = ilogbf(block / group);
  return most < 2 ? 0 : most < WEIR_HALVINGS_MAX ? most : WEIR_HALVINGS_MAX;
}

static void quantize(struct weir_int8_rows y, const float *x, size_t x_stride, size_t tokens, size_t columns,
                     enum weir_panels kind) {
  const enum weir_sharing sharing = weir_panel_sharing(kind);
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  const size_t shared = sharing == WEIR_OWN_SCALES ? WEIR_GROUP_ELEMENTS : WEIR_BLOCK_ELEMENTS;
  for (size_t t = 0; t < tokens; t++) {
    const struct weir_place at = weir_place(y.together, tokens, t);
    for (size_t g = 0; g < groups; g++) {
      const float *group = x + t * x_stride + g * WEIR_GROUP_ELEMENTS;
      const size_t first = g * WEIR_GROUP_ELEMENTS / shared * shared;
      const float max = largest_of(x + t * x_stride + first, columns - first < shared ? columns - first : shared);
      const int halved = sharing == WEIR_HALVED_SCALES ? halvings(max, largest_of(group, WEIR_GROUP_ELEMENTS)) : 0;
      const float scale = ldexpf(max / 127, -halved), inverse = max > 0 ? ldexpf(127 / max, halved) : 0;
      int halves[2] = {0};
      for (size_t i = 0; i < WEIR_GROUP_ELEMENTS; i++) {
        int8_t q = (int8_t)rintf(group[i] * inverse);
        size_t four = (g * WEIR_GROUP_ELEMENTS + i) / 4;
        y.q[weir_inputs_place(at, columns, four) + i % 4] = q;
        halves[i / 16] += q;
      }
      const size_t place = weir_group_place(at, groups, g);
      const int sum = halves[0] + halves[1];
      y.scale[place] = scale;
      y.sum[place] = scale * sum;
      y.total[weir_total_place(at, groups, g)] = (int16_t)sum;
      y.start[place] = (kind == WEIR_PANELS_8 ? -128 : -8) * sum;
      for (size_t i = 0; i < 2; i++) y.half_start[2 * place + i] = -32 * halves[i];
    }
  }
}

static int multiply_blocks(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                           size_t tokens, size_t rows, size_t columns) {
  size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  for (size_t r = 0; r < rows; r++) {
    float row[columns];
    if (!weir_dequantize(format, row, (const char *)w + r * row_bytes, columns)) return 0;
    for (size_t t = 0; t < tokens; t++) {
      double sum = 0;
      for (size_t k = 0; k < columns; k++)
        sum += (double)row[k] * x.scale[(t * columns + k) / WEIR_GROUP_ELEMENTS] * x.q[t * columns + k];
      y[t * y_stride + r] = (float)sum;
    }
  }
  return 1;
}

static void multiply_panels(float *y, size_t y_stride, enum weir_panels kind, const uint8_t *panels,
                            struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  for (size_t t = 0; t < tokens; t++)
    for (size_t r = 0; r < rows; r++) {
      const struct weir_place at = weir_place(x.together, tokens, t);
      double sum = 0;
      for (size_t k = 0; k < columns; k++)
        sum += (double)weir_panel_element(kind, panels, r, k, columns)
               * x.scale[weir_group_place(at, groups, k / WEIR_GROUP_ELEMENTS)]
               * x.q[weir_inputs_place(at, columns, k / 4) + k % 4];
      y[t * y_stride + r] = (float)sum;
    }
}

static void multiply_rows(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                          size_t tokens, size_t rows, size_t columns, uint8_t *room) {
  size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  for (size_t r = 0; r < rows; r += WEIR_PANEL_ROWS) {
    size_t count = rows - r < WEIR_PANEL_ROWS ? rows - r : WEIR_PANEL_ROWS;
    pack_panel(format, room, (const char *)w + r * row_bytes, count, columns);
    multiply_panels(y + r, y_stride, weir_panels_for(format), room, x, tokens, count, columns);
  }
}

static void add_product(float *y, size_t y_stride, const float *w, size_t w_stride, const float *rows,
                        size_t row_stride, size_t tokens, size_t count, size_t size) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t i = 0; i < size; i++) {
      double sum = y[t * y_stride + i];
      for (size_t r = 0; r < count; r++) sum += (double)w[t * w_stride + r] * rows[r * row_stride + i];
      y[t * y_stride + i] = (float)sum;
    }
}

static void add(float *y, const float *x, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] += x[i];
}

static void rms_norm(float *y, const float *x, const float *weight, size_t count, float epsilon) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)x[i] * x[i];
  double scale = 1 / sqrt(sum / count + epsilon);
  for (size_t i = 0; i < count; i++) y[i] = (float)(weight[i] * (x[i] * scale));
}

static void layer_norm(float *y, const float *x, const float *weight, const float *bias, size_t count,
                       float epsilon) {
  double mean = 0, variance = 0;
  for (size_t i = 0; i < count; i++) mean += x[i];
  mean /= count;
  for (size_t i = 0; i < count; i++) variance += (x[i] - mean) * (x[i] - mean);
  double scale = 1 / sqrt(variance / count + epsilon);
  for (size_t i = 0; i < count; i++) y[i] = (float)(weight[i] * ((x[i] - mean) * scale) + bias[i]);
}

static void gelu(float *x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = (float)(0.5 * x[i] * (1 + erf(x[i] * sqrt(0.5))));
}

static void rotate(float *a, float *b, float c, float s) {
  float x = *a, y = *b;
  *a = x * c - y * s;
  *b = x * s + y * c;
}

static void rope_interleaved(float *x, const float *cosine, const float *sine, size_t heads, size_t head_size,
                             size_t rotated) {
  for (size_t h = 0; h < heads; h++)
    for (size_t i = 0; i < rotated / 2; i++) {
      float *pair = x + h * head_size + 2 * i;
      rotate(pair, pair + 1, cosine[i], sine[i]);
    }
}

static void rope_halves(float *x, const float *cosine, const float *sine, size_t heads, size_t head_size,
                        size_t rotated) {
  for (size_t h = 0; h < heads; h++)
    for (size_t i = 0; i < rotated / 2; i++) {
      float *head = x + h * head_size;
      rotate(head + i, head + i + rotated / 2, cosine[i], sine[i]);
    }
}

static void softmax(float *x, size_t count) {
  float max = x[0];
  for (size_t i = 1; i < count; i++) max = fmaxf(max, x[i]);
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += exp((double)x[i] - max);
  for (size_t i = 0; i < count; i++) x[i] = (float)(exp((double)x[i] - max) / sum);
}

static float log_sum_exp(const float *x, size_t count) {
  float max = x[0];
  for (size_t i = 1; i < count; i++) max = fmaxf(max, x[i]);
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += exp((double)x[i] - max);
  return (float)(max + log(sum));
}

static size_t index_of_largest(const float *x, size_t count) {
  size_t best = 0;
  for (size_t i = 1; i < count; i++)
    if (x[i] > x[best]) best = i;
  return best;
}

static void swiglu(float *y, const float *gate, const float *up, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = (float)(up[i] * (gate[i] / (1 + exp(-(double)gate[i]))));
}

static double score(const float *q, const float *k, size_t head_size, float scale) {
  double sum = 0;
  for (size_t d = 0; d < head_size; d++) sum += (double)q[d] * k[d];
  return sum * scale;
}

static void key(float *y, struct weir_pages cache, size_t j) {
  const uint8_t *page = cache.keys + (size_t)cache.pages[j / cache.page_tokens] * cache.key_stride;
  weir_dequantize(cache.format, y, page + j % cache.page_tokens * cache.key_row, cache.key_size);
}

static void value(float *y, struct weir_pages cache, size_t j) {
  const uint8_t *page = cache.values + (size_t)cache.pages[j / cache.page_tokens] * cache.value_stride;
  weir_dequantize(cache.format, y, page + j % cache.page_tokens * cache.value_row, cache.value_size);
}

static void attend_alone(float *out, const float *q, struct weir_pages cache, struct weir_span seen, float scale) {
  double scores[seen.end - seen.start], max = -INFINITY, sum = 0;
  float row[cache.key_size > cache.value_size ? cache.key_size : cache.value_size];
  for (size_t j = seen.start; j < seen.end; j++) {
    key(row, cache, j);
    max = fmax(max, scores[j - seen.start] = score(q, row, cache.key_size, scale));
  }
  for (size_t j = seen.start; j < seen.end; j++) sum += exp(scores[j - seen.start] - max);
  for (size_t d = 0; d < cache.value_size; d++) out[d] = 0;
  for (size_t j = seen.start; j < seen.end; j++) {
    value(row, cache, j);
    for (size_t d = 0; d < cache.value_size; d++) out[d] += (float)(exp(scores[j - seen.start] - max) / sum * row[d]);
  }
}

static void attend(float *out, const float *q, size_t group, size_t row_queries, struct weir_pages cache, size_t end,
                   size_t step, size_t window, float scale) {
  for (size_t g = 0; g < group; g++)
    attend_alone(out + g * cache.value_size, q + g * cache.key_size, cache,
                 weir_seen(g, group, row_queries, end, step, window), scale);
}

static void store_row(enum weir_format format, void *row, const float *x, size_t count) {
  for (size_t first = 0; first < count; first += WEIR_GROUP_ELEMENTS) {
    float group[WEIR_GROUP_ELEMENTS] = {0}, max = 0;
    for (size_t i = 0; i < WEIR_GROUP_ELEMENTS && first + i < count; i++)
      group[i] = format == WEIR_F16 ? fmaxf(fminf(x[first + i], 65504), -65504) : x[first + i];
    if (format != WEIR_Q8_0) {
      weir_quantize(format, (char *)row + first * weir_block_bytes(format), group, WEIR_GROUP_ELEMENTS);
      continue;
    }
    for (size_t i = 0; i < WEIR_GROUP_ELEMENTS; i++) max = fmaxf(max, fabsf(group[i]));
    struct block_q8_0 *block = (struct block_q8_0 *)row + first / WEIR_GROUP_ELEMENTS;
    block->d = float_to_half(max / 127);
    float inverse = half_to_float(block->d) > 0 ? 1 / half_to_float(block->d) : 0;
    for (size_t i = 0; i < WEIR_GROUP_ELEMENTS; i++)
      block->q[i] = (int8_t)fmaxf(fminf(rintf(group[i] * inverse), 127), -127);
  }
}

static void extend_bounds(void *bounds, const float *x, size_t count, int fresh) {
  size_t size = (count + WEIR_GROUP_ELEMENTS - 1) / WEIR_GROUP_ELEMENTS * WEIR_GROUP_ELEMENTS;
  half *high = bounds, *low = high + size;
  for (size_t i = 0; i < size; i++) {
    float value = i < count ? fmaxf(fminf(x[i], 65504), -65504) : 0;
    high[i] = float_to_half(fresh ? value : fmaxf(half_to_float(high[i]), value));
    low[i] = float_to_half(fresh ? value : fminf(half_to_float(low[i]), value));
  }
}

static void score_pages(float *scores, size_t score_stride, const float *q, size_t group, const void *bounds,
                        size_t stride, const int32_t *pages, size_t count, size_t size) {
  for (size_t p = 0; p < count; p++) {
    float row[2 * size];
    weir_dequantize(WEIR_F16, row, (const char *)bounds + (size_t)pages[p] * stride, 2 * size);
    for (size_t g = 0; g < group; g++)
      scores[g * score_stride + p] = (float)score(q + g * 2 * size, row, 2 * size, 1);
  }
}

const struct weir_kernels *weir_kernels_reference(void) {
  static const struct weir_kernels kernels = {
      .name = "reference",
      .multiply = multiply,
      .multiply_half = multiply_half,
      .widen_half = widen_half,
      .quantize = quantize,
      .multiply_blocks = multiply_blocks,
      .pack_panel = pack_panel,
      .multiply_panels = multiply_panels,
      .multiply_rows = multiply_rows,
      .add_product = add_product,
      .add = add,
      .rms_norm = rms_norm,
      .layer_norm = layer_norm,
      .rope_interleaved = rope_interleaved,
      .rope_halves = rope_halves,
      .softmax = softmax,
      .log_sum_exp = log_sum_exp,
      .index_of_largest = index_of_largest,
      .swiglu = swiglu,
      .gelu = gelu,
      .attend = attend,
      .store_row = store_row,
      .extend_bounds = extend_bounds,
      .score_pages = score_pages,
  };
  return &kernels;
}
