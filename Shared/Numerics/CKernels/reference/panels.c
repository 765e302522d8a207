// What panels are made of, and their elements. The layout stands in kernels.h.
#include "blocks.h"

enum weir_panels weir_panels_for(enum weir_format format) {
  switch (format) {
    case WEIR_Q8_0: return WEIR_PANELS_8;
    case WEIR_Q4_0: return WEIR_PANELS_4;
    case WEIR_Q4_1: case WEIR_Q4_K: return WEIR_PANELS_4_MINIMUM;
    case WEIR_Q5_0: case WEIR_Q6_K: return WEIR_PANELS_6;
    default: return WEIR_PANELS_NONE;
  }
}

int weir_is_packed_quickly(enum weir_format format) { return format == WEIR_Q8_0 || format == WEIR_Q4_0; }

size_t weir_panel_group_bytes(enum weir_panels kind) {
  switch (kind) {
    case WEIR_PANELS_8: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS;
    case WEIR_PANELS_4: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2;
    case WEIR_PANELS_4_MINIMUM: return 2 * SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2;
    case WEIR_PANELS_6: return 2 * SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS * 6 / 8;
    default: return 0;
  }
}

static float get_half(const uint8_t *place, size_t row) {
  half h;
  memcpy(&h, place + 2 * row, sizeof h);
  return half_to_float(h);
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
