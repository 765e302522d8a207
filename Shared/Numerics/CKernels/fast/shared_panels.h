// Products with panels of groups of 32 columns that have scales, while 256 inputs share one: sums of products times the
// rows' scales meet it once for eight groups. Bytes need sums that are lifted: a multiply-add then takes off the lifts of all
// eight groups first, where scales of inputs differ by powers of two.
#pragma once

// Whether products with bytes are floats above a lift.
INLINE int are_lifted(enum weir_panels kind) { return LIFTS_SUMS && kind == WEIR_PANELS_8; }

// Whether a block's sums of products meet its inputs' scale once.
INLINE int sums_blocks(enum weir_panels kind) { return kind == WEIR_PANELS_4 || are_lifted(kind); }

INLINE row_floats floats_of(enum weir_panels kind, int_products p) {
  return kind == WEIR_PANELS_8 ? signed_floats(p) : small_floats(p);
}

INLINE void add_shared_group(enum weir_panels kind, struct tile *block, const int at, const uint8_t *group,
                             struct weir_int8_rows x, size_t columns, const int tokens) {
  group_products products;
  if (kind == WEIR_PANELS_8) signed_products(products, group + SCALES, x, columns, tokens);
  else small_products(products, group + SCALES, x, columns, 1, tokens);
  EACH_PART {
    row_floats scale = row_halves(group + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats *sum = &block->sums[part][at + t];
      *sum = multiply_add(*sum, floats_of(kind, products[part][t]), scale);
    }
  }
}

// What a block's sums begin with: the lifts of its products times the rows' scales, taken off.
INLINE struct tile lifts_off(enum weir_panels kind, const uint8_t *panel, struct weir_int8_rows x, size_t columns,
                             size_t groups, const int tokens) {
  struct tile block = no_tile(tokens);
  for (size_t g = 0; are_lifted(kind) && g < groups; g++, panel += group_bytes_of(kind)) {
    const float *lift = group_from(x, g, tokens).lift;
    EACH_PART {
      row_floats scale = row_halves(panel + part * PANEL_LANES * 2);
      for (int t = 0; t < tokens; t++)
        block.sums[part][t] = multiply_add(block.sums[part][t], splat_floats(lift[of_token(t, columns)]), scale);
    }
  }
  return block;
}

INLINE void add_shared_panel(enum weir_panels kind, struct tile *tile, const uint8_t *panel, struct weir_int8_rows x,
                             size_t columns, uintptr_t ahead, const int tokens) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, shared = WEIR_BLOCK_ELEMENTS / WEIR_GROUP_ELEMENTS;
  const int bytes = group_bytes_of(kind), at_once = tokens < GROUP_TOKENS ? tokens : GROUP_TOKENS;
  // A block's scales are read before its elements.
  const uintptr_t farther = are_lifted(kind) ? ahead + shared * bytes : ahead;
  for (size_t first = 0; first < groups; first += shared) {
    const size_t end = first + shared < groups ? first + shared : groups;
    struct tile block = lifts_off(kind, panel, group_from(x, first, tokens), columns, end - first, tokens);
    NOT_UNROLLED
    for (size_t g = first; g < end; g++, panel += bytes) {
      read_ahead(panel, farther, bytes);
      NOT_UNROLLED
      for (int t = 0; t < tokens; t += at_once)
        add_shared_group(kind, &block, t, panel, rows_from(group_from(x, g, tokens), t, columns), columns, at_once);
    }
    const float *scale = group_from(x, first, tokens).scale;
    EACH_PART for (int t = 0; t < tokens; t++)
      tile->sums[part][t] =
        multiply_add(tile->sums[part][t], block.sums[part][t], splat_floats(scale[of_token(t, columns)]));
  }
}
