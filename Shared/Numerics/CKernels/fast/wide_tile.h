// A tile of a product of many tokens: four of them with a widened block.
#pragma once
#include "wide_ahead.h"

INLINE void start_products(enum weir_panels kind, wide_products y, struct weir_int8_rows x, int half, const int parts) {
  EACH_WIDE_TOKEN EACH_WIDE_PART {
    switch (kind) {
      case WEIR_PANELS_8: y[part][t] = signed_start(x.start + t); break;
      case WEIR_PANELS_4: y[part][t] = products_from(x.start + t); break;
      case WEIR_PANELS_6:
      case WEIR_PANELS_Q6_K: y[part][t] = products_from(x.half_start + 2 * t + half); break;
      default: y[part][t] = no_products();
    }
  }
}

// Adds products of elements 4 * first to 4 * end of a group with weights at w.
INLINE void add_wide_products(enum weir_panels kind, wide_products y, const uint8_t *w, struct weir_int8_rows x, const int first,
                              const int end, const int parts) {
#pragma clang loop unroll(full)
  for (int i = first; i < end; i++) {
    signed_bytes is_signed[WIDE_PARTS_MAX];
    row_bytes small[WIDE_PARTS_MAX];
    EACH_WIDE_PART {
      const uint8_t *place = w + (i * parts + part) * weight_bytes(kind);
      if (kind == WEIR_PANELS_8) memcpy(&is_signed[part], place, sizeof(signed_bytes));
      else small[part] = load_row_bytes(place);
    }
    EACH_WIDE_TOKEN {
      input_bytes inputs = four_inputs(x.q + (i * WEIR_TOGETHER + t) * 4);
      IN_REGISTER(inputs);
      EACH_WIDE_PART y[part][t] = kind == WEIR_PANELS_8 ? add_signed(y[part][t], is_signed[part], inputs)
                                                        : add_small(y[part][t], small[part], inputs);
    }
  }
}

// How many sums a group is: those that meet different scales, or would not fit.
INLINE int sums_of_group(enum weir_panels kind) {
  return kind == WEIR_PANELS_6 || kind == WEIR_PANELS_Q6_K ? 2 : kind == WEIR_PANELS_Q5_K ? FIVE_BIT_SUMS : 1;
}

// Products of a group's part `half` of `sums_of_group`.
INLINE void products_of(enum weir_panels kind, wide_products y, struct wide_block *w, struct weir_int8_rows x, size_t g,
                        const int half, const int parts) {
  const int vectors = 8 / sums_of_group(kind);
  start_products(kind, y, x, half, parts);
  add_wide_products(kind, y, weights_of(kind, w, g, 0, 0, parts), x, half * vectors, (half + 1) * vectors, parts);
}

INLINE void add_wide_groups(enum weir_panels kind, wide_sums sums, struct wide_block *w, struct weir_int8_rows x, size_t columns,
                            size_t groups, struct ahead *ahead, const wide_sums *next_sums, const int parts) {
  NOT_UNROLLED
  for (size_t g = 0; g < groups; g++) {
    const struct weir_int8_rows inputs = group_from(x, g, WEIR_TOGETHER);
    bring_group_near(inputs, columns, next_sums, ahead, g, parts);
#pragma clang loop unroll(full)
    for (int half = 0; half < sums_of_group(kind); half++) {
      wide_products y;
      products_of(kind, y, w, inputs, g, half, parts);
      EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] =
        add_group_product(kind, sums[part][t], y[part][t], w->scales[g][half][part], inputs.scale[t]);
    }
    if (kind == WEIR_PANELS_4_MINIMUM)
      EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] =
        multiply_add(sums[part][t], w->scales[g][1][part], splat_floats(-inputs.sum[t]));
  }
}

// What takes the lifts off a block's products with bytes where a token's inputs have more than one scale.
static void uneven_lifts(wide_sums lifts, const struct wide_block *w, const float *lift, size_t groups, const int parts) {
  EACH_WIDE_PART EACH_WIDE_TOKEN lifts[part][t] = zero_floats();
  for (size_t g = 0; g < groups; g++)
    EACH_WIDE_PART EACH_WIDE_TOKEN lifts[part][t] =
      multiply_add(lifts[part][t], splat_floats(lift[g * WEIR_TOGETHER + t]), w->scales[g][0][part]);
}

// `before`: sums of the blocks before, or NULL.
INLINE void add_wide_shared(enum weir_panels kind, wide_sums sums, const wide_sums *before, struct wide_block *w,
                            struct weir_int8_rows x, size_t columns, size_t groups, struct ahead *ahead,
                            const wide_sums *next_sums, const int parts) {
  wide_sums block;
  EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] = zero_floats();
  NOT_UNROLLED
  for (size_t g = 0; g < groups; g++) {
    const struct weir_int8_rows inputs = group_from(x, g, WEIR_TOGETHER);
    wide_products y;
    bring_group_near(inputs, columns, next_sums, ahead, g, parts);
    products_of(kind, y, w, inputs, g, 0, parts);
    EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] =
      multiply_add(block[part][t], kind == WEIR_PANELS_8 ? signed_floats(y[part][t]) : lifted_floats(y[part][t]),
                   w->scales[g][0][part]);
  }
  const wide_sums *lifts = &w->lifts_off;
  wide_sums uneven;
  if (LIFTS_SUMS && kind == WEIR_PANELS_8 && *x.uneven) {
    uneven_lifts(uneven, w, x.lift, groups, parts);
    lifts = &uneven;
  }
  EACH_WIDE_PART EACH_WIDE_TOKEN {
    const row_floats sum = LIFTS_SUMS ? block[part][t] + (*lifts)[part][t] : block[part][t];
    sums[part][t] = multiply_add(before ? (*before)[part][t] : zero_floats(), sum, splat_floats(x.scale[t]));
  }
}

INLINE void add_wide_block(enum weir_panels kind, wide_sums sums, struct wide_block *w, struct weir_int8_rows x, size_t columns,
                           struct ahead *ahead, const wide_sums *next_sums, const int parts) {
  scaled_sums block[WIDE_PARTS_MAX][WEIR_TOGETHER];
  EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] = no_sums();
  NOT_UNROLLED
  for (int g = 0; g < BLOCK_GROUPS; g++) {
    const struct weir_int8_rows inputs = group_from(x, g, WEIR_TOGETHER);
    bring_group_near(inputs, columns, next_sums, ahead, g, parts);
#pragma clang loop unroll(full)
    for (int half = 0; half < sums_of_group(kind); half++) {
      wide_products y;
      products_of(kind, y, w, inputs, g, half, parts);
      const int scale = kind == WEIR_PANELS_Q6_K ? 2 * g + half : g;
      EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] = add_scaled(block[part][t], y[part][t], w->small_scales[scale][part]);
    }
  }
  EACH_WIDE_PART EACH_WIDE_TOKEN {
    if (kind == WEIR_PANELS_Q6_K) {
      sums[part][t] =
        add_without_minima(sums[part][t], block[part][t], w->lifts_off[part][0], w->units[0][part], x.scale[t]);
      continue;
    }
    pair_sums minima = no_pair_sums();
    for (int i = 0; i < BLOCK_GROUPS / 2; i++)
      minima = add_pairs(minima, w->minima[i][part], totals_of(x, columns, i, t, WEIR_TOGETHER));
    sums[part][t] =
      add_with_minima(sums[part][t], block[part][t], minima, w->lifts_off[part][0], w->units[0][part], w->units[1][part],
                      x.scale[t]);
  }
}

// Rows of y that a part writes.
INLINE size_t rows_of_part(size_t rows, int part) {
  const size_t first = (size_t)part * PANEL_LANES, left = rows > first ? rows - first : 0;
  return left < PANEL_LANES ? left : PANEL_LANES;
}

// What a tile begins and ends with.
struct wide_results {
  wide_sums *sums;  // of the blocks before, then with this one
  int is_first;     // there are none before
  float *y;         // where the last block's are written; else NULL
  size_t y_stride, rows;
};

INLINE void wide_tile(enum weir_panels kind, struct wide_results results, struct wide_block *w, struct weir_int8_rows x,
                      size_t columns, size_t groups, struct ahead *ahead, const int parts) {
  wide_sums sums;
  const wide_sums *before = results.is_first ? NULL : results.sums;
  if (!sums_blocks(kind)) EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] = before ? (*before)[part][t] : zero_floats();
  if (sums_blocks(kind))
    add_wide_shared(kind, sums, before, w, x, columns, groups, ahead, results.sums + 1, parts);
  else if (weir_panel_block_elements(kind) == WEIR_BLOCK_ELEMENTS)
    add_wide_block(kind, sums, w, x, columns, ahead, results.sums + 1, parts);
  else
    add_wide_groups(kind, sums, w, x, columns, groups, ahead, results.sums + 1, parts);
  if (results.y)
    EACH_WIDE_PART EACH_WIDE_TOKEN store_floats(results.y + t * results.y_stride + part * PANEL_LANES, sums[part][t],
                                                rows_of_part(results.rows, part));
  else
    EACH_WIDE_PART EACH_WIDE_TOKEN (*results.sums)[part][t] = sums[part][t];
}
