// Products with panels of groups of 32 columns, each with scales of its own, as have the inputs.
#pragma once

INLINE row_floats add_group_product(enum weir_panels kind, row_floats sum, int_products p, row_floats scale, float input_scale) {
  return kind == WEIR_PANELS_8 ? add_signed_product(sum, p, scale, input_scale) : add_small_product(sum, p, scale, input_scale);
}

// Adds products times the rows' scales at `header` and the inputs' to the sums of a tile from token `at` on.
INLINE void add_scaled_products(enum weir_panels kind, struct tile *tile, const int at, group_products products,
                                const uint8_t *header, struct weir_int8_rows x, size_t columns, const int tokens) {
  EACH_PART {
    row_floats scale = row_halves(header + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats *sum = &tile->sums[part][at + t];
      *sum = add_group_product(kind, *sum, products[part][t], scale, x.scale[of_token(t, columns)]);
    }
  }
}

// Takes off the rows' minima at `header` times the inputs' sums.
INLINE void take_off_minima(struct tile *tile, const int at, const uint8_t *header, struct weir_int8_rows x, size_t columns,
                            const int tokens) {
  EACH_PART {
    row_floats minimum = row_halves(header + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats *sum = &tile->sums[part][at + t];
      *sum = multiply_add(*sum, minimum, splat_floats(-x.sum[of_token(t, columns)]));
    }
  }
}

INLINE void add_group(enum weir_panels kind, struct tile *tile, const int at, const uint8_t *group,
                      struct weir_int8_rows x, size_t columns, const int tokens) {
  group_products products;
  switch (kind) {
    case WEIR_PANELS_8:
      signed_products(products, group + SCALES, x, columns, tokens);
      add_scaled_products(kind, tile, at, products, group, x, columns, tokens);
      break;
    case WEIR_PANELS_6:
#pragma clang loop unroll(full)
      for (int half = 0; half < 2; half++) {
        six_bit_products(products, group + 2 * SCALES, x, columns, half, tokens);
        add_scaled_products(kind, tile, at, products, group + half * SCALES, x, columns, tokens);
      }
      break;
    default:
      small_products(products, group + 2 * SCALES, x, columns, 0, tokens);
      add_scaled_products(kind, tile, at, products, group, x, columns, tokens);
      take_off_minima(tile, at, group + SCALES, x, columns, tokens);
  }
}

INLINE void add_group_panel(enum weir_panels kind, struct tile *tile, const uint8_t *panel, struct weir_int8_rows x,
                            size_t columns, uintptr_t ahead, const int tokens) {
  const int bytes = group_bytes_of(kind), at_once = tokens < GROUP_TOKENS ? tokens : GROUP_TOKENS;
  for (size_t g = 0; g < columns / WEIR_GROUP_ELEMENTS; g++, panel += bytes) {
    read_ahead(panel, ahead, bytes);
    NOT_UNROLLED
    for (int t = 0; t < tokens; t += at_once)
      add_group(kind, tile, t, panel, rows_from(group_from(x, g, tokens), t, columns), columns, at_once);
  }
}
