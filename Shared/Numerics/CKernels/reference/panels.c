// Rows of blocks rearranged into panels, and back. The layout stands in kernels.h.
#include "blocks.h"

enum { SCALES = WEIR_PANEL_ROWS * 2 };  // bytes of one half for each row

enum weir_panels weir_panels_for(enum weir_format format) {
  switch (format) {
    case WEIR_Q8_0: return WEIR_PANELS_8;
    case WEIR_Q4_0: return WEIR_PANELS_4;
    case WEIR_Q4_1: case WEIR_Q4_K: return WEIR_PANELS_4_MINIMUM;
    case WEIR_Q5_0: case WEIR_Q6_K: return WEIR_PANELS_6;
    default: return WEIR_PANELS_NONE;
  }
}

size_t weir_panel_group_bytes(enum weir_panels kind) {
  switch (kind) {
    case WEIR_PANELS_8: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS;
    case WEIR_PANELS_4: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2;
    case WEIR_PANELS_4_MINIMUM: return 2 * SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2;
    case WEIR_PANELS_6: return 2 * SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS * 6 / 8;
    default: return 0;
  }
}

// A group of 32 elements of one row before it is rearranged.
struct row_group {
  float scale, minimum;
  float second_scale;  // of elements 16 to 31, WEIR_PANELS_6 only
  int8_t q[WEIR_GROUP_ELEMENTS];
};

static int fifth_bit(const uint8_t *high, int j) { return (high[j / 8] >> j % 8 & 1) << 4; }

// Elements from 0 to 63, of which 32 is taken off.
static struct row_group read_six_bits(enum weir_format format, const uint8_t *row, size_t group) {
  struct row_group out = {0};
  if (format == WEIR_Q5_0) {
    const struct block_q5_0 *b = (const struct block_q5_0 *)row + group;
    out.scale = out.second_scale = half_to_float(b->d);
    for (int i = 0; i < 32; i++) out.q[i] = ((b->q[i % 16] >> i / 16 * 4 & 15) | fifth_bit(b->high, i)) + 16;
    return out;
  }
  const struct block_q6_K *b = (const struct block_q6_K *)row + group / 8;
  int half_block = group % 8 / 4, part = group % 4;
  out.scale = half_to_float(b->d) * b->scales[group % 8 * 2];
  out.second_scale = half_to_float(b->d) * b->scales[group % 8 * 2 + 1];
  for (int i = 0; i < 32; i++) {
    int low = b->q[half_block * 64 + part % 2 * 32 + i] >> part / 2 * 4 & 15;
    out.q[i] = (int8_t)(low | (b->high[half_block * 32 + i] >> part * 2 & 3) << 4);
  }
  return out;
}

static struct row_group read_group(enum weir_format format, const uint8_t *row, size_t group) {
  struct row_group out = {0};
  if (weir_panels_for(format) == WEIR_PANELS_6) return read_six_bits(format, row, group);
  if (format == WEIR_Q8_0) {
    const struct block_q8_0 *b = (const struct block_q8_0 *)row + group;
    out.scale = half_to_float(b->d);
    memcpy(out.q, b->q, sizeof out.q);
  } else if (format == WEIR_Q4_K) {
    const struct block_q4_K *b = (const struct block_q4_K *)row + group / 8;
    int part = group % 8;
    uint8_t scale, minimum;
    scale_and_minimum(b->scales, part, &scale, &minimum);
    out.scale = half_to_float(b->d) * scale;
    out.minimum = half_to_float(b->dmin) * minimum;
    for (int i = 0; i < 32; i++) out.q[i] = b->q[part / 2 * 32 + i] >> part % 2 * 4 & 15;
  } else {
    const struct block_q4_0 *b = (const struct block_q4_0 *)row + group;
    const struct block_q4_1 *m = (const struct block_q4_1 *)row + group;
    const uint8_t *q = format == WEIR_Q4_0 ? b->q : m->q;
    out.scale = half_to_float(format == WEIR_Q4_0 ? b->d : m->d);
    out.minimum = format == WEIR_Q4_0 ? 8 * out.scale : -half_to_float(m->m);
    for (int i = 0; i < 32; i++) out.q[i] = q[i % 16] >> i / 16 * 4 & 15;
  }
  return out;
}

static void set_half(uint8_t *place, int row, float x) {
  half h = float_to_half(x);
  memcpy(place + 2 * row, &h, sizeof h);
}

static float get_half(const uint8_t *place, size_t row) {
  half h;
  memcpy(&h, place + 2 * row, sizeof h);
  return half_to_float(h);
}

static int has_two_headers(enum weir_panels kind) { return kind == WEIR_PANELS_4_MINIMUM || kind == WEIR_PANELS_6; }

static void write_row(enum weir_panels kind, uint8_t *place, int row, const struct row_group *group) {
  set_half(place, row, group->scale);
  if (kind == WEIR_PANELS_4_MINIMUM) set_half(place + SCALES, row, group->minimum);
  if (kind == WEIR_PANELS_6) set_half(place + SCALES, row, group->second_scale);
  uint8_t *q = place + (has_two_headers(kind) ? 2 * SCALES : SCALES);
  for (int i = 0; i < WEIR_GROUP_ELEMENTS; i++) {
    int vector = kind == WEIR_PANELS_8 ? i / 4 : i % 16 / 4, lane = row * 4 + i % 4;
    uint8_t *byte = q + vector * WEIR_PANEL_ROWS * 4 + lane;
    if (kind == WEIR_PANELS_8) *byte = (uint8_t)group->q[i];
    else *byte |= (uint8_t)((group->q[i] & 15) << i / 16 * 4);
    if (kind != WEIR_PANELS_6) continue;
    uint8_t *high = q + (4 + vector / 2) * WEIR_PANEL_ROWS * 4 + lane;
    *high |= (uint8_t)(group->q[i] >> 4 << (vector % 2 * 4 + i / 16 * 2));
  }
}

void weir_pack_panel(enum weir_format format, uint8_t *panel, const void *blocks, size_t rows, size_t columns) {
  enum weir_panels kind = weir_panels_for(format);
  size_t groups = columns / WEIR_GROUP_ELEMENTS, bytes = weir_panel_group_bytes(kind);
  size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  memset(panel, 0, groups * bytes);
  for (size_t r = 0; r < rows; r++)
    for (size_t g = 0; g < groups; g++) {
      struct row_group group = read_group(format, (const uint8_t *)blocks + r * row_bytes, g);
      write_row(kind, panel + g * bytes, (int)r, &group);
    }
}

float weir_panel_element(enum weir_panels kind, const uint8_t *panels, size_t row, size_t column, size_t columns) {
  size_t group = row / WEIR_PANEL_ROWS * (columns / WEIR_GROUP_ELEMENTS) + column / WEIR_GROUP_ELEMENTS;
  const uint8_t *place = panels + group * weir_panel_group_bytes(kind);
  size_t r = row % WEIR_PANEL_ROWS, i = column % WEIR_GROUP_ELEMENTS;
  float scale = get_half(place, r);
  if (kind == WEIR_PANELS_8) return scale * (int8_t)place[SCALES + i / 4 * WEIR_PANEL_ROWS * 4 + r * 4 + i % 4];
  const uint8_t *q = place + (has_two_headers(kind) ? 2 * SCALES : SCALES);
  size_t vector = i % 16 / 4, lane = r * 4 + i % 4;
  int low = q[vector * WEIR_PANEL_ROWS * 4 + lane] >> i / 16 * 4 & 15;
  if (kind == WEIR_PANELS_6) {
    int high = q[(4 + vector / 2) * WEIR_PANEL_ROWS * 4 + lane] >> (vector % 2 * 4 + i / 16 * 2) & 3;
    return (i < 16 ? scale : get_half(place + SCALES, r)) * ((low | high << 4) - 32);
  }
  return scale * low - (kind == WEIR_PANELS_4_MINIMUM ? get_half(place + SCALES, r) : 8 * scale);
}
