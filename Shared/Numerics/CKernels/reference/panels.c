// What panels are made of, and their elements. The layout stands in kernels.h.
#include "blocks.h"

enum weir_panels weir_panels_for(enum weir_format format) {
  switch (format) {
    case WEIR_Q8_0: return WEIR_PANELS_8;
    case WEIR_Q4_0: return WEIR_PANELS_4;
    case WEIR_Q4_1: return WEIR_PANELS_4_MINIMUM;
    case WEIR_Q5_0: return WEIR_PANELS_6;
    case WEIR_Q4_K: return WEIR_PANELS_Q4_K;
    case WEIR_Q5_K: return WEIR_PANELS_Q5_K;
    case WEIR_Q6_K: return WEIR_PANELS_Q6_K;
    default: return WEIR_PANELS_NONE;
  }
}

int weir_is_packed_quickly(enum weir_format format) { return format == WEIR_Q8_0 || format == WEIR_Q4_0; }

size_t weir_panel_group_bytes(enum weir_panels kind) {
  switch (kind) {
    case WEIR_PANELS_8: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS;
    case WEIR_PANELS_4: return SCALES + FOUR_BITS;
    case WEIR_PANELS_4_MINIMUM: return 2 * SCALES + FOUR_BITS;
    case WEIR_PANELS_6: return 2 * SCALES + SIX_BITS;
    case WEIR_PANELS_Q4_K: return Q4_K_HEADER / 8 + FOUR_BITS;
    case WEIR_PANELS_Q5_K: return Q4_K_HEADER / 8 + FIVE_BITS;
    case WEIR_PANELS_Q6_K: return Q6_K_HEADER / 8 + SIX_BITS;
    default: return 0;
  }
}

static float get_half(const uint8_t *place, size_t row) {
  half h;
  memcpy(&h, place + 2 * row, sizeof h);
  return half_to_float(h);
}

// Elements i of row r of a group.
static int four_bits(const uint8_t *q, size_t r, size_t i) {
  return q[i % 16 / 4 * WEIR_PANEL_ROWS * 4 + r * 4 + i % 4] >> i / 16 * 4 & 15;
}

static int five_bits(const uint8_t *q, size_t r, size_t i) {
  int high = q[4 * WEIR_PANEL_ROWS * 4 + r * 4 + i % 4] >> (i % 16 / 4 * 2 + i / 16) & 1;
  return four_bits(q, r, i) | high << 4;
}

static int six_bits(const uint8_t *q, size_t r, size_t i) {
  size_t vector = i % 16 / 4;
  int high = q[(4 + vector / 2) * WEIR_PANEL_ROWS * 4 + r * 4 + i % 4] >> (vector % 2 * 4 + i / 16 * 2) & 3;
  return four_bits(q, r, i) | high << 4;
}

static float element_of_block(enum weir_panels kind, const uint8_t *block, size_t r, size_t column) {
  size_t group = column / WEIR_GROUP_ELEMENTS, i = column % WEIR_GROUP_ELEMENTS;
  float d = get_half(block, r);
  if (kind == WEIR_PANELS_Q6_K) {
    int scale = (int8_t)block[Q6_K_SCALES + column / 16 * WEIR_PANEL_ROWS + r];
    return d * scale * (six_bits(block + Q6_K_HEADER + group * SIX_BITS, r, i) - 32);
  }
  int scale = block[Q4_K_SCALES + group * WEIR_PANEL_ROWS + r];
  int minimum = block[Q4_K_MINIMA + group / 2 * WEIR_PANEL_ROWS * 2 + r * 2 + group % 2];
  int q = kind == WEIR_PANELS_Q4_K ? four_bits(block + Q4_K_HEADER + group * FOUR_BITS, r, i)
                                   : five_bits(block + Q4_K_HEADER + group * FIVE_BITS, r, i);
  return d * scale * q - get_half(block + SCALES, r) * minimum;
}

float weir_panel_element(enum weir_panels kind, const uint8_t *panels, size_t row, size_t column, size_t columns) {
  const uint8_t *panel = panels + row / WEIR_PANEL_ROWS * (columns / WEIR_GROUP_ELEMENTS) * weir_panel_group_bytes(kind);
  size_t block = weir_panel_block_elements(kind), r = row % WEIR_PANEL_ROWS, i = column % block;
  const uint8_t *place = panel + column / block * (block / WEIR_GROUP_ELEMENTS) * weir_panel_group_bytes(kind);
  if (block == WEIR_BLOCK_ELEMENTS) return element_of_block(kind, place, r, i);
  float scale = get_half(place, r);
  if (kind == WEIR_PANELS_8) return scale * (int8_t)place[SCALES + i / 4 * WEIR_PANEL_ROWS * 4 + r * 4 + i % 4];
  const uint8_t *q = place + (has_two_headers(kind) ? 2 * SCALES : SCALES);
  if (kind == WEIR_PANELS_6) return (i < 16 ? scale : get_half(place + SCALES, r)) * (six_bits(q, r, i) - 32);
  return scale * four_bits(q, r, i) - (kind == WEIR_PANELS_4_MINIMUM ? get_half(place + SCALES, r) : 8 * scale);
}
