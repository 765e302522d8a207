// The blocks of quantised formats as they lie in files, little-endian. Source: ggml-common.h.
// Throughout: d is the block's scale, m or dmin the scale of what is subtracted or added, both half precision.
#pragma once
#include "kernels.h"
#include <string.h>

typedef uint16_t half;

struct block_q4_0 { half d; uint8_t q[16]; };                            // byte j: element j low, j + 16 high
struct block_q4_1 { half d, m; uint8_t q[16]; };
struct block_q5_0 { half d; uint8_t high[4], q[16]; };                   // bit j of `high` is bit 4 of element j
struct block_q5_1 { half d, m; uint8_t high[4], q[16]; };
struct block_q8_0 { half d; int8_t q[32]; };
struct block_iq4_nl { half d; uint8_t q[16]; };
struct block_mxfp4 { uint8_t exponent, q[16]; };
// 256 elements each, in sub-blocks of 16 or 32 with small scales of their own.
struct block_q2_K { uint8_t scales[16], q[64]; half d, dmin; };
struct block_q3_K { uint8_t high[32], q[64], scales[12]; half d; };
struct block_q4_K { half d, dmin; uint8_t scales[12], q[128]; };
struct block_q5_K { half d, dmin; uint8_t scales[12], high[32], q[128]; };
struct block_q6_K { uint8_t q[128], high[64]; int8_t scales[16]; half d; };
struct block_q8_K { uint8_t d[4]; int8_t q[256]; uint8_t sums[32]; };
struct block_iq4_xs { half d; uint8_t scales_high[2], scales_low[4], q[128]; };
struct block_tq1_0 { uint8_t q[48], high[4]; half d; };
struct block_tq2_0 { uint8_t q[64]; half d; };

// The 16 values of IQ4_NL and IQ4_XS, and (doubled) of MXFP4.
extern const int8_t weir_iq4_values[16], weir_mxfp4_values[16];

static inline float half_to_float(half h) {
  _Float16 value;
  memcpy(&value, &h, sizeof h);
  return value;
}

static inline half float_to_half(float x) {
  _Float16 value = (_Float16)x;
  half h;
  memcpy(&h, &value, sizeof h);
  return h;
}

// The 6-bit scale and minimum of sub-block j of Q4_K and Q5_K: eight of each, packed in 12 bytes.
static inline void scale_and_minimum(const uint8_t *scales, int j, uint8_t *scale, uint8_t *minimum) {
  if (j < 4) {
    *scale = scales[j] & 63;
    *minimum = scales[j + 4] & 63;
  } else {
    *scale = (scales[j + 4] & 15) | (scales[j - 4] >> 6 << 4);
    *minimum = (scales[j + 4] >> 4) | (scales[j] >> 6 << 4);
  }
}

// A group of a panel begins with one half of each row: its scale. Some have a second one.
enum { SCALES = WEIR_PANEL_ROWS * sizeof(half) };

static inline int has_two_headers(enum weir_panels kind) {
  return kind == WEIR_PANELS_4_MINIMUM || kind == WEIR_PANELS_6;
}

// What begins the panels of 256 columns, and where in it.
enum {
  Q4_K_SCALES = 2 * SCALES, Q4_K_MINIMA = Q4_K_SCALES + 8 * WEIR_PANEL_ROWS,
  Q4_K_HEADER = Q4_K_MINIMA + 8 * WEIR_PANEL_ROWS,
  Q6_K_SCALES = SCALES, Q6_K_HEADER = Q6_K_SCALES + 16 * WEIR_PANEL_ROWS,
};
// Bytes of a group's elements.
enum {
  FOUR_BITS = WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2, FIVE_BITS = WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS * 5 / 8,
  SIX_BITS = WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS * 6 / 8,
};
