// Products of byte rows with panels of 16 rows: each vector of weights meets four inputs of every token of a tile.
#pragma once
#include "group_products.h"

// Tokens of a tile at most: sums over groups wait on the stack while the products of a group are in registers.
#define TILE_TOKENS_MAX 8
// Tokens from which widening a block for all of them takes less than unpacking it for each tile.
#define MANY_TOKENS 12

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

// Group `group` on, of a tile of `tokens`.
INLINE struct weir_int8_rows group_from(struct weir_int8_rows x, size_t group, const int tokens) {
  const size_t at = group * tokens_together(tokens);
  return (struct weir_int8_rows){x.together, x.q + at * WEIR_GROUP_ELEMENTS, x.scale + at, x.sum + at, x.total + at,
                                 x.start + at, x.half_start + 2 * at, x.lift + at,
                                 x.uneven + group * WEIR_GROUP_ELEMENTS / WEIR_BLOCK_ELEMENTS};
}

INLINE void read_ahead(const uint8_t *place, uintptr_t ahead, const int bytes) {
  for (int i = 0; i < bytes; i += 64) __builtin_prefetch((void *)((uintptr_t)place + ahead + i));
}

// Bytes of a group of a panel of groups, and of the elements of a group of blocks.
INLINE int group_bytes_of(enum weir_panels kind) {
  switch (kind) {
    case WEIR_PANELS_8: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS;
    case WEIR_PANELS_4: return SCALES + FOUR_BITS;
    case WEIR_PANELS_4_MINIMUM: return 2 * SCALES + FOUR_BITS;
    case WEIR_PANELS_6: return 2 * SCALES + SIX_BITS;
    case WEIR_PANELS_Q4_K: return FOUR_BITS;
    case WEIR_PANELS_Q5_K: return FIVE_BITS;
    default: return SIX_BITS;
  }
}

// The same with a block's header divided among its groups.
INLINE int group_bytes_of_panel(enum weir_panels kind) {
  if (weir_panel_block_elements(kind) == WEIR_GROUP_ELEMENTS) return group_bytes_of(kind);
  return (kind == WEIR_PANELS_Q6_K ? Q6_K_HEADER : Q4_K_HEADER) / 8 + group_bytes_of(kind);
}

#include "shared_panels.h"
#include "group_panels.h"
#include "block_panels.h"
#include "wide_product.h"

INLINE void panel_tile(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel, struct weir_int8_rows x,
                       size_t rows, size_t columns, uintptr_t ahead, const int tokens) {
  struct tile tile = no_tile(tokens);
  if (sums_blocks(kind))
    add_shared_panel(kind, &tile, panel, x, columns, ahead, tokens);
  else if (weir_panel_block_elements(kind) == WEIR_BLOCK_ELEMENTS)
    add_block_panel(kind, &tile, panel, x, columns, ahead, tokens);
  else
    add_group_panel(kind, &tile, panel, x, columns, ahead, tokens);
  store_tile(y, y_stride, &tile, rows, tokens);
}

// Few tokens with one panel, of which `rows` rows are written.
INLINE void panel_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel,
                          struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns, uintptr_t ahead) {
  size_t t = 0;
#define TILE(count) \
  panel_tile(kind, y + t * y_stride, y_stride, panel, rows_from(x, t, columns), rows, columns, ahead, count)
  for (; t + TILE_TOKENS_MAX <= tokens; t += TILE_TOKENS_MAX) TILE(TILE_TOKENS_MAX);
  for (; t + WEIR_TOGETHER <= tokens; t += WEIR_TOGETHER) TILE(WEIR_TOGETHER);
  switch (tokens - t) {
    case 1: TILE(1); break;
    case 2: TILE(2); break;
    case 3: TILE(3); break;
    default: break;
  }
#undef TILE
}

// Runs of tokens that are multiplied together.
#define EACH_RUN for (size_t t = 0; t < many; t += WIDE_TOKENS_MAX)
#define RUN (many - t < WIDE_TOKENS_MAX ? many - t : WIDE_TOKENS_MAX)

// The panels of at most WIDE_PANELS.
INLINE void panels_at_once(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panels, struct weir_int8_rows x,
                           size_t tokens, size_t rows, size_t columns, uintptr_t ahead) {
  const size_t panel_bytes = columns / WEIR_GROUP_ELEMENTS * group_bytes_of_panel(kind);
  const size_t many = tokens < MANY_TOKENS ? 0 : tokens - tokens % WEIR_TOGETHER;
  const int are_all = WIDE_PANELS > 1 && rows > (WIDE_PANELS - 1) * WEIR_PANEL_ROWS;
  if (are_all) EACH_RUN wide_product(kind, y + t * y_stride, y_stride, panels, rows_from(x, t, columns), RUN, rows, columns,
                                     ahead, WIDE_PARTS_MAX);
  for (size_t r = 0; r < rows; r += WEIR_PANEL_ROWS, panels += panel_bytes) {
    const size_t count = rows - r < WEIR_PANEL_ROWS ? rows - r : WEIR_PANEL_ROWS;
    if (!are_all) EACH_RUN wide_product(kind, y + t * y_stride + r, y_stride, panels, rows_from(x, t, columns), RUN, count,
                                        columns, ahead, PANEL_PARTS);
    panel_product(kind, y + many * y_stride + r, y_stride, panels, rows_from(x, many, columns), tokens - many, count,
                  columns, ahead);
  }
}

// `ahead` is how far behind what is read lies what will be read next, where that is elsewhere.
INLINE void panels_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panels,
                           struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns, uintptr_t elsewhere) {
  const size_t panel_bytes = columns / WEIR_GROUP_ELEMENTS * group_bytes_of_panel(kind), step = WIDE_PANELS * WEIR_PANEL_ROWS;
  const uintptr_t next = tokens < MANY_TOKENS ? READ_AHEAD_BYTES : WIDE_PANELS * panel_bytes;
  for (size_t r = 0; r < rows; r += step, panels += WIDE_PANELS * panel_bytes)
    panels_at_once(kind, y + r, y_stride, panels, x, tokens, rows - r < step ? rows - r : step, columns,
                   elsewhere ? elsewhere : next);
}

static void multiply_panels(float *y, size_t y_stride, enum weir_panels kind, const uint8_t *panels,
                            struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns) {
#define CASE(KIND) case KIND: panels_product(KIND, y, y_stride, panels, x, tokens, rows, columns, 0); break;
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

// Panels of a format that is packed quickly; while they are multiplied, the rows of the next ones are brought near.
static void multiply_rows(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                          size_t tokens, size_t rows, size_t columns, uint8_t *room) {
  const enum weir_panels kind = weir_panels_for(format);
  const size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  const size_t panel_bytes = columns / WEIR_GROUP_ELEMENTS * weir_panel_group_bytes(kind);
  const size_t step = WIDE_PANELS * WEIR_PANEL_ROWS;
  for (size_t r = 0; r < rows; r += step) {
    const size_t count = rows - r < step ? rows - r : step;
    const uint8_t *blocks = (const uint8_t *)w + r * row_bytes;
    const uintptr_t next = (uintptr_t)blocks + step * row_bytes - (uintptr_t)room;
    for (size_t i = 0; i < count; i += WEIR_PANEL_ROWS)
      pack_panel_fast(format, room + i / WEIR_PANEL_ROWS * panel_bytes, blocks + i * row_bytes,
                      count - i < WEIR_PANEL_ROWS ? count - i : WEIR_PANEL_ROWS, columns);
    if (kind == WEIR_PANELS_8) panels_product(WEIR_PANELS_8, y + r, y_stride, room, x, tokens, count, columns, next);
    else panels_product(WEIR_PANELS_4, y + r, y_stride, room, x, tokens, count, columns, next);
  }
}
