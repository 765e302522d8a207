// Products of byte rows with panels of 16 rows: each vector of weights meets four inputs of every token of a tile.
#pragma once
#include "panel_rows.h"

// Tokens of a tile: the products of a group stay in registers, the sums over groups wait on the stack.
#define PANEL_TOKENS 8
// A panel is computed in parts of as many rows as a register holds.
#define PANEL_PARTS (WEIR_PANEL_ROWS / PANEL_LANES)
// Bytes of one vector of four elements of each row, of its rows of one part, and of one half for each row.
#define PANEL_VECTOR (WEIR_PANEL_ROWS * 4)
#define PART_BYTES (PANEL_LANES * 4)
#define PANEL_HEADER (WEIR_PANEL_ROWS * 2)

// The processor's own prefetching ends with each small page; this goes on, far enough ahead of a read from memory.
#define READ_AHEAD_BYTES 2048

// Unrolled loops over many tokens would keep the inputs of all steps at hand, far more than there are registers for; with
// few tokens they are what keeps the multipliers busy.
#define NOT_UNROLLED _Pragma("clang loop unroll(disable)")
#define STEPS_AT_ONCE(tokens) ((tokens) < 4 ? 4 : 1)
#define PARTS_AT_ONCE(tokens) ((tokens) < 4 ? PANEL_PARTS : 1)

// Tokens for which both parts of rows of nibbles are computed at once.
#define SMALL_TOKENS 4
INLINE int is_small(enum weir_panels kind) { return kind == WEIR_PANELS_4 || kind == WEIR_PANELS_4_MINIMUM; }

struct tile { row_floats sums[PANEL_PARTS][PANEL_TOKENS]; };

// Where a part's rows of a group begin, the scales of its inputs, and the numbers of elements and groups of a token.
struct part_place {
  const uint8_t *header, *q;
  const int8_t *inputs;
  const float *scale, *sum;
  const int16_t *bias;
  size_t columns, groups;
};

INLINE struct part_place at_part(struct part_place p, int part) {
  p.header += part * PANEL_LANES * 2, p.q += part * PART_BYTES;
  return p;
}

INLINE void signed_group(row_floats *sums, struct part_place p, const int tokens) {
  int_products products[PANEL_TOKENS];
  for (int t = 0; t < tokens; t++) products[t] = no_products();
  NOT_UNROLLED
  for (int first = 0; first < 8; first += STEPS_AT_ONCE(tokens))
    for (int i = first; i < first + STEPS_AT_ONCE(tokens); i++) {
      signed_bytes w = prepare_signed(load_row_bytes(p.q + i * PANEL_VECTOR));
      for (int t = 0; t < tokens; t++) products[t] = add_signed(products[t], w, p.inputs + t * p.columns + 4 * i);
    }
  row_floats scale = row_halves(p.header);
  for (int t = 0; t < tokens; t++) {
    sums[t] = multiply_add(sums[t], signed_floats(products[t]), scale * splat_floats(p.scale[t * p.groups]));
    if (SIGNED_BIAS != 0) sums[t] = multiply_add(sums[t], scale, splat_floats(-SIGNED_BIAS * p.sum[t * p.groups]));
  }
}

INLINE void add_small_products(row_floats *sums, const int_products *products, struct part_place p,
                               const int has_minimum, const int tokens) {
  row_floats scale = row_halves(p.header);
  row_floats minimum = has_minimum ? row_halves(p.header + PANEL_HEADER) : scale * splat_floats(8);
  for (int t = 0; t < tokens; t++) {
    row_floats sum = multiply_add(sums[t], small_floats(products[t]), scale * splat_floats(p.scale[t * p.groups]));
    sums[t] = multiply_add(sum, minimum, splat_floats(-p.sum[t * p.groups]));
  }
}

INLINE void small_group(row_floats *sums, struct part_place p, const int has_minimum, const int tokens) {
  int_products products[PANEL_TOKENS];
  for (int t = 0; t < tokens; t++) products[t] = no_products();
  NOT_UNROLLED
  for (int first = 0; first < 4; first += STEPS_AT_ONCE(tokens))
    for (int i = first; i < first + STEPS_AT_ONCE(tokens); i++) {
      row_bytes w = load_row_bytes(p.q + i * PANEL_VECTOR), low = low_nibbles(w), high = high_nibbles(w);
      for (int t = 0; t < tokens; t++) {
        const int8_t *x = p.inputs + t * p.columns + 4 * i;
        products[t] = add_small(add_small(products[t], low, x), high, x + 16);
      }
    }
  add_small_products(sums, products, p, has_minimum, tokens);
}

// Products of nibbles for all rows of a panel at once: each four inputs are read once for them, as far as the registers
// reach. `is_first` is for step 0, before which there are none.
typedef int_products panel_products[PANEL_PARTS][PANEL_TOKENS];
INLINE void small_step(panel_products products, struct part_place p, int i, const int is_first, const int tokens) {
  row_bytes low[PANEL_PARTS], high[PANEL_PARTS];
  for (int part = 0; part < PANEL_PARTS; part++) {
    row_bytes w = load_row_bytes(p.q + i * PANEL_VECTOR + part * PART_BYTES);
    low[part] = low_nibbles(w), high[part] = high_nibbles(w);
  }
  for (int t = 0; t < tokens; t++) {
    const int8_t *x = p.inputs + t * p.columns + 4 * i;
    for (int part = 0; part < PANEL_PARTS; part++)
      products[part][t] = add_small(is_first ? no_products() : products[part][t], low[part], x);
    for (int part = 0; part < PANEL_PARTS; part++) products[part][t] = add_small(products[part][t], high[part], x + 16);
  }
}

INLINE void small_products(panel_products products, struct part_place p, const int tokens) {
  small_step(products, p, 0, 1, tokens);
  if (tokens < 4) {
    for (int i = 1; i < 4; i++) small_step(products, p, i, 0, tokens);
  } else {
    NOT_UNROLLED
    for (int i = 1; i < 4; i++) small_step(products, p, i, 0, tokens);
  }
}

INLINE void small_groups(struct tile *tile, struct part_place p, const int has_minimum, const int tokens) {
  panel_products products;
  small_products(products, p, tokens);
  for (int part = 0; part < PANEL_PARTS; part++)
    add_small_products(tile->sums[part], products[part], at_part(p, part), has_minimum, tokens);
}

// Six bits: elements 0 to 15 and 16 to 31 have scales, and sums, of their own.
INLINE void medium_group(row_floats *sums, struct part_place p, const int tokens) {
  medium_products first[PANEL_TOKENS], second[PANEL_TOKENS];
  for (int t = 0; t < tokens; t++) {
    const int16_t *bias = p.bias + t * p.groups * 4;
    first[t] = medium_bias(bias), second[t] = medium_bias(bias + 2);
  }
  NOT_UNROLLED
  for (int i = 0; i < 4; i += 2) {
    row_bytes high = load_row_bytes(p.q + (4 + i / 2) * PANEL_VECTOR);
    for (int j = 0; j < 2; j++) {
      row_bytes low = load_row_bytes(p.q + (i + j) * PANEL_VECTOR);
      row_bytes w0 = six_bits(low_nibbles(low), high, 2 * j), w1 = six_bits(high_nibbles(low), high, 2 * j + 1);
      for (int t = 0; t < tokens; t++) {
        const int8_t *x = p.inputs + t * p.columns + 4 * (i + j);
        first[t] = add_medium(first[t], w0, x), second[t] = add_medium(second[t], w1, x + 16);
      }
    }
  }
  row_floats scale = row_halves(p.header), second_scale = row_halves(p.header + PANEL_HEADER);
  for (int t = 0; t < tokens; t++) {
    row_floats input_scale = splat_floats(p.scale[t * p.groups]);
    row_floats sum = multiply_add(sums[t], medium_floats(first[t]), scale * input_scale);
    sums[t] = multiply_add(sum, medium_floats(second[t]), second_scale * input_scale);
  }
}

INLINE void store_tile(float *y, size_t y_stride, const struct tile *tile, size_t rows, const int tokens) {
  for (int part = 0; part < PANEL_PARTS; part++) {
    const size_t first = (size_t)part * PANEL_LANES, left = rows > first ? rows - first : 0;
    const size_t count = left < PANEL_LANES ? left : PANEL_LANES;
    for (int t = 0; t < tokens; t++) store_floats(y + t * y_stride + first, tile->sums[part][t], count);
  }
}

INLINE void panel_tile(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel,
                       struct weir_int8_rows x, size_t rows, size_t columns, uintptr_t ahead, const int tokens) {
  const int headers = kind == WEIR_PANELS_4_MINIMUM || kind == WEIR_PANELS_6 ? 2 : 1;
  const int vectors = kind == WEIR_PANELS_8 ? 8 : kind == WEIR_PANELS_6 ? 6 : 4;
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  struct tile tile;
  for (int part = 0; part < PANEL_PARTS; part++)
    for (int t = 0; t < tokens; t++) tile.sums[part][t] = zero_floats();
  for (size_t g = 0; g < groups; g++, panel += headers * PANEL_HEADER + vectors * PANEL_VECTOR) {
    const uint8_t *q = panel + headers * PANEL_HEADER;
    for (int i = 0; i < vectors; i++) __builtin_prefetch((void *)((uintptr_t)q + ahead + i * PANEL_VECTOR));
    const struct part_place whole = {
      panel, q, x.q + g * WEIR_GROUP_ELEMENTS, x.scale + g, x.sum + g, x.bias + 4 * g, columns, groups};
    if (is_small(kind) && PANEL_PARTS == 2 && tokens == SMALL_TOKENS) {
      small_groups(&tile, whole, kind == WEIR_PANELS_4_MINIMUM, tokens);
      continue;
    }
    NOT_UNROLLED
    for (int first = 0; first < PANEL_PARTS; first += PARTS_AT_ONCE(tokens))
      for (int part = first; part < first + PARTS_AT_ONCE(tokens); part++) {
        struct part_place place = at_part(whole, part);
        switch (kind) {
          case WEIR_PANELS_8: signed_group(tile.sums[part], place, tokens); break;
          case WEIR_PANELS_6: medium_group(tile.sums[part], place, tokens); break;
          default: small_group(tile.sums[part], place, kind == WEIR_PANELS_4_MINIMUM, tokens);
        }
      }
  }
  store_tile(y, y_stride, &tile, rows, tokens);
}

#include "block_panels.h"

// All tokens with one panel, of which `rows` rows are written.
INLINE void panel_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel,
                          struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns, uintptr_t ahead) {
  const int is_of_blocks = weir_panel_scale_elements(kind) == WEIR_BLOCK_ELEMENTS;
  size_t t = 0;
#define TILES(count)                                                                                          \
  for (; t + count <= tokens; t += count)                                                                     \
    (is_of_blocks ? block_tile : panel_tile)(kind, y + t * y_stride, y_stride, panel, rows_from(x, t, columns), \
                                             rows, columns, ahead, count);
  // Two sums for each token of six bits, and of four where two parts are computed at once: half as many tokens fit.
  if (kind == WEIR_PANELS_8 || (kind != WEIR_PANELS_6 && PANEL_PARTS != 2)) { TILES(8) }
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
