// Products of many tokens: block after block of some panels, tile after tile.
#pragma once
#include "wide_tile.h"

// Tokens at most: sums of so many, 96 KiB with three panels of AVX-512, stay in a second cache level beside their inputs.
#define WIDE_TOKENS_MAX 512

// All tokens, a multiple of four, with groups from `first` on of panels, which are those of a block at `w`.
INLINE void wide_tiles(enum weir_panels kind, struct wide_results results, struct wide_block *w, struct weir_int8_rows x,
                       size_t tokens, size_t columns, size_t first, size_t groups, struct ahead ahead, const int is_waiting,
                       const int parts) {
  const size_t bytes = groups * group_bytes_of_panel(kind), lines = bytes * WEIR_TOGETHER / tokens / 64 + 1;
  for (size_t t = 0, at = 0; t < tokens; t += WEIR_TOGETHER, at += lines * 64) {
    struct wide_results tile = results;
    tile.sums += t / WEIR_TOGETHER;
    if (results.y) {
      tile.y += t * results.y_stride;
      if (t + WEIR_TOGETHER < tokens) bring_results_near(tile.y + WEIR_TOGETHER * results.y_stride, results.y_stride, parts);
    }
    wide_tile(kind, tile, w, group_from(rows_from(x, t, columns), first, WEIR_TOGETHER), columns, groups,
              is_waiting ? &ahead : NULL, parts);
    if (is_waiting) ahead.place += BLOCK_GROUPS * AHEAD_BYTES;
    else if (at < bytes) bring_near(ahead, at, at + lines * 64, parts);
  }
}

// At most WIDE_TOKENS_MAX tokens with parts / PANEL_PARTS panels, of which `rows` rows are written.
INLINE void wide_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panels, struct weir_int8_rows x,
                         size_t tokens, size_t rows, size_t columns, uintptr_t ahead, const int parts) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, panel_bytes = groups * group_bytes_of_panel(kind);
  struct wide_block room;
  wide_sums sums[WIDE_TOKENS_MAX / WEIR_TOGETHER];
  for (size_t first = 0; first < groups; first += BLOCK_GROUPS) {
    const size_t count = groups - first < BLOCK_GROUPS ? groups - first : BLOCK_GROUPS;
    const uint8_t *block = panels + first * group_bytes_of_panel(kind);
    const struct ahead next = {(uintptr_t)block + ahead, panel_bytes};
    const struct wide_results results = {sums, first == 0, first + count == groups ? y : NULL, y_stride, rows};
    widen(kind, &room, block, panel_bytes, count, parts);
    if (tokens < WAITING_TOKENS)
      wide_tiles(kind, results, &room, x, tokens, columns, first, count, next, 1, parts);
    else
      wide_tiles(kind, results, &room, x, tokens, columns, first, count, next, 0, parts);
  }
}
