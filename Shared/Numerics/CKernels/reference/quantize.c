// Blocks nearest to given floats, in the way of ggml's quantize_row_*_ref for the legacy formats. K-quants choose each
// sub-block's scale and minimum by range, without ggml's search for the least error.
#include "blocks.h"
#include <math.h>

static void f32(void *block, const float *x) { memcpy(block, x, sizeof *x); }

static void f16(void *block, const float *x) {
  half h = float_to_half(*x);
  memcpy(block, &h, sizeof h);
}

// To nearest, ties to even; NaN stays NaN.
static void bf16(void *block, const float *x) {
  uint32_t bits;
  memcpy(&bits, x, sizeof bits);
  uint16_t high = *x != *x ? (uint16_t)(bits >> 16 | 64) : (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
  memcpy(block, &high, sizeof high);
}

static int clamp(int x, int low, int high) { return x < low ? low : x > high ? high : x; }

// The element of largest magnitude, with its sign.
static float largest(const float *x, int count) {
  float most = 0;
  for (int i = 0; i < count; i++)
    if (fabsf(x[i]) > fabsf(most)) most = x[i];
  return most;
}

static void range(const float *x, int count, float *low, float *high) {
  *low = *high = x[0];
  for (int i = 1; i < count; i++) {
    *low = fminf(*low, x[i]);
    *high = fmaxf(*high, x[i]);
  }
}

static float inverse(float x) { return x != 0 ? 1 / x : 0; }

static void q8_0(void *block, const float *x) {
  struct block_q8_0 *b = block;
  float d = fabsf(largest(x, 32)) / 127, id = inverse(d);
  b->d = float_to_half(d);
  for (int j = 0; j < 32; j++) b->q[j] = (int8_t)roundf(x[j] * id);
}

// The largest element becomes -8 exactly, so that its side gets the longer half of the range.
static void q4_0(void *block, const float *x) {
  struct block_q4_0 *b = block;
  float d = largest(x, 32) / -8, id = inverse(d);
  b->d = float_to_half(d);
  for (int j = 0; j < 16; j++) {
    int low = clamp((int)(x[j] * id + 8.5f), 0, 15), high = clamp((int)(x[j + 16] * id + 8.5f), 0, 15);
    b->q[j] = (uint8_t)(low | high << 4);
  }
}

static void q4_1(void *block, const float *x) {
  struct block_q4_1 *b = block;
  float least, most;
  range(x, 32, &least, &most);
  float d = (most - least) / 15, id = inverse(d);
  b->d = float_to_half(d);
  b->m = float_to_half(least);
  for (int j = 0; j < 16; j++) {
    int low = clamp((int)((x[j] - least) * id + 0.5f), 0, 15);
    int high = clamp((int)((x[j + 16] - least) * id + 0.5f), 0, 15);
    b->q[j] = (uint8_t)(low | high << 4);
  }
}

static void set_fifths(uint8_t *q, uint8_t *high, const int *values) {
  memset(high, 0, 4);
  for (int j = 0; j < 16; j++) q[j] = (uint8_t)((values[j] & 15) | (values[j + 16] & 15) << 4);
  for (int j = 0; j < 32; j++) high[j / 8] |= (uint8_t)(values[j] >> 4 << j % 8);
}

static void q5_0(void *block, const float *x) {
  struct block_q5_0 *b = block;
  float d = largest(x, 32) / -16, id = inverse(d);
  int values[32];
  b->d = float_to_half(d);
  for (int j = 0; j < 32; j++) values[j] = clamp((int)(x[j] * id + 16.5f), 0, 31);
  set_fifths(b->q, b->high, values);
}

static void q5_1(void *block, const float *x) {
  struct block_q5_1 *b = block;
  float least, most;
  range(x, 32, &least, &most);
  float d = (most - least) / 31, id = inverse(d);
  int values[32];
  b->d = float_to_half(d);
  b->m = float_to_half(least);
  for (int j = 0; j < 32; j++) values[j] = clamp((int)((x[j] - least) * id + 0.5f), 0, 31);
  set_fifths(b->q, b->high, values);
}

// Scale and minimum of 8 sub-blocks in 6 bits each, as fractions of d and dmin; `q` gets the elements, 0 to `most`.
static void sub_blocks(const float *x, int most, half *d, half *dmin, uint8_t *packed, uint8_t *q) {
  float scales[8], minima[8], scale_max = 0, minimum_max = 0;
  for (int j = 0; j < 8; j++) {
    float low, high;
    range(x + j * 32, 32, &low, &high);
    minima[j] = -fminf(low, 0);
    scales[j] = (high + minima[j]) / most;
    scale_max = fmaxf(scale_max, scales[j]);
    minimum_max = fmaxf(minimum_max, minima[j]);
  }
  *d = float_to_half(scale_max / 63);
  *dmin = float_to_half(minimum_max / 63);
  float df = half_to_float(*d), mf = half_to_float(*dmin);
  memset(packed, 0, 12);
  for (int j = 0; j < 8; j++) {
    int s = clamp((int)rintf(scales[j] * inverse(df)), 0, 63), m = clamp((int)rintf(minima[j] * inverse(mf)), 0, 63);
    if (j < 4) {
      packed[j] |= (uint8_t)s;
      packed[j + 4] |= (uint8_t)m;
    } else {
      packed[j + 4] = (uint8_t)((s & 15) | (m & 15) << 4);
      packed[j - 4] |= (uint8_t)(s >> 4 << 6);
      packed[j] |= (uint8_t)(m >> 4 << 6);
    }
    for (int i = j * 32; i < j * 32 + 32; i++)
      q[i] = (uint8_t)clamp((int)rintf((x[i] + mf * m) * inverse(df * s)), 0, most);
  }
}

static void set_nibbles(uint8_t *out, const uint8_t *q) {
  for (int i = 0; i < 128; i++) {
    const uint8_t *pair = q + i / 32 * 64 + i % 32;
    out[i] = (uint8_t)((pair[0] & 15) | (pair[32] & 15) << 4);
  }
}

static void q4_K(void *block, const float *x) {
  struct block_q4_K *b = block;
  uint8_t q[256];
  sub_blocks(x, 15, &b->d, &b->dmin, b->scales, q);
  set_nibbles(b->q, q);
}

static void q5_K(void *block, const float *x) {
  struct block_q5_K *b = block;
  uint8_t q[256];
  sub_blocks(x, 31, &b->d, &b->dmin, b->scales, q);
  set_nibbles(b->q, q);
  memset(b->high, 0, sizeof b->high);
  for (int i = 0; i < 256; i++) b->high[i % 32] |= (uint8_t)(q[i] >> 4 << i / 32);
}

static void q6_K(void *block, const float *x) {
  struct block_q6_K *b = block;
  float scales[16], most = 0;
  for (int j = 0; j < 16; j++) {
    scales[j] = largest(x + j * 16, 16) / -32;
    if (fabsf(scales[j]) > fabsf(most)) most = scales[j];
  }
  memset(b, 0, sizeof *b);
  b->d = float_to_half(most / -128);
  float d = half_to_float(b->d);
  for (int j = 0; j < 16; j++) b->scales[j] = (int8_t)clamp((int)rintf(scales[j] * inverse(d)), -128, 127);
  for (int i = 0; i < 256; i++) {
    int q = clamp((int)rintf(x[i] * inverse(d * b->scales[i / 16])), -32, 31) + 32, j = i % 128;
    b->q[i / 128 * 64 + j % 64] |= (uint8_t)((q & 15) << j / 64 * 4);
    b->high[i / 128 * 32 + j % 32] |= (uint8_t)(q >> 4 << j / 32 * 2);
  }
}

int weir_quantize(enum weir_format format, void *blocks, const float *x, size_t count) {
  void (*quantize)(void *, const float *);
  switch (format) {
    case WEIR_F32: quantize = f32; break;
    case WEIR_F16: quantize = f16; break;
    case WEIR_BF16: quantize = bf16; break;
    case WEIR_Q8_0: quantize = q8_0; break;
    case WEIR_Q4_0: quantize = q4_0; break;
    case WEIR_Q4_1: quantize = q4_1; break;
    case WEIR_Q5_0: quantize = q5_0; break;
    case WEIR_Q5_1: quantize = q5_1; break;
    case WEIR_Q4_K: quantize = q4_K; break;
    case WEIR_Q5_K: quantize = q5_K; break;
    case WEIR_Q6_K: quantize = q6_K; break;
    default: return 0;
  }
  size_t elements = weir_block_elements(format), bytes = weir_block_bytes(format);
  for (size_t at = 0; at < count; at += elements) quantize((char *)blocks + at / elements * bytes, x + at);
  return 1;
}
