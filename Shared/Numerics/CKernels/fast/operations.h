// The fast versions of the operations in ../include/kernels.h. Included once for each instruction set with LANES
// (floats of a vector), TILE_TOKENS (tokens of a matrix tile; what the registers hold) and NAME defined.
#include "kernels.h"
#include "multiply.h"
#include <math.h>

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
    most = select(v > most, v, most);
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
    vec e = exp_of(load(x + i) - max);
    store(x + i, e);
    sums += e;
  }
  float sum = sum_of(sums), rest[LANES] = {0};
  memcpy(rest, x + i, (count - i) * sizeof *x);
  vec e = exp_of(load(rest) - max);
  store(rest, e);
  memcpy(x + i, rest, (count - i) * sizeof *x);
  for (size_t j = 0; j < count - i; j++) sum += rest[j];
  return sum;
}

static void softmax(float *x, size_t count) {
  float scale = 1 / exponentiate(x, count, maximum(x, count));
  for (size_t i = 0; i < count; i++) x[i] *= scale;
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

// out[d] = decay * out[d] + sum_j p[j] v[j][d]
INLINE void accumulate(float *out, const float *p, const float *v, size_t count, size_t head_size, float decay) {
  size_t d = 0;
  for (; d + 4 * LANES <= head_size; d += 4 * LANES) {
    vec sums[4];
    for (int i = 0; i < 4; i++) sums[i] = load(out + d + i * LANES) * decay;
    for (size_t j = 0; j < count; j++)
      for (int i = 0; i < 4; i++) sums[i] += load(v + j * head_size + d + i * LANES) * p[j];
    for (int i = 0; i < 4; i++) store(out + d + i * LANES, sums[i]);
  }
  for (; d < head_size; d++) {
    float sum = out[d] * decay;
    for (size_t j = 0; j < count; j++) sum += v[j * head_size + d] * p[j];
    out[d] = sum;
  }
}

static void attend(float *out, const float *q, size_t group, size_t head_size, struct weir_pages cache, size_t count,
                   float scale) {
  float scores[WEIR_GROUP_MAX * WEIR_PAGE_TOKENS_MAX], max[WEIR_GROUP_MAX], sum[WEIR_GROUP_MAX];
  for (size_t g = 0; g < group; g++) max[g] = -INFINITY, sum[g] = 0;
  memset(out, 0, group * head_size * sizeof *out);
  for (size_t page = 0, first = 0; first < count; page++, first += cache.page_tokens) {
    size_t n = count - first < cache.page_tokens ? count - first : cache.page_tokens;
    size_t offset = (size_t)cache.pages[page] * cache.page_stride;
    multiply(scores, cache.page_tokens, cache.keys + offset, q, group, n, head_size);
    for (size_t g = 0; g < group; g++) {
      float *score = scores + g * cache.page_tokens;
      for (size_t j = 0; j < n; j++) score[j] *= scale;
      float most = maximum(score, n), next = most > max[g] ? most : max[g];
      float decay = expf(max[g] - next);
      sum[g] = sum[g] * decay + exponentiate(score, n, next);
      max[g] = next;
      accumulate(out + g * head_size, score, cache.values + offset, n, head_size, decay);
    }
  }
  for (size_t g = 0; g < group; g++)
    for (size_t d = 0; d < head_size; d++) out[g * head_size + d] /= sum[g];
}

static const struct weir_kernels kernels = {
    .name = NAME,
    .multiply = multiply,
    .add = add,
    .rms_norm = rms_norm,
    .rope_interleaved = rope_interleaved,
    .rope_halves = rope_halves,
    .softmax = softmax,
    .swiglu = swiglu,
    .attend = attend,
};
