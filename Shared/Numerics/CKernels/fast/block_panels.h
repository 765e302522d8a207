// Products with panels of blocks of 256 columns, whose inputs share a scale: whole numbers from end to end of a block.
#pragma once

struct block_sums { int_sums of[PANEL_PARTS][PANEL_TOKENS]; };

INLINE void add_products(struct block_sums *sums, panel_products products, const uint8_t *scales, const int is_signed,
                         const int tokens) {
  for (int part = 0; part < PANEL_PARTS; part++) {
    row_scales scale = load_scales(scales + part * PANEL_LANES, is_signed);
    for (int t = 0; t < tokens; t++) sums->of[part][t] = add_scaled(sums->of[part][t], products[part][t], scale);
  }
}

// Elements 0 to 15 of a group of six bits, or 16 to 31: `half` is 0 or 1.
INLINE void medium_products_of(panel_products products, struct part_place p, const int half, const int tokens) {
  for (int t = 0; t < tokens; t++)
    for (int part = 0; part < PANEL_PARTS; part++)
      products[part][t] = medium_bias(p.bias + t * p.groups * 4 + 2 * half);
  NOT_UNROLLED
  for (int i = 0; i < 4; i += 2)
    for (int j = 0; j < 2; j++) {
      row_bytes w[PANEL_PARTS];
      for (int part = 0; part < PANEL_PARTS; part++) {
        row_bytes both = load_row_bytes(p.q + (i + j) * PANEL_VECTOR + part * PART_BYTES);
        row_bytes high = load_row_bytes(p.q + (4 + i / 2) * PANEL_VECTOR + part * PART_BYTES);
        w[part] = six_bits(half ? high_nibbles(both) : low_nibbles(both), high, 2 * j + half);
      }
      for (int t = 0; t < tokens; t++)
        for (int part = 0; part < PANEL_PARTS; part++)
          products[part][t] = add_medium(products[part][t], w[part], p.inputs + t * p.columns + 4 * (i + j) + 16 * half);
    }
}

INLINE void add_group(enum weir_panels kind, struct block_sums *sums, struct part_place p, const uint8_t *scales,
                      const int tokens) {
  panel_products products;
  if (kind == WEIR_PANELS_Q4_K) {
    small_products(products, p, tokens);
    add_products(sums, products, scales, 0, tokens);
    return;
  }
  medium_products_of(products, p, 0, tokens);
  add_products(sums, products, scales, 1, tokens);
  medium_products_of(products, p, 1, tokens);
  add_products(sums, products, scales + WEIR_PANEL_ROWS, 1, tokens);
}

// What minima take off a block: each times the sum of its group's inputs.
INLINE void subtract_minima(struct tile *tile, const uint8_t *block, const int16_t *totals, const float *scale,
                            size_t groups, const int tokens) {
  for (int part = 0; part < PANEL_PARTS; part++) {
    row_pairs pairs[4];
    for (int i = 0; i < 4; i++)
      pairs[i] = load_pairs(block + Q4_K_MINIMA + (i * WEIR_PANEL_ROWS + part * PANEL_LANES) * 2);
    row_floats unit = row_halves(block + SCALES + part * PANEL_LANES * 2);
    for (int t = 0; t < tokens; t++) {
      int_sums sum = no_sums();
      for (int i = 0; i < 4; i++) sum = add_pairs(sum, pairs[i], totals + t * groups + 2 * i);
      tile->sums[part][t] = multiply_add(tile->sums[part][t], sum_floats(sum), unit * splat_floats(-scale[t * groups]));
    }
  }
}

INLINE void block_tile(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panel, struct weir_int8_rows x,
                       size_t rows, size_t columns, uintptr_t ahead, const int tokens) {
  const int has_minimum = kind == WEIR_PANELS_Q4_K, group_bytes = has_minimum ? FOUR_BITS : SIX_BITS;
  const int header = has_minimum ? Q4_K_HEADER : Q6_K_HEADER, scales = has_minimum ? Q4_K_SCALES : Q6_K_SCALES;
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  struct tile tile;
  for (int part = 0; part < PANEL_PARTS; part++)
    for (int t = 0; t < tokens; t++) tile.sums[part][t] = zero_floats();
  for (size_t first = 0; first < groups; first += 8, panel += header + 8 * group_bytes) {
    struct block_sums sums;
    for (int part = 0; part < PANEL_PARTS; part++)
      for (int t = 0; t < tokens; t++) sums.of[part][t] = no_sums();
    for (int i = 0; i < header; i += 64) __builtin_prefetch((void *)((uintptr_t)panel + ahead + i));
    NOT_UNROLLED
    for (size_t g = first; g < first + 8; g++) {
      const uint8_t *q = panel + header + (g - first) * group_bytes;
      for (int i = 0; i < group_bytes; i += 64) __builtin_prefetch((void *)((uintptr_t)q + ahead + i));
      const struct part_place place = {.q = q, .inputs = x.q + g * WEIR_GROUP_ELEMENTS, .bias = x.bias + 4 * g,
                                       .columns = columns, .groups = groups};
      add_group(kind, &sums, place, panel + scales + (g - first) * (has_minimum ? 1 : 2) * WEIR_PANEL_ROWS, tokens);
    }
    for (int part = 0; part < PANEL_PARTS; part++) {
      row_floats unit = row_halves(panel + part * PANEL_LANES * 2);
      for (int t = 0; t < tokens; t++)
        tile.sums[part][t] = multiply_add(tile.sums[part][t], sum_floats(sums.of[part][t]),
                                          unit * splat_floats(x.scale[t * groups + first]));
    }
    if (has_minimum) subtract_minima(&tile, panel, x.total + first, x.scale + first, groups, tokens);
  }
  store_tile(y, y_stride, &tile, rows, tokens);
}
