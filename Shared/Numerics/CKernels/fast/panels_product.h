// Products of byte rows with panels of 16 rows: each vector of weights meets four inputs of every token of a tile.
#pragma once
#include "rows16.h"

// Tokens of a tile: their sums must stay in registers.
#if HAS_VNNI
#define PANEL_TOKENS 8
#else
#define PANEL_TOKENS 4
#endif

INLINE void panel_tile(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel,
                       struct weir_int8_rows x, size_t rows, size_t columns, const int tokens) {
  const int is_small = kind != WEIR_PANELS_8, has_minimum = kind == WEIR_PANELS_4_MINIMUM;
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, header = WEIR_PANEL_ROWS * 2;
  const size_t bytes = header * (has_minimum ? 2 : 1) + WEIR_PANEL_ROWS * (is_small ? 16 : 32);
  struct floats16 sums[PANEL_TOKENS];
  for (int t = 0; t < tokens; t++) sums[t] = zero16();
  for (size_t g = 0; g < groups; g++, panel += bytes) {
    const uint8_t *q = panel + header * (has_minimum ? 2 : 1);
    const int8_t *inputs = x.q + g * WEIR_GROUP_ELEMENTS;
    struct ints16 products[PANEL_TOKENS];
    for (int t = 0; t < tokens; t++) products[t] = no_products();
    for (int i = 0; i < (is_small ? 4 : 8); i++) {
      struct bytes16 w = load16(q + i * WEIR_PANEL_ROWS * 4);
      if (is_small) {
        struct bytes16 low = low_nibbles(w), high = high_nibbles(w);
        for (int t = 0; t < tokens; t++) {
          add_small(&products[t], low, inputs + t * columns + 4 * i);
          add_small(&products[t], high, inputs + t * columns + 4 * i + 16);
        }
      } else {
        struct signed16 s = prepare_signed(w);
        for (int t = 0; t < tokens; t++) add_signed(&products[t], s, inputs + t * columns + 4 * i);
      }
    }
    struct floats16 scale = halves16(panel), minimum = has_minimum ? halves16(panel + header) : times16(scale, 8);
    for (int t = 0; t < tokens; t++) {
      float input_scale = x.scale[t * groups + g], input_sum = x.sum[t * groups + g];
      struct floats16 product = is_small ? small_products(products[t]) : signed_products(products[t]);
      if (is_small) {
        sums[t] = add_product16(sums[t], product, times16(scale, input_scale));
        sums[t] = add_product16(sums[t], minimum, splat16(-input_sum));
      } else {
        sums[t] = add_product16(sums[t], product, times16(scale, input_scale));
        if (SIGNED_BIAS != 0) sums[t] = add_product16(sums[t], scale, splat16(-SIGNED_BIAS * input_sum));
      }
    }
  }
  for (int t = 0; t < tokens; t++) store16(y + t * y_stride, sums[t], rows);
}

// Six bits: elements 0 to 15 and 16 to 31 have scales, and sums, of their own.
INLINE void panel_tile_six(float *y, size_t y_stride, const uint8_t *panel, struct weir_int8_rows x, size_t rows,
                           size_t columns, const int tokens) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, header = WEIR_PANEL_ROWS * 2, vector = WEIR_PANEL_ROWS * 4;
  struct floats16 sums[PANEL_TOKENS];
  for (int t = 0; t < tokens; t++) sums[t] = zero16();
  for (size_t g = 0; g < groups; g++, panel += 2 * header + 6 * vector) {
    const uint8_t *q = panel + 2 * header;
    const int8_t *inputs = x.q + g * WEIR_GROUP_ELEMENTS;
    struct medium16 first[PANEL_TOKENS], second[PANEL_TOKENS];
    for (int t = 0; t < tokens; t++) {
      const int16_t *bias = x.bias + (t * groups + g) * 4;
      first[t] = medium_bias(bias), second[t] = medium_bias(bias + 2);
    }
    for (int i = 0; i < 4; i++) {
      struct bytes16 low = load16(q + i * vector), high = load16(q + (4 + i / 2) * vector);
      struct bytes16 w0 = six_bits(low_nibbles(low), high, i % 2 * 2);
      struct bytes16 w1 = six_bits(high_nibbles(low), high, i % 2 * 2 + 1);
      for (int t = 0; t < tokens; t++) {
        add_medium(&first[t], w0, inputs + t * columns + 4 * i);
        add_medium(&second[t], w1, inputs + t * columns + 4 * i + 16);
      }
    }
    struct floats16 scale = halves16(panel), second_scale = halves16(panel + header);
    for (int t = 0; t < tokens; t++) {
      float input_scale = x.scale[t * groups + g];
      sums[t] = add_product16(sums[t], medium_products(first[t]), times16(scale, input_scale));
      sums[t] = add_product16(sums[t], medium_products(second[t]), times16(second_scale, input_scale));
    }
  }
  for (int t = 0; t < tokens; t++) store16(y + t * y_stride, sums[t], rows);
}

INLINE void any_tile(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel, struct weir_int8_rows x,
                     size_t rows, size_t columns, const int tokens) {
  if (kind == WEIR_PANELS_6) panel_tile_six(y, y_stride, panel, x, rows, columns, tokens);
  else panel_tile(kind, y, y_stride, panel, x, rows, columns, tokens);
}

INLINE void panels_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panels,
                           struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns) {
  // Two sums for each token: half as many tokens fit.
  const int tile = kind == WEIR_PANELS_6 ? PANEL_TOKENS / 2 : PANEL_TOKENS;
  size_t panel_bytes = columns / WEIR_GROUP_ELEMENTS * weir_panel_group_bytes(kind);
  for (size_t r = 0; r < rows; r += WEIR_PANEL_ROWS, panels += panel_bytes) {
    size_t written = rows - r < WEIR_PANEL_ROWS ? rows - r : WEIR_PANEL_ROWS, t = 0;
    for (; t + tile <= tokens; t += tile)
      any_tile(kind, y + t * y_stride + r, y_stride, panels, rows_from(x, t, columns), written, columns, tile);
    for (; t < tokens; t++)
      any_tile(kind, y + t * y_stride + r, y_stride, panels, rows_from(x, t, columns), written, columns, 1);
  }
}

static void multiply_panels(float *y, size_t y_stride, enum weir_panels kind, const uint8_t *panels,
                            struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns) {
  switch (kind) {
    case WEIR_PANELS_8: panels_product(WEIR_PANELS_8, y, y_stride, panels, x, tokens, rows, columns); break;
    case WEIR_PANELS_4: panels_product(WEIR_PANELS_4, y, y_stride, panels, x, tokens, rows, columns); break;
    case WEIR_PANELS_4_MINIMUM:
      panels_product(WEIR_PANELS_4_MINIMUM, y, y_stride, panels, x, tokens, rows, columns);
      break;
    case WEIR_PANELS_6: panels_product(WEIR_PANELS_6, y, y_stride, panels, x, tokens, rows, columns); break;
    default: break;
  }
}
