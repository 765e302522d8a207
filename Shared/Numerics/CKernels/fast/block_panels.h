// Products with panels of blocks of 256 columns, whose inputs share a scale: whole numbers from end to end of a block, or,
// where sums are lifted, floats above by the lift times all small scales, from which a block's end takes that off.
#pragma once

struct block_sums {
  scaled_sums of[PANEL_PARTS][TILE_TOKENS_MAX];
  row_floats scales[PANEL_PARTS];  // all small scales, where sums are lifted
};

INLINE void add_products(struct block_sums *sums, const int at, group_products products, const uint8_t *scales,
                         const int is_signed, const int tokens) {
  EACH_PART {
    row_scales scale = load_scales(scales + part * PANEL_LANES, is_signed);
    if (LIFTS_SUMS && at == 0) sums->scales[part] = sums->scales[part] + scale_floats(scale);
    for (int t = 0; t < tokens; t++)
      sums->of[part][at + t] = add_scaled(sums->of[part][at + t], products[part][t], scale);
  }
}

// Group g of a block with its small scales at `scales`.
INLINE void add_group_of_block(enum weir_panels kind, struct block_sums *sums, const int at, const uint8_t *q,
                               const uint8_t *scales, int g, struct weir_int8_rows x, size_t columns, const int tokens) {
  group_products products;
  if (kind == WEIR_PANELS_Q4_K) {
    small_products(products, q, x, columns, 0, tokens);
    add_products(sums, at, products, scales + g * WEIR_PANEL_ROWS, 0, tokens);
    return;
  }
#pragma clang loop unroll(full)
  for (int half = 0; half < 2; half++) {
    if (kind == WEIR_PANELS_Q5_K) {
      five_bit_products(products, q, x, columns, half, tokens);
      if (half == 1 || FIVE_BIT_SUMS == 2)
        add_products(sums, at, products, scales + g * WEIR_PANEL_ROWS, 0, tokens);
    } else {
      six_bit_products(products, q, x, columns, half, tokens);
      add_products(sums, at, products, scales + (2 * g + half) * WEIR_PANEL_ROWS, 1, tokens);
    }
  }
}

// What takes the lifts off a block's sums: of its products, which met all of `scales`, and of its minima.
INLINE row_floats lifts_off_block(row_floats scales, row_floats unit, row_floats minimum_unit) {
  row_floats minima = minimum_unit * splat_floats(PAIRS_LIFT);
  return LIFTS_SUMS ? multiply_add(minima, scales * splat_floats(-WEIR_LIFT), unit) : minima;
}

// What a block adds to a sum: what the products add up to times the rows' unit, less the minima times theirs.
INLINE row_floats add_with_minima(row_floats sum, scaled_sums block, pair_sums minima, row_floats lifts_off, row_floats unit,
                                  row_floats minimum_unit, float scale) {
  row_floats whole = multiply_add(lifts_off, sum_floats(block), unit);
  return multiply_add(sum, multiply_add(whole, pair_floats(minima), -minimum_unit), splat_floats(scale));
}

INLINE row_floats add_without_minima(row_floats sum, scaled_sums block, row_floats lifts_off, row_floats unit, float scale) {
  return multiply_add(sum, multiply_add(lifts_off, sum_floats(block), unit), splat_floats(scale));
}

// Sums of a block with its header at `block`, whose minima are each times the sum of its group's inputs.
INLINE void add_block_with_minima(struct tile *tile, const struct block_sums *sums, const uint8_t *block,
                                  struct weir_int8_rows x, size_t columns, const int tokens) {
  EACH_PART {
    row_pairs pairs[4];
    for (int i = 0; i < 4; i++)
      pairs[i] = load_pairs(block + Q4_K_MINIMA + (i * WEIR_PANEL_ROWS + part * PANEL_LANES) * 2);
    row_floats unit = row_halves(block + part * PANEL_LANES * 2);
    row_floats minimum_unit = row_halves(block + SCALES + part * PANEL_LANES * 2);
    row_floats lifts_off = lifts_off_block(sums->scales[part], unit, minimum_unit);
    for (int t = 0; t < tokens; t++) {
      pair_sums minima = no_pair_sums();
      for (int i = 0; i < 4; i++) minima = add_pairs(minima, pairs[i], totals_of(x, columns, i, t, tokens));
      tile->sums[part][t] = add_with_minima(tile->sums[part][t], sums->of[part][t], minima, lifts_off, unit, minimum_unit,
                                            x.scale[of_token(t, columns)]);
    }
  }
}

INLINE void add_block(struct tile *tile, const struct block_sums *sums, const uint8_t *block, struct weir_int8_rows x,
                      size_t columns, const int tokens) {
  EACH_PART {
    row_floats unit = row_halves(block + part * PANEL_LANES * 2);
    row_floats lifts_off = lifts_off_block(sums->scales[part], unit, zero_floats());
    for (int t = 0; t < tokens; t++)
      tile->sums[part][t] = add_without_minima(tile->sums[part][t], sums->of[part][t], lifts_off, unit,
                                               x.scale[of_token(t, columns)]);
  }
}

INLINE void add_block_panel(enum weir_panels kind, struct tile *tile, const uint8_t *panel, struct weir_int8_rows x,
                            size_t columns, uintptr_t ahead, const int tokens) {
  const int has_minimum = kind != WEIR_PANELS_Q6_K;
  const int group_bytes = group_bytes_of(kind);
  const int header = has_minimum ? Q4_K_HEADER : Q6_K_HEADER, scales = has_minimum ? Q4_K_SCALES : Q6_K_SCALES;
  const int at_once = tokens < GROUP_TOKENS ? tokens : GROUP_TOKENS;
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  for (size_t first = 0; first < groups; first += 8, panel += header + 8 * group_bytes) {
    struct block_sums sums;
    EACH_PART {
      sums.scales[part] = zero_floats();
      for (int t = 0; t < tokens; t++) sums.of[part][t] = no_sums();
    }
    read_ahead(panel, ahead, header);
    NOT_UNROLLED
    for (int g = 0; g < 8; g++) {
      const uint8_t *q = panel + header + g * group_bytes;
      read_ahead(q, ahead, group_bytes);
      NOT_UNROLLED
      for (int t = 0; t < tokens; t += at_once)
        add_group_of_block(kind, &sums, t, q, panel + scales, g, rows_from(group_from(x, first + g, tokens), t, columns),
                           columns, at_once);
    }
    struct weir_int8_rows inputs = group_from(x, first, tokens);
    if (has_minimum) add_block_with_minima(tile, &sums, panel, inputs, columns, tokens);
    else add_block(tile, &sums, panel, inputs, columns, tokens);
  }
}
