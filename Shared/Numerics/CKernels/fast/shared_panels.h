// Products with panels of groups of 32 columns that have scales, while 256 inputs share one: sums of products times the
// rows' scales meet it once for eight groups. Where sums are lifted, the lifts of all eight groups are taken off first. Bytes,
// whose inputs' scales differ by powers of two, are multiplied in this way only there.
#pragma once

// Whether a block's sums of products meet its inputs' scale once.
INLINE int sums_blocks(enum weir_panels kind) { return kind == WEIR_PANELS_4 || (LIFTS_SUMS && kind == WEIR_PANELS_8); }

// Sums of a block of tokens from `at` on, and what takes their lifts off: bytes have lifts of their own for each token.
struct shared_sums { struct tile block, lifts; };

INLINE void add_shared_group(enum weir_panels kind, struct shared_sums *sums, const int at, const uint8_t *group,
                             struct weir_int8_rows x, size_t columns, const int tokens) {
  const int lifts = !LIFTS_SUMS ? 0 : kind == WEIR_PANELS_8 ? tokens : 1;
  group_products products;
  if (kind == WEIR_PANELS_8) signed_products(products, group + SCALES, x, columns, tokens);
  else small_products(products, group + SCALES, x, columns, 1, tokens);
  EACH_PART {
    row_floats scale = row_halves(group + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      row_floats *sum = &sums->block.sums[part][at + t];
      const int_products p = products[part][t];
      *sum = multiply_add(*sum, kind == WEIR_PANELS_8 ? signed_floats(p) : lifted_floats(p), scale);
    }
    for (int t = 0; t < lifts; t++) {
      row_floats *lift = &sums->lifts.sums[part][at + t];
      *lift = multiply_add(*lift, splat_floats(x.lift[of_token(t, columns)]), scale);
    }
  }
}

INLINE void add_shared_panel(enum weir_panels kind, struct tile *tile, const uint8_t *panel, struct weir_int8_rows x,
                             size_t columns, uintptr_t ahead, const int tokens) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, shared = WEIR_BLOCK_ELEMENTS / WEIR_GROUP_ELEMENTS;
  const int bytes = group_bytes_of(kind), at_once = tokens < GROUP_TOKENS ? tokens : GROUP_TOKENS;
  for (size_t first = 0; first < groups; first += shared) {
    struct shared_sums sums = {no_tile(tokens), no_tile(tokens)};
    NOT_UNROLLED
    for (size_t g = first; g < groups && g < first + shared; g++, panel += bytes) {
      read_ahead(panel, ahead, bytes);
      NOT_UNROLLED
      for (int t = 0; t < tokens; t += at_once)
        add_shared_group(kind, &sums, t, panel, rows_from(group_from(x, g, tokens), t, columns), columns, at_once);
    }
    const float *scale = group_from(x, first, tokens).scale;
    EACH_PART for (int t = 0; t < tokens; t++) {
      const row_floats lifts = sums.lifts.sums[part][kind == WEIR_PANELS_8 ? t : 0], sum = sums.block.sums[part][t];
      tile->sums[part][t] =
        multiply_add(tile->sums[part][t], LIFTS_SUMS ? sum + lifts : sum, splat_floats(scale[of_token(t, columns)]));
    }
  }
}
