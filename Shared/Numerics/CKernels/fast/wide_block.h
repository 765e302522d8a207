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
  wide_sums lifts_off;  // what is added at the end of a block where products are lifted
};

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
  row_floats lifts = zero_floats();
  NOT_UNROLLED
  for (size_t g = 0; g < groups; g++, panel += group_bytes_of(kind)) {
    for (int i = 0; i < headers; i++) to->scales[g][i][part] = row_halves(panel + i * SCALES + from_part * PANEL_LANES * 2);
    lifts = multiply_add(lifts, splat_floats(-WEIR_LIFT), to->scales[g][0][part]);
    widen_group(kind, weights_of(kind, to, g, 0, part, parts), panel + headers * SCALES, from_part, parts);
  }
  EACH_WIDE_TOKEN to->lifts_off[part][t] = lifts;
}

INLINE void widen_header(enum weir_panels kind, struct wide_block *to, const uint8_t *panel, int from_part, int part) {
  const int has_minimum = kind != WEIR_PANELS_Q6_K, lanes = from_part * PANEL_LANES;
  const uint8_t *scales = panel + (has_minimum ? Q4_K_SCALES : Q6_K_SCALES) + lanes;
  to->units[0][part] = row_halves(panel + lanes * 2);
  to->units[1][part] = has_minimum ? row_halves(panel + SCALES + lanes * 2) : zero_floats();
  for (int i = 0; i < (has_minimum ? BLOCK_GROUPS : 2 * BLOCK_GROUPS); i++)
    to->small_scales[i][part] = load_scales(scales + i * WEIR_PANEL_ROWS, !has_minimum);
  row_floats all = zero_floats();
  for (int i = 0; i < (has_minimum ? BLOCK_GROUPS : 2 * BLOCK_GROUPS); i++)
    all = all + scale_floats(to->small_scales[i][part]);
  to->lifts_off[part][0] = lifts_off_block(all, to->units[0][part], to->units[1][part]);
  if (!has_minimum) return;
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
