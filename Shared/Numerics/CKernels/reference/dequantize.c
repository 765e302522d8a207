// Elements of stored rows. Each function takes one block; the values are those of ggml's dequantize_row_*.
#include "blocks.h"
#include <math.h>

const int8_t weir_iq4_values[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
const int8_t weir_mxfp4_values[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

static void f32(float *y, const void *block) { memcpy(y, block, sizeof *y); }

static void f16(float *y, const void *block) {
  half h;
  memcpy(&h, block, sizeof h);
  *y = half_to_float(h);
}

static void bf16(float *y, const void *block) {
  uint16_t high;
  memcpy(&high, block, sizeof high);
  uint32_t bits = (uint32_t)high << 16;
  memcpy(y, &bits, sizeof bits);
}

// Sign, 4 bits of exponent with bias 7, 3 of mantissa; no infinity, S.1111.111 is NaN (Micikevicius et al. 2022).
static void f8_e4m3(float *y, const void *block) {
  uint8_t bits = *(const uint8_t *)block, exponent = bits >> 3 & 15, mantissa = bits & 7;
  float magnitude = exponent ? ldexpf(8 + mantissa, exponent - 10) : ldexpf(mantissa, -9);
  if ((bits & 127) == 127) magnitude = NAN;
  *y = bits & 128 ? -magnitude : magnitude;
}

static void q4_0(float *y, const void *block) {
  const struct block_q4_0 *b = block;
  float d = half_to_float(b->d);
  for (int j = 0; j < 16; j++) {
    y[j] = d * ((b->q[j] & 15) - 8);
    y[j + 16] = d * ((b->q[j] >> 4) - 8);
  }
}

static void q4_1(float *y, const void *block) {
  const struct block_q4_1 *b = block;
  float d = half_to_float(b->d), m = half_to_float(b->m);
  for (int j = 0; j < 16; j++) {
    y[j] = d * (b->q[j] & 15) + m;
    y[j + 16] = d * (b->q[j] >> 4) + m;
  }
}

// Bit 4 of element j.
static int fifth_bit(const uint8_t *high, int j) { return (high[j / 8] >> j % 8 & 1) << 4; }

static void q5_0(float *y, const void *block) {
  const struct block_q5_0 *b = block;
  float d = half_to_float(b->d);
  for (int j = 0; j < 16; j++) {
    y[j] = d * (((b->q[j] & 15) | fifth_bit(b->high, j)) - 16);
    y[j + 16] = d * (((b->q[j] >> 4) | fifth_bit(b->high, j + 16)) - 16);
  }
}

static void q5_1(float *y, const void *block) {
  const struct block_q5_1 *b = block;
  float d = half_to_float(b->d), m = half_to_float(b->m);
  for (int j = 0; j < 16; j++) {
    y[j] = d * ((b->q[j] & 15) | fifth_bit(b->high, j)) + m;
    y[j + 16] = d * ((b->q[j] >> 4) | fifth_bit(b->high, j + 16)) + m;
  }
}

static void q8_0(float *y, const void *block) {
  const struct block_q8_0 *b = block;
  float d = half_to_float(b->d);
  for (int j = 0; j < 32; j++) y[j] = d * b->q[j];
}

// Sub-blocks of 16: a 4-bit scale and a 4-bit minimum. Of each 128 elements byte j holds j, j + 32, j + 64, j + 96.
static void q2_K(float *y, const void *block) {
  const struct block_q2_K *b = block;
  float d = half_to_float(b->d), dmin = half_to_float(b->dmin);
  for (int i = 0; i < 256; i++) {
    int part = i % 128 / 32, q = b->q[i / 128 * 32 + i % 32] >> 2 * part & 3;
    y[i] = d * (b->scales[i / 16] & 15) * q - dmin * (b->scales[i / 16] >> 4);
  }
}

// Scale of sub-block j: its low 4 bits lie in bytes 0 to 7, two to a byte, its high 2 bits in bytes 8 to 11.
static int q3_scale(const uint8_t *scales, int j) {
  int low = j < 8 ? scales[j] & 15 : scales[j - 8] >> 4, high = scales[8 + j % 4] >> j / 4 * 2 & 3;
  return (low | high << 4) - 32;
}

static void q3_K(float *y, const void *block) {
  const struct block_q3_K *b = block;
  float d = half_to_float(b->d);
  for (int i = 0; i < 256; i++) {
    int low = b->q[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3, high = b->high[i % 32] >> i / 32 & 1;
    y[i] = d * q3_scale(b->scales, i / 16) * (low - (high ? 0 : 4));
  }
}

// Of each 64 elements byte j holds element j low and j + 32 high.
static void q4_K(float *y, const void *block) {
  const struct block_q4_K *b = block;
  float d = half_to_float(b->d), dmin = half_to_float(b->dmin);
  for (int i = 0; i < 256; i++) {
    uint8_t scale, minimum;
    scale_and_minimum(b->scales, i / 32, &scale, &minimum);
    int q = b->q[i / 64 * 32 + i % 32] >> i % 64 / 32 * 4 & 15;
    y[i] = d * scale * q - dmin * minimum;
  }
}

static void q5_K(float *y, const void *block) {
  const struct block_q5_K *b = block;
  float d = half_to_float(b->d), dmin = half_to_float(b->dmin);
  for (int i = 0; i < 256; i++) {
    uint8_t scale, minimum;
    scale_and_minimum(b->scales, i / 32, &scale, &minimum);
    int q = (b->q[i / 64 * 32 + i % 32] >> i % 64 / 32 * 4 & 15) | (b->high[i % 32] >> i / 32 & 1) << 4;
    y[i] = d * scale * q - dmin * minimum;
  }
}

// Of each 128 elements byte j of the low 64 holds j low and j + 64 high; the high bits lie as in Q2_K.
static void q6_K(float *y, const void *block) {
  const struct block_q6_K *b = block;
  float d = half_to_float(b->d);
  for (int i = 0; i < 256; i++) {
    int half_block = i / 128, j = i % 128;
    int low = b->q[half_block * 64 + j % 64] >> j / 64 * 4 & 15;
    int high = b->high[half_block * 32 + j % 32] >> j / 32 * 2 & 3;
    y[i] = d * b->scales[i / 16] * ((low | high << 4) - 32);
  }
}

static void q8_K(float *y, const void *block) {
  const struct block_q8_K *b = block;
  float d;
  memcpy(&d, b->d, sizeof d);
  for (int i = 0; i < 256; i++) y[i] = d * b->q[i];
}

static void iq4_nl(float *y, const void *block) {
  const struct block_iq4_nl *b = block;
  float d = half_to_float(b->d);
  for (int j = 0; j < 16; j++) {
    y[j] = d * weir_iq4_values[b->q[j] & 15];
    y[j + 16] = d * weir_iq4_values[b->q[j] >> 4];
  }
}

static void iq4_xs(float *y, const void *block) {
  const struct block_iq4_xs *b = block;
  float d = half_to_float(b->d);
  for (int i = 0; i < 256; i++) {
    int part = i / 32, low = b->scales_low[part / 2] >> part % 2 * 4 & 15;
    int scale = (low | (b->scales_high[part / 4] >> part % 4 * 2 & 3) << 4) - 32;
    y[i] = d * scale * weir_iq4_values[b->q[part * 16 + i % 16] >> i % 32 / 16 * 4 & 15];
  }
}

static void mxfp4(float *y, const void *block) {
  const struct block_mxfp4 *b = block;
  float d = ldexpf(1, b->exponent - 128);  // the table is doubled
  for (int j = 0; j < 16; j++) {
    y[j] = d * weir_mxfp4_values[b->q[j] & 15];
    y[j + 16] = d * weir_mxfp4_values[b->q[j] >> 4];
  }
}

// The n-th of the five base-3 digits of a byte, which is stored as a fraction of 243.
static int third(uint8_t byte, int n) {
  static const uint8_t powers[5] = {1, 3, 9, 27, 81};
  return (uint8_t)(byte * powers[n]) * 3 >> 8;
}

static void tq1_0(float *y, const void *block) {
  const struct block_tq1_0 *b = block;
  float d = half_to_float(b->d);
  for (int i = 0; i < 160; i++) y[i] = d * (third(b->q[i % 32], i / 32) - 1);
  for (int i = 0; i < 80; i++) y[160 + i] = d * (third(b->q[32 + i % 16], i / 16) - 1);
  for (int i = 0; i < 16; i++) y[240 + i] = d * (third(b->high[i % 4], i / 4) - 1);
}

static void tq2_0(float *y, const void *block) {
  const struct block_tq2_0 *b = block;
  float d = half_to_float(b->d);
  for (int i = 0; i < 256; i++) y[i] = d * ((b->q[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3) - 1);
}

static const struct {
  enum weir_format format;
  size_t elements, bytes;
  void (*dequantize)(float *y, const void *block);
} formats[] = {
    {WEIR_F32, 1, 4, f32}, {WEIR_F16, 1, 2, f16}, {WEIR_BF16, 1, 2, bf16}, {WEIR_F8_E4M3, 1, 1, f8_e4m3},
    {WEIR_Q4_0, 32, sizeof(struct block_q4_0), q4_0}, {WEIR_Q4_1, 32, sizeof(struct block_q4_1), q4_1},
    {WEIR_Q5_0, 32, sizeof(struct block_q5_0), q5_0}, {WEIR_Q5_1, 32, sizeof(struct block_q5_1), q5_1},
    {WEIR_Q8_0, 32, sizeof(struct block_q8_0), q8_0}, {WEIR_Q2_K, 256, sizeof(struct block_q2_K), q2_K},
    {WEIR_Q3_K, 256, sizeof(struct block_q3_K), q3_K}, {WEIR_Q4_K, 256, sizeof(struct block_q4_K), q4_K},
    {WEIR_Q5_K, 256, sizeof(struct block_q5_K), q5_K}, {WEIR_Q6_K, 256, sizeof(struct block_q6_K), q6_K},
    {WEIR_Q8_K, 256, sizeof(struct block_q8_K), q8_K}, {WEIR_IQ4_NL, 32, sizeof(struct block_iq4_nl), iq4_nl},
    {WEIR_IQ4_XS, 256, sizeof(struct block_iq4_xs), iq4_xs}, {WEIR_MXFP4, 32, sizeof(struct block_mxfp4), mxfp4},
    {WEIR_TQ1_0, 256, sizeof(struct block_tq1_0), tq1_0}, {WEIR_TQ2_0, 256, sizeof(struct block_tq2_0), tq2_0},
};

static int place(enum weir_format format) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (formats[i].format == format) return (int)i;
  return -1;
}

size_t weir_block_elements(enum weir_format format) { return place(format) < 0 ? 0 : formats[place(format)].elements; }
size_t weir_block_bytes(enum weir_format format) { return place(format) < 0 ? 0 : formats[place(format)].bytes; }

int weir_dequantize(enum weir_format format, float *y, const void *blocks, size_t count) {
  int i = place(format);
  if (i < 0) return 0;
  for (size_t at = 0; at < count; at += formats[i].elements)
    formats[i].dequantize(y + at, (const char *)blocks + at / formats[i].elements * formats[i].bytes);
  return 1;
}
