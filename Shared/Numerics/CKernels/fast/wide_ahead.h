// What products of many tokens read next, asked for while other things are computed.
#pragma once
#include "wide_block.h"

// Tokens below which products wait for memory: lines are then asked for between groups instead of between tiles, which
// takes a register that many tokens need.
#define WAITING_TOKENS 32
// Bytes of a panel at a time: a block of one byte for each weight in four tiles.
#define AHEAD_BYTES 128

// Of each panel, the lines from `place` on.
struct ahead {
  uintptr_t place;
  size_t panel_bytes;
};

INLINE void bring_near(struct ahead ahead, size_t first, size_t end, const int parts) {
  for (int panel = 0; panel < parts / PANEL_PARTS; panel++)
    for (size_t i = first; i < end; i += 64)
      __builtin_prefetch((void *)(ahead.place + panel * ahead.panel_bytes + i), 0, 2);
}

// While group g is multiplied, the same group of the next tokens' inputs, which lie apart, and a share of their sums; and of
// weights, where products wait for them.
INLINE void bring_group_near(struct weir_int8_rows x, size_t columns, const wide_sums *next_sums, struct ahead *ahead, size_t g,
                             const int parts) {
  const size_t share = sizeof *next_sums / BLOCK_GROUPS;
  for (int i = 0; i < WEIR_TOGETHER * WEIR_GROUP_ELEMENTS; i += 64) __builtin_prefetch(x.q + WEIR_TOGETHER * columns + i);
  for (size_t i = 0; i < share; i += 64) __builtin_prefetch((const char *)next_sums + g * share + i);
  if (ahead) bring_near(*ahead, g * AHEAD_BYTES, (g + 1) * AHEAD_BYTES, parts);
}

// Rows of results lie far apart.
INLINE void bring_results_near(const float *y, size_t y_stride, const int parts) {
  EACH_WIDE_TOKEN EACH_WIDE_PART __builtin_prefetch(y + t * y_stride + part * PANEL_LANES, 1);
}
