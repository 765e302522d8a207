// The fast versions of the operations in ../include/kernels.h. Included once for each instruction set with LANES
// (floats of a vector), TILE_TOKENS (tokens of a matrix tile; what the registers hold) and NAME defined.
#include "kernels.h"
#include <math.h>
#include "products.h"
#include "blocks_product.h"
#include "round_four.h"
#include "pack_bytes.h"
#include "panels_product.h"
#include "peak.h"
#include "strassen.h"
#include "add_product.h"

static void add(float *y, const float *x, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] += x[i];
}

static void rms_norm(float *y, const float *x, const float *weight, size_t count, float epsilon) {
  vec sums = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) sums += load(x + i) * load(x + i);
  float sum = sum_of(sums);
  for (; i < count; i++) sum += x[i] * x[i];
  float scale = 1 / sqrtf(sum / count + epsilon);
  for (i = 0; i < count; i++) y[i] = weight[i] * (x[i] * scale);
}

static void layer_norm(float *y, const float *x, const float *weight, const float *bias, size_t count,
                       float epsilon) {
  vec sums = {0}, squares = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) sums += load(x + i);
  float sum = sum_of(sums);
  for (; i < count; i++) sum += x[i];
  float mean = sum / count;
  for (i = 0; i + LANES <= count; i += LANES) {
    vec difference = load(x + i) - mean;
    squares += difference * difference;
  }
  float square = sum_of(squares);
  for (; i < count; i++) square += (x[i] - mean) * (x[i] - mean);
  float scale = 1 / sqrtf(square / count + epsilon);
  for (i = 0; i < count; i++) y[i] = weight[i] * ((x[i] - mean) * scale) + bias[i];
}

static void rope_interleaved(float *x, const float *cosine, const float *sine, size_t heads, size_t head_size,
                             size_t rotated) {
  for (size_t h = 0; h < heads; h++) {
    float *head = x + h * head_size;
    for (size_t i = 0; i < rotated / 2; i++) {
      float a = head[2 * i], b = head[2 * i + 1];
      head[2 * i] = a * cosine[i] - b * sine[i];
      head[2 * i + 1] = a * sine[i] + b * cosine[i];
    }
  }
}

static void rope_halves(float *x, const float *cosine, const float *sine, size_t heads, size_t head_size,
                        size_t rotated) {
  for (size_t h = 0; h < heads; h++) {
    float *restrict low = x + h * head_size, *restrict high = low + rotated / 2;
    for (size_t i = 0; i < rotated / 2; i++) {
      float a = low[i], b = high[i];
      low[i] = a * cosine[i] - b * sine[i];
      high[i] = a * sine[i] + b * cosine[i];
    }
  }
}

INLINE float maximum(const float *x, size_t count) {
  vec most = splat(-INFINITY);
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    vec v = load(x + i);
    most = choose(v > most, v, most);
  }
  float max = max_of(most);
  for (; i < count; i++) max = x[i] > max ? x[i] : max;
  return max;
}

// x[i] = exp(x[i] - max); returns the sum. The last few elements go through a padded vector.
INLINE float exponentiate(float *x, size_t count, float max) {
  vec sums = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    vec e = exp_to_one(load(x + i) - max);
    store(x + i, e);
    sums += e;
  }
  float sum = sum_of(sums), rest[LANES] = {0};
  memcpy(rest, x + i, (count - i) * sizeof *x);
  vec e = exp_to_one(load(rest) - max);
  store(rest, e);
  memcpy(x + i, rest, (count - i) * sizeof *x);
  for (size_t j = 0; j < count - i; j++) sum += rest[j];
  return sum;
}

static void softmax(float *x, size_t count) {
  float scale = 1 / exponentiate(x, count, maximum(x, count));
  for (size_t i = 0; i < count; i++) x[i] *= scale;
}

// Four sums hide the latency of a polynomial, and keep many small numbers from one large sum.
static float log_sum_exp(const float *x, size_t count) {
  const float max = maximum(x, count);
  vec sums[4] = {0};
  size_t i = 0;
  for (; i + 4 * LANES <= count; i += 4 * LANES)
    for (int j = 0; j < 4; j++) sums[j] += exp_to_one(load(x + i + j * LANES) - max);
  for (; i + LANES <= count; i += LANES) sums[0] += exp_to_one(load(x + i) - max);
  float sum = sum_of((sums[0] + sums[1]) + (sums[2] + sums[3])), rest[LANES] = {0};
  memcpy(rest, x + i, (count - i) * sizeof *x);
  store(rest, exp_to_one(load(rest) - max));
  for (size_t j = 0; j < count - i; j++) sum += rest[j];
  return max + logf(sum);
}

// Only the block that has the largest is looked through.
static size_t index_of_largest(const float *x, size_t count) {
  enum { BLOCK = 1024 };
  float largest = -INFINITY;
  size_t at = 0;
  if (x[0] != x[0]) return 0;
  for (size_t i = 0; i < count; i += BLOCK) {
    const float most = maximum(x + i, count - i < BLOCK ? count - i : BLOCK);
    if (most > largest) largest = most, at = i;
  }
  while (x[at] != largest) at++;
  return at;
}

INLINE vec swiglu_of(vec gate, vec up) { return up * (gate / (exp_of(-gate) + 1.0f)); }

static void swiglu(float *y, const float *gate, const float *up, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) store(y + i, swiglu_of(load(gate + i), load(up + i)));
  float rest[2][LANES] = {{0}};
  memcpy(rest[0], gate + i, (count - i) * sizeof *y);
  memcpy(rest[1], up + i, (count - i) * sizeof *y);
  store(rest[0], swiglu_of(load(rest[0]), load(rest[1])));
  memcpy(y + i, rest[0], (count - i) * sizeof *y);
}

// x / 2 * (1 + erf(x / sqrt(2))), the error function to 1.5e-7. Source: Abramowitz and Stegun 1964, 7.1.26.
INLINE vec gelu_of(vec x) {
  vec z = x * 0.70710678f, magnitude = choose(z < splat(0), -z, z);
  vec t = 1.0f / (magnitude * 0.3275911f + 1.0f);
  vec p = splat(1.061405429f);
  p = p * t - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  vec tail = p * t * exp_of(-magnitude * magnitude);  // 1 - erf(|z|)
  return x * 0.5f * choose(z < splat(0), tail, 2.0f - tail);
}

static void gelu(float *x, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) store(x + i, gelu_of(load(x + i)));
  float rest[LANES] = {0};
  memcpy(rest, x + i, (count - i) * sizeof *x);
  store(rest, gelu_of(load(rest)));
  memcpy(x + i, rest, (count - i) * sizeof *x);
}

#include "cache_rows.h"
#include "attend.h"

static const struct weir_kernels kernels = {
    .name = NAME,
    .sums_pairs = SUMS_PAIRS,
    .lifts_sums = LIFTS_SUMS,
    .multiply = multiply,
    .multiply_half = multiply_half,
    .scale_tokens = scale_tokens,
    .pack_inputs = pack_inputs,
    .multiply_packed = multiply_packed,
    .widen_half = widen_half,
    .quantize = quantize,
    .multiply_blocks = multiply_blocks,
    .pack_panel = pack_panel_fast,
    .multiply_panels = multiply_panels,
    .repeat_products = repeat_products,
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
