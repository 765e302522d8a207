// Products with panels of groups of 32 columns, each with scales of its own, as have the inputs.
#pragma once

// Adds products times the rows' scales at `header` and the inputs' to the sums of a tile from token `at` on.
INLINE void add_scaled_products(struct tile *tile, const int at, group_products products, const uint8_t *header,
                                struct weir_int8_rows x, size_t groups, const int is_signed, const int tokens) {
  EACH_PART {
    row_floats scale = row_halves(header + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats product = is_signed ? signed_floats(products[part][t]) : small_floats(products[part][t]);
      row_floats *sum = &tile->sums[part][at + t];
      *sum = multiply_add(*sum, product, scale * splat_floats(x.scale[t * groups]));
    }
  }
}

// Adds the rows' halves at `header` times a factor of the inputs' sums.
INLINE void add_sums(struct tile *tile, const int at, const uint8_t *header, float factor, struct weir_int8_rows x,
                     size_t groups, const int tokens) {
  EACH_PART {
    row_floats scale = row_halves(header + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats *sum = &tile->sums[part][at + t];
      *sum = multiply_add(*sum, scale, splat_floats(factor * x.sum[t * groups]));
    }
  }
}

INLINE void add_group(enum weir_panels kind, struct tile *tile, const int at, const uint8_t *group,
                      struct weir_int8_rows x, size_t columns, const int tokens) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  group_products products;
  switch (kind) {
    case WEIR_PANELS_8:
      signed_products(products, group + SCALES, x, columns, tokens);
      add_scaled_products(tile, at, products, group, x, groups, 1, tokens);
      if (SIGNED_BIAS != 0) add_sums(tile, at, group, -SIGNED_BIAS, x, groups, tokens);
      break;
    case WEIR_PANELS_6:
#pragma clang loop unroll(full)
      for (int half = 0; half < 2; half++) {
        six_bit_products(products, group + 2 * SCALES, x, columns, half, tokens);
        add_scaled_products(tile, at, products, group + half * SCALES, x, groups, 0, tokens);
      }
      break;
    default:
      small_products(products, group + 2 * SCALES, x, columns, 0, tokens);
      add_scaled_products(tile, at, products, group, x, groups, 0, tokens);
      add_sums(tile, at, group + SCALES, -1, x, groups, tokens);
  }
}

INLINE void add_group_panel(enum weir_panels kind, struct tile *tile, const uint8_t *panel, struct weir_int8_rows x,
                            size_t columns, uintptr_t ahead, const int tokens) {
  const int vectors = kind == WEIR_PANELS_8 ? 8 : kind == WEIR_PANELS_6 ? 6 : 4;
  const int bytes = (kind == WEIR_PANELS_8 ? 1 : 2) * SCALES + vectors * PANEL_VECTOR;
  const int at_once = tokens < GROUP_TOKENS ? tokens : GROUP_TOKENS;
  for (size_t g = 0; g < columns / WEIR_GROUP_ELEMENTS; g++, panel += bytes) {
    read_ahead(panel, ahead, bytes);
    NOT_UNROLLED
    for (int t = 0; t < tokens; t += at_once)
      add_group(kind, tile, t, panel, rows_from(group_from(x, g), t, columns), columns, at_once);
  }
}
