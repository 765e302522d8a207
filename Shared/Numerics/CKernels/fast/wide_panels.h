// Products of many tokens with panels: a block of 256 columns of some panels is widened to a byte for each weight, once for all
// tokens, of which four at a time are multiplied with it. The same numbers are added in the same order as with few tokens.
#pragma once

// Panels at once. With VNNI twelve sums of products, twelve of results, three vectors of weights and one of inputs fill
// the 32 registers, and twelve products hide the latency of one.
#define WIDE_PANELS (HAS_VNNI ? WEIR_PANELS_AT_ONCE : 1)
#define WIDE_PARTS_MAX (WIDE_PANELS * PANEL_PARTS)
#define EACH_WIDE_PART for (int part = 0; part < parts; part++)
#define EACH_WIDE_TOKEN for (int t = 0; t < WEIR_TOGETHER; t++)
#define BLOCK_GROUPS (WEIR_BLOCK_ELEMENTS / WEIR_GROUP_ELEMENTS)

typedef int_products wide_products[WIDE_PARTS_MAX][WEIR_TOGETHER];
typedef row_floats wide_sums[WIDE_PARTS_MAX][WEIR_TOGETHER];

struct wide_block {
  _Alignas(64) uint8_t weights[BLOCK_GROUPS * 8 * WIDE_PARTS_MAX * sizeof(signed_bytes)];  // [group][vector][part]
  row_floats scales[BLOCK_GROUPS][2][WIDE_PARTS_MAX];  // of panels of groups
  row_scales small_scales[2 * BLOCK_GROUPS][WIDE_PARTS_MAX];  // and of blocks: of each group, or of each half of one
  row_pairs minima[BLOCK_GROUPS / 2][WIDE_PARTS_MAX];
  row_floats units[2][WIDE_PARTS_MAX];
};

// MARK: Widening

// Elements 4i and so on of a group.
INLINE row_bytes elements_of(enum weir_panels kind, const uint8_t *q, int i, int part) {
  const row_bytes both = part_bytes(q, i % 4, part), bits = i < 4 ? low_nibbles(both) : high_nibbles(both);
  switch (kind) {
    case WEIR_PANELS_Q5_K: return five_bits(bits, part_bytes(q, 4, part), i % 4 * 2 + i / 4);
    case WEIR_PANELS_6:
    case WEIR_PANELS_Q6_K: return six_bits(bits, part_bytes(q, 4 + i % 4 / 2, part), i % 2 * 2 + i / 4);
    default: return bits;
  }
}

INLINE void widen_group(enum weir_panels kind, uint8_t *to, const uint8_t *q, int from_part, const int parts) {
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    if (kind == WEIR_PANELS_8) {
      signed_bytes w = prepare_signed(part_bytes(q, i, from_part));
      memcpy(to + i * parts * sizeof w, &w, sizeof w);
    } else {
      row_bytes w = elements_of(kind, q, i, from_part);
      memcpy(to + i * parts * sizeof w, &w, sizeof w);
    }
  }
}

INLINE size_t weight_bytes(enum weir_panels kind) {
  return kind == WEIR_PANELS_8 ? sizeof(signed_bytes) : sizeof(row_bytes);
}

INLINE uint8_t *weights_of(enum weir_panels kind, struct wide_block *w, size_t group, int vector, int part, const int parts) {
  return w->weights + ((group * 8 + vector) * parts + part) * weight_bytes(kind);
}

// Part `from_part` of a panel becomes part `part`.
INLINE void widen_groups(enum weir_panels kind, struct wide_block *to, const uint8_t *panel, int from_part, size_t groups,
                         int part, const int parts) {
  const int headers = kind == WEIR_PANELS_4_MINIMUM || kind == WEIR_PANELS_6 ? 2 : 1;
  NOT_UNROLLED
  for (size_t g = 0; g < groups; g++, panel += group_bytes_of(kind)) {
    for (int i = 0; i < headers; i++) to->scales[g][i][part] = row_halves(panel + i * SCALES + from_part * PANEL_LANES * 2);
    widen_group(kind, weights_of(kind, to, g, 0, part, parts), panel + headers * SCALES, from_part, parts);
  }
}

INLINE void widen_header(enum weir_panels kind, struct wide_block *to, const uint8_t *panel, int from_part, int part) {
  const int has_minimum = kind != WEIR_PANELS_Q6_K, lanes = from_part * PANEL_LANES;
  to->units[0][part] = row_halves(panel + lanes * 2);
  for (int i = 0; i < (has_minimum ? BLOCK_GROUPS : 2 * BLOCK_GROUPS); i++)
    to->small_scales[i][part] = load_scales(
      panel + (has_minimum ? Q4_K_SCALES : Q6_K_SCALES) + i * WEIR_PANEL_ROWS + lanes, !has_minimum);
  if (!has_minimum) return;
  to->units[1][part] = row_halves(panel + SCALES + lanes * 2);
  for (int i = 0; i < BLOCK_GROUPS / 2; i++)
    to->minima[i][part] = load_pairs(panel + Q4_K_MINIMA + (i * WEIR_PANEL_ROWS + lanes) * 2);
}

INLINE void widen(enum weir_panels kind, struct wide_block *to, const uint8_t *panels, size_t panel_bytes, size_t groups,
                  const int parts) {
  NOT_UNROLLED
  for (int part = 0; part < parts; part++) {
    const uint8_t *panel = panels + part / PANEL_PARTS * panel_bytes;
    const int from_part = part % PANEL_PARTS;
    if (weir_panel_block_elements(kind) == WEIR_GROUP_ELEMENTS) {
      widen_groups(kind, to, panel, from_part, groups, part, parts);
    } else {
      widen_header(kind, to, panel, from_part, part);
      panel += kind == WEIR_PANELS_Q6_K ? Q6_K_HEADER : Q4_K_HEADER;
      NOT_UNROLLED
      for (int g = 0; g < BLOCK_GROUPS; g++, panel += group_bytes_of(kind))
        widen_group(kind, weights_of(kind, to, g, 0, part, parts), panel, from_part, parts);
    }
  }
}

// MARK: Products

INLINE void start_products(enum weir_panels kind, wide_products y, struct weir_int8_rows x, int half, const int parts) {
  EACH_WIDE_TOKEN EACH_WIDE_PART {
    switch (kind) {
      case WEIR_PANELS_8: y[part][t] = signed_start(x.signed_start + t); break;
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

// MARK: What is read next, while other things are computed

// Tokens below which products wait for memory: lines are then asked for between groups instead of between tiles, which
// takes a register that many tokens need.
#define WAITING_TOKENS 32
// Bytes of a panel at a time: a block of one byte for each weight in four tiles.
#define AHEAD_BYTES 128

// Of each panel, the lines from `place` on.
struct ahead {
  uintptr_t place;
  size_t panel_bytes;
};

INLINE void bring_near(struct ahead ahead, size_t first, size_t end, const int parts) {
  for (int panel = 0; panel < parts / PANEL_PARTS; panel++)
    for (size_t i = first; i < end; i += 64)
      __builtin_prefetch((void *)(ahead.place + panel * ahead.panel_bytes + i), 0, 2);
}

// The same group of the next tokens' inputs, which lie apart; and of weights, where products wait for them.
INLINE void bring_group_near(struct weir_int8_rows x, size_t columns, struct ahead *ahead, size_t g, const int parts) {
  for (int i = 0; i < WEIR_TOGETHER * WEIR_GROUP_ELEMENTS; i += 64) __builtin_prefetch(x.q + WEIR_TOGETHER * columns + i);
  if (ahead) bring_near(*ahead, g * AHEAD_BYTES, (g + 1) * AHEAD_BYTES, parts);
}

// Rows of results lie far apart.
INLINE void bring_results_near(const float *y, size_t y_stride, const int parts) {
  EACH_WIDE_TOKEN EACH_WIDE_PART __builtin_prefetch(y + t * y_stride + part * PANEL_LANES, 1);
}

// MARK: A tile: four tokens, a block

INLINE void add_wide_groups(enum weir_panels kind, wide_sums sums, struct wide_block *w, struct weir_int8_rows x, size_t columns,
                            size_t groups, struct ahead *ahead, const int parts) {
  NOT_UNROLLED
  for (size_t g = 0; g < groups; g++) {
    const struct weir_int8_rows inputs = group_from(x, g, WEIR_TOGETHER);
    bring_group_near(inputs, columns, ahead, g, parts);
    for (int half = 0; half < sums_of_group(kind); half++) {
      wide_products y;
      products_of(kind, y, w, inputs, g, half, parts);
      EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] =
        multiply_add(sums[part][t], scaled_product(kind, y[part][t], inputs, t), w->scales[g][half][part]);
    }
    if (kind == WEIR_PANELS_4_MINIMUM)
      EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] =
        multiply_add(sums[part][t], w->scales[g][1][part], splat_floats(-inputs.sum[t]));
  }
}

INLINE void add_wide_nibbles(wide_sums sums, struct wide_block *w, struct weir_int8_rows x, size_t columns, size_t groups,
                             struct ahead *ahead, const int parts) {
  wide_sums block;
  EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] = zero_floats();
  NOT_UNROLLED
  for (size_t g = 0; g < groups; g++) {
    const struct weir_int8_rows inputs = group_from(x, g, WEIR_TOGETHER);
    wide_products y;
    bring_group_near(inputs, columns, ahead, g, parts);
    products_of(WEIR_PANELS_4, y, w, inputs, g, 0, parts);
    EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] =
      multiply_add(block[part][t], small_floats(y[part][t]), w->scales[g][0][part]);
  }
  EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] = multiply_add(sums[part][t], block[part][t], splat_floats(x.scale[t]));
}

INLINE void add_wide_block(enum weir_panels kind, wide_sums sums, struct wide_block *w, struct weir_int8_rows x, size_t columns,
                           struct ahead *ahead, const int parts) {
  scaled_sums block[WIDE_PARTS_MAX][WEIR_TOGETHER];
  EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] = no_sums();
  NOT_UNROLLED
  for (int g = 0; g < BLOCK_GROUPS; g++) {
    const struct weir_int8_rows inputs = group_from(x, g, WEIR_TOGETHER);
    bring_group_near(inputs, columns, ahead, g, parts);
    for (int half = 0; half < sums_of_group(kind); half++) {
      wide_products y;
      products_of(kind, y, w, inputs, g, half, parts);
      const int scale = kind == WEIR_PANELS_Q6_K ? 2 * g + half : g;
      EACH_WIDE_PART EACH_WIDE_TOKEN block[part][t] = add_scaled(block[part][t], y[part][t], w->small_scales[scale][part]);
    }
  }
  EACH_WIDE_PART EACH_WIDE_TOKEN {
    sums[part][t] =
      multiply_add(sums[part][t], sum_floats(block[part][t]), w->units[0][part] * splat_floats(x.scale[t]));
    if (kind == WEIR_PANELS_Q6_K) continue;
    pair_sums pairs = no_pair_sums();
    for (int i = 0; i < BLOCK_GROUPS / 2; i++)
      pairs = add_pairs(pairs, w->minima[i][part], totals_of(x, columns, i, t, WEIR_TOGETHER));
    sums[part][t] = multiply_add(sums[part][t], pair_floats(pairs), w->units[1][part] * splat_floats(-x.scale[t]));
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
  EACH_WIDE_PART EACH_WIDE_TOKEN sums[part][t] = results.is_first ? zero_floats() : (*results.sums)[part][t];
  if (kind == WEIR_PANELS_4)
    add_wide_nibbles(sums, w, x, columns, groups, ahead, parts);
  else if (weir_panel_scale_elements(kind) == WEIR_BLOCK_ELEMENTS)
    add_wide_block(kind, sums, w, x, columns, ahead, parts);
  else
    add_wide_groups(kind, sums, w, x, columns, groups, ahead, parts);
  if (results.y)
    EACH_WIDE_PART EACH_WIDE_TOKEN store_floats(results.y + t * results.y_stride + part * PANEL_LANES, sums[part][t],
                                                rows_of_part(results.rows, part));
  else
    EACH_WIDE_PART EACH_WIDE_TOKEN (*results.sums)[part][t] = sums[part][t];
}

// MARK: A product

// Tokens at most: sums of so many, 96 KiB with three panels of AVX-512, stay in a second cache level beside their inputs.
#define WIDE_TOKENS_MAX 512

// All tokens, a multiple of four, with groups from `first` on of panels, which are those of a block at `w`.
INLINE void wide_tiles(enum weir_panels kind, struct wide_results results, struct wide_block *w, struct weir_int8_rows x,
                       size_t tokens, size_t columns, size_t first, size_t groups, struct ahead ahead, const int is_waiting,
                       const int parts) {
  const size_t bytes = groups * group_bytes_of_panel(kind), lines = bytes * WEIR_TOGETHER / tokens / 64 + 1;
  for (size_t t = 0, at = 0; t < tokens; t += WEIR_TOGETHER, at += lines * 64) {
    struct wide_results tile = results;
    tile.sums += t / WEIR_TOGETHER;
    if (results.y) {
      tile.y += t * results.y_stride;
      if (t + WEIR_TOGETHER < tokens) bring_results_near(tile.y + WEIR_TOGETHER * results.y_stride, results.y_stride, parts);
    }
    wide_tile(kind, tile, w, group_from(rows_from(x, t, columns), first, WEIR_TOGETHER), columns, groups,
              is_waiting ? &ahead : NULL, parts);
    if (is_waiting) ahead.place += BLOCK_GROUPS * AHEAD_BYTES;
    else if (at < bytes) bring_near(ahead, at, at + lines * 64, parts);
  }
}

// At most WIDE_TOKENS_MAX tokens with parts / PANEL_PARTS panels, of which `rows` rows are written.
INLINE void wide_product(enum weir_panels kind, float *y, size_t y_stride, const uint8_t *panels, struct weir_int8_rows x,
                         size_t tokens, size_t rows, size_t columns, uintptr_t ahead, const int parts) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, panel_bytes = groups * group_bytes_of_panel(kind);
  struct wide_block room;
  wide_sums sums[WIDE_TOKENS_MAX / WEIR_TOGETHER];
  for (size_t first = 0; first < groups; first += BLOCK_GROUPS) {
    const size_t count = groups - first < BLOCK_GROUPS ? groups - first : BLOCK_GROUPS;
    const uint8_t *block = panels + first * group_bytes_of_panel(kind);
    const struct ahead next = {(uintptr_t)block + ahead, panel_bytes};
    const struct wide_results results = {sums, first == 0, first + count == groups ? y : NULL, y_stride, rows};
    widen(kind, &room, block, panel_bytes, count, parts);
    if (tokens < WAITING_TOKENS)
      wide_tiles(kind, results, &room, x, tokens, columns, first, count, next, 1, parts);
    else
      wide_tiles(kind, results, &room, x, tokens, columns, first, count, next, 0, parts);
  }
}
