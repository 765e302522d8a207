// Panels of formats whose bytes stay as they are, moved four bytes of each of eight rows at a time. Other formats are
// packed by ../reference/pack_panel.h, which is also what this file is compared with.
#pragma once
#include "../reference/pack_panel.h"
#include "bytes.h"

// Sixteen bytes of each of eight rows become four vectors, PANEL_BYTES_APART, of four bytes of each row.
#define PANEL_BYTES_APART (WEIR_PANEL_ROWS * 4)
INLINE void pack_sixteen(uint8_t *place, const uint8_t *q, size_t row_bytes) {
  eight_ints rows[4], pairs[4];
  for (int r = 0; r < 4; r++) {
    memcpy(&rows[r], q + r * row_bytes, 16);
    memcpy((uint8_t *)&rows[r] + 16, q + (r + 4) * row_bytes, 16);
  }
  for (int r = 0; r < 4; r += 2) {
    pairs[r] = __builtin_shufflevector(rows[r], rows[r + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[r + 1] = __builtin_shufflevector(rows[r], rows[r + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 2; i++) {
    eight_ints even = __builtin_shufflevector(pairs[i], pairs[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    eight_ints odd = __builtin_shufflevector(pairs[i], pairs[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    memcpy(place + 2 * i * PANEL_BYTES_APART, &even, sizeof even);
    memcpy(place + (2 * i + 1) * PANEL_BYTES_APART, &odd, sizeof odd);
  }
}

// One group of 32 columns: a scale and `count` bytes of each row.
INLINE void pack_bytes_group(uint8_t *place, const uint8_t *blocks, size_t row_bytes, const int count) {
  for (int r = 0; r < WEIR_PANEL_ROWS; r++) memcpy(place + 2 * r, blocks + r * row_bytes, sizeof(half));
  for (int first = 0; first < WEIR_PANEL_ROWS; first += 8)
    for (int i = 0; i < count; i += 16)
      pack_sixteen(place + SCALES + i / 4 * PANEL_BYTES_APART + first * 4,
                   blocks + first * row_bytes + sizeof(half) + i, row_bytes);
}

INLINE void pack_bytes(uint8_t *panel, const uint8_t *blocks, size_t groups, const int count) {
  const size_t block = sizeof(half) + count;
  for (size_t g = 0; g < groups; g++)
    pack_bytes_group(panel + g * WEIR_PANEL_ROWS * block, blocks + g * block, groups * block, count);
}

static void pack_panel_fast(enum weir_format format, uint8_t *panel, const void *blocks, size_t rows, size_t columns) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  if (format == WEIR_Q8_0 && rows == WEIR_PANEL_ROWS)
    pack_bytes(panel, blocks, groups, 32);
  else if (format == WEIR_Q4_0 && rows == WEIR_PANEL_ROWS)
    pack_bytes(panel, blocks, groups, 16);
  else
    pack_panel(format, panel, blocks, rows, columns);
}
