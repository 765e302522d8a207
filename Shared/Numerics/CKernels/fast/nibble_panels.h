// Products with panels of nibbles whose groups of 32 columns have scales, while 256 inputs share one: sums of products
// times the rows' scales meet it once for eight groups.
#pragma once

INLINE void add_nibbles(struct tile *block, const int at, const uint8_t *group, struct weir_int8_rows x, size_t columns,
                        const int tokens) {
  group_products products;
  small_products(products, group + SCALES, x, columns, 1, tokens);
  EACH_PART {
    row_floats scale = row_halves(group + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats *sum = &block->sums[part][at + t];
      *sum = multiply_add(*sum, small_floats(products[part][t]), scale);
    }
  }
}

INLINE void add_nibble_panel(struct tile *tile, const uint8_t *panel, struct weir_int8_rows x, size_t columns,
                             uintptr_t ahead, const int tokens) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, shared = WEIR_BLOCK_ELEMENTS / WEIR_GROUP_ELEMENTS;
  const int at_once = tokens < GROUP_TOKENS ? tokens : GROUP_TOKENS;
  for (size_t first = 0; first < groups; first += shared) {
    struct tile block = no_tile(tokens);
    NOT_UNROLLED
    for (size_t g = first; g < groups && g < first + shared; g++, panel += SCALES + FOUR_BITS) {
      read_ahead(panel, ahead, SCALES + FOUR_BITS);
      NOT_UNROLLED
      for (int t = 0; t < tokens; t += at_once)
        add_nibbles(&block, t, panel, rows_from(group_from(x, g, tokens), t, columns), columns, at_once);
    }
    const float *scale = group_from(x, first, tokens).scale;
    EACH_PART for (int t = 0; t < tokens; t++)
      tile->sums[part][t] =
        multiply_add(tile->sums[part][t], block.sums[part][t], splat_floats(scale[of_token(t, columns)]));
  }
}
