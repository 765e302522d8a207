// The specification: the formulas of kernels.h as plain loops. Sums are made in double, so that a comparison measures
// the error of the fast version and not of this one.
#include "kernels.h"
#include <math.h>

static void multiply(float *y, size_t y_stride, const float *w, const float *x, size_t tokens, size_t rows,
                     size_t columns) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t r = 0; r < rows; r++) {
      double sum = 0;
      for (size_t k = 0; k < columns; k++) sum += (double)w[r * columns + k] * x[t * columns + k];
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

static const float *row(const float *base, const struct weir_pages *cache, size_t j, size_t head_size) {
  return base + (size_t)cache->pages[j / cache->page_tokens] * cache->page_stride + j % cache->page_tokens * head_size;
}

static void attend(float *out, const float *q, size_t group, size_t head_size, struct weir_pages cache, size_t count,
                   float scale) {
  for (size_t g = 0; g < group; g++) {
    const float *query = q + g * head_size;
    double max = -INFINITY, sum = 0;
    for (size_t j = 0; j < count; j++)
      max = fmax(max, score(query, row(cache.keys, &cache, j, head_size), head_size, scale));
    for (size_t j = 0; j < count; j++)
      sum += exp(score(query, row(cache.keys, &cache, j, head_size), head_size, scale) - max);
    for (size_t d = 0; d < head_size; d++) out[g * head_size + d] = 0;
    for (size_t j = 0; j < count; j++) {
      double p = exp(score(query, row(cache.keys, &cache, j, head_size), head_size, scale) - max) / sum;
      for (size_t d = 0; d < head_size; d++)
        out[g * head_size + d] += (float)(p * row(cache.values, &cache, j, head_size)[d]);
    }
  }
}

const struct weir_kernels *weir_kernels_reference(void) {
  static const struct weir_kernels kernels = {
      .name = "reference", .multiply = multiply, .add = add, .rms_norm = rms_norm,
      .rope_interleaved = rope_interleaved, .rope_halves = rope_halves, .softmax = softmax, .swiglu = swiglu,
      .attend = attend,
  };
  return &kernels;
}
