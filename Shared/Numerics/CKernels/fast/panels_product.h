// Products of byte rows with panels of 16 rows: each vector of weights meets four inputs of every token of a tile.
#pragma once
#include "group_products.h"

// Tokens of a tile at most: sums over groups wait on the stack while the products of a group are in registers.
#define TILE_TOKENS_MAX 8
// Tokens from which tiles are as large as the registers: all but the first then find a panel in a near cache, while fewer
// tokens rather read it once.
#define MANY_TOKENS 16

// The processor's own prefetching ends with each small page; this goes on, far enough ahead of a read from memory.
#define READ_AHEAD_BYTES 2048

struct tile { row_floats sums[PANEL_PARTS][TILE_TOKENS_MAX]; };

INLINE struct tile no_tile(const int tokens) {
  struct tile tile;
  EACH_PART for (int t = 0; t < tokens; t++) tile.sums[part][t] = zero_floats();
  return tile;
}

INLINE void store_tile(float *y, size_t y_stride, const struct tile *tile, size_t rows, const int tokens) {
  EACH_PART {
    const size_t first = (size_t)part * PANEL_LANES, left = rows > first ? rows - first : 0;
    const size_t count = left < PANEL_LANES ? left : PANEL_LANES;
    for (int t = 0; t < tokens; t++) store_floats(y + t * y_stride + first, tile->sums[part][t], count);
  }
}

INLINE struct weir_int8_rows group_from(struct weir_int8_rows x, size_t group) {
  return (struct weir_int8_rows){x.q + group * WEIR_GROUP_ELEMENTS, x.scale + group, x.sum + group, x.total + group,
                                 x.bias + 4 * group, x.small_bias + 2 * group};
}

INLINE void read_ahead(const uint8_t *place, uintptr_t ahead, const int bytes) {
  for (int i = 0; i < bytes; i += 64) __builtin_prefetch((void *)((uintptr_t)place + ahead + i));
}

#include "group_panels.h"
#include "nibble_panels.h"
#include "block_panels.h"

INLINE void panel_tile(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel, struct weir_int8_rows x,
                       size_t rows, size_t columns, uintptr_t ahead, const int tokens) {
  struct tile tile = no_tile(tokens);
  if (kind == WEIR_PANELS_4)
    add_nibble_panel(&tile, panel, x, columns, ahead, tokens);
  else if (weir_panel_scale_elements(kind) == WEIR_BLOCK_ELEMENTS)
    add_block_panel(kind, &tile, panel, x, columns, ahead, tokens);
  else
    add_group_panel(kind, &tile, panel, x, columns, ahead, tokens);
  store_tile(y, y_stride, &tile, rows, tokens);
}

// All tokens with one panel, of which `rows` rows are written.
INLINE void panel_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel,
                          struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns, uintptr_t ahead) {
  size_t t = 0;
#define TILES(count)                                                                                          \
  for (; t + count <= tokens; t += count)                                                                     \
    panel_tile(kind, y + t * y_stride, y_stride, panel, rows_from(x, t, columns), rows, columns, ahead, count);
  if (GROUP_TOKENS == TILE_TOKENS_MAX || tokens < MANY_TOKENS) { TILES(TILE_TOKENS_MAX) }
  TILES(4)
  TILES(2)
  TILES(1)
#undef TILES
}

INLINE void panels_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panels,
                           struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns, uintptr_t ahead) {
  const size_t panel_bytes = columns / WEIR_GROUP_ELEMENTS * weir_panel_group_bytes(kind);
  for (size_t r = 0; r < rows; r += WEIR_PANEL_ROWS, panels += panel_bytes)
    panel_product(kind, y + r, y_stride, panels, x, tokens, rows - r < WEIR_PANEL_ROWS ? rows - r : WEIR_PANEL_ROWS,
                  columns, ahead);
}

static void multiply_panels(float *y, size_t y_stride, enum weir_panels kind, const uint8_t *panels,
                            struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns) {
#define CASE(KIND) \
  case KIND: panels_product(KIND, y, y_stride, panels, x, tokens, rows, columns, READ_AHEAD_BYTES); break;
  switch (kind) {
    CASE(WEIR_PANELS_8)
    CASE(WEIR_PANELS_4)
    CASE(WEIR_PANELS_4_MINIMUM)
    CASE(WEIR_PANELS_6)
    CASE(WEIR_PANELS_Q4_K)
    CASE(WEIR_PANELS_Q5_K)
    CASE(WEIR_PANELS_Q6_K)
    default: break;
  }
#undef CASE
}

// One panel of a format that is packed quickly; `ahead` is how far behind what is read lies what will be read next. Apart
// from multiply_panels, whose tiles have no register left for that.
static void multiply_room(float *y, size_t y_stride, enum weir_panels kind, const uint8_t *room, struct weir_int8_rows x,
                          size_t tokens, size_t rows, size_t columns, uintptr_t ahead) {
  if (kind == WEIR_PANELS_8) panel_product(WEIR_PANELS_8, y, y_stride, room, x, tokens, rows, columns, ahead);
  else panel_product(WEIR_PANELS_4, y, y_stride, room, x, tokens, rows, columns, ahead);
}

// While a panel is multiplied, the rows of the next one are brought near.
static void multiply_rows(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                          size_t tokens, size_t rows, size_t columns, uint8_t *room) {
  const size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  const uint8_t *blocks = w;
  for (size_t r = 0; r < rows; r += WEIR_PANEL_ROWS, blocks += WEIR_PANEL_ROWS * row_bytes) {
    size_t count = rows - r < WEIR_PANEL_ROWS ? rows - r : WEIR_PANEL_ROWS;
    uintptr_t next = (uintptr_t)blocks + WEIR_PANEL_ROWS * row_bytes;
    pack_panel_fast(format, room, blocks, count, columns);
    multiply_room(y + r, y_stride, weir_panels_for(format), room, x, tokens, count, columns, next - (uintptr_t)room);
  }
}
