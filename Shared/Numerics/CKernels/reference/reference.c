// The specification: the formulas of kernels.h as plain loops. Sums are made in double, so that a comparison measures
// the error of the fast version and not of this one.
#include "kernels.h"
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

static void quantize(struct weir_int8_rows y, const float *x, size_t x_stride, size_t tokens, size_t columns) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t g = 0; g < columns / WEIR_GROUP_ELEMENTS; g++) {
      const float *group = x + t * x_stride + g * WEIR_GROUP_ELEMENTS;
      float max = 0;
      for (size_t i = 0; i < WEIR_GROUP_ELEMENTS; i++) max = fmaxf(max, fabsf(group[i]));
      float scale = max / 127, inverse = max > 0 ? 127 / max : 0;
      int sum = 0;
      int16_t *bias = y.bias + (t * columns / WEIR_GROUP_ELEMENTS + g) * 4;
      for (size_t i = 0; i < 4; i++) bias[i] = 0;
      for (size_t i = 0; i < WEIR_GROUP_ELEMENTS; i++) {
        int8_t q = (int8_t)rintf(group[i] * inverse);
        y.q[t * columns + g * WEIR_GROUP_ELEMENTS + i] = q;
        sum += q;
        bias[i / 16 * 2 + i % 4 / 2] -= 32 * q;
      }
      y.scale[t * columns / WEIR_GROUP_ELEMENTS + g] = scale;
      y.sum[t * columns / WEIR_GROUP_ELEMENTS + g] = scale * sum;
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
  for (size_t t = 0; t < tokens; t++)
    for (size_t r = 0; r < rows; r++) {
      double sum = 0;
      for (size_t k = 0; k < columns; k++)
        sum += (double)weir_panel_element(kind, panels, r, k, columns)
               * x.scale[(t * columns + k) / WEIR_GROUP_ELEMENTS] * x.q[t * columns + k];
      y[t * y_stride + r] = (float)sum;
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

static void swiglu(float *y, const float *gate, const float *up, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = (float)(up[i] * (gate[i] / (1 + exp(-(double)gate[i]))));
}

static double score(const float *q, const float *k, size_t head_size, float scale) {
  double sum = 0;
  for (size_t d = 0; d < head_size; d++) sum += (double)q[d] * k[d];
  return sum * scale;
}

static const float *key(struct weir_pages cache, size_t j) {
  return cache.keys + (size_t)cache.pages[j / cache.page_tokens] * cache.key_stride
         + j % cache.page_tokens * cache.key_size;
}

static const float *value(struct weir_pages cache, size_t j) {
  return cache.values + (size_t)cache.pages[j / cache.page_tokens] * cache.value_stride
         + j % cache.page_tokens * cache.value_row;
}

static void attend(float *out, const float *q, size_t group, size_t row_queries, struct weir_pages cache, size_t end,
                   size_t step, size_t window, float scale) {
  size_t n = cache.value_size;
  for (size_t g = 0; g < group; g++) {
    const float *query = q + g * cache.key_size;
    struct weir_span seen = weir_seen(g, group, row_queries, end, step, window);
    double max = -INFINITY, sum = 0;
    for (size_t j = seen.start; j < seen.end; j++)
      max = fmax(max, score(query, key(cache, j), cache.key_size, scale));
    for (size_t j = seen.start; j < seen.end; j++)
      sum += exp(score(query, key(cache, j), cache.key_size, scale) - max);
    for (size_t d = 0; d < n; d++) out[g * n + d] = 0;
    for (size_t j = seen.start; j < seen.end; j++) {
      double p = exp(score(query, key(cache, j), cache.key_size, scale) - max) / sum;
      for (size_t d = 0; d < n; d++) out[g * n + d] += (float)(p * value(cache, j)[d]);
    }
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
      .multiply_panels = multiply_panels,
      .add = add,
      .rms_norm = rms_norm,
      .layer_norm = layer_norm,
      .rope_interleaved = rope_interleaved,
      .rope_halves = rope_halves,
      .softmax = softmax,
      .swiglu = swiglu,
      .gelu = gelu,
      .attend = attend,
  };
  return &kernels;
}
