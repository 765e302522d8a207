// Sums of a few rows, weighted for each token: four tokens times two vectors of sums hide the latency of a multiply-add.
#pragma once
#include "vector.h"
#include <stddef.h>

INLINE void add_product_tile(float *y, size_t y_stride, const float *w, size_t w_stride, const float *rows,
                             size_t row_stride, size_t count, const int tokens) {
  vec sums[4][2];
  for (int t = 0; t < tokens; t++)
    for (int i = 0; i < 2; i++) sums[t][i] = load(y + t * y_stride + i * LANES);
  for (size_t r = 0; r < count; r++) {
    vec first = load(rows + r * row_stride), second = load(rows + r * row_stride + LANES);
    for (int t = 0; t < tokens; t++) {
      sums[t][0] += first * w[t * w_stride + r];
      sums[t][1] += second * w[t * w_stride + r];
    }
  }
  for (int t = 0; t < tokens; t++)
    for (int i = 0; i < 2; i++) store(y + t * y_stride + i * LANES, sums[t][i]);
}

// A stripe of the rows is taken through all tokens before the next one, so that it is read from memory once.
static void add_product(float *y, size_t y_stride, const float *w, size_t w_stride, const float *rows,
                        size_t row_stride, size_t tokens, size_t count, size_t size) {
  size_t i = 0;
  for (; i + 2 * LANES <= size; i += 2 * LANES) {
    size_t t = 0;
    for (; t + 4 <= tokens; t += 4)
      add_product_tile(y + t * y_stride + i, y_stride, w + t * w_stride, w_stride, rows + i, row_stride, count, 4);
    for (; t < tokens; t++)
      add_product_tile(y + t * y_stride + i, y_stride, w + t * w_stride, w_stride, rows + i, row_stride, count, 1);
  }
  for (; i < size; i++)
    for (size_t t = 0; t < tokens; t++)
      for (size_t r = 0; r < count; r++) y[t * y_stride + i] += w[t * w_stride + r] * rows[r * row_stride + i];
}
