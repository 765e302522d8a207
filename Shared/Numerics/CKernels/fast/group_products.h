// Products of one group of 32 columns of a panel, of all its rows with some tokens: each four inputs are read once for as
// many rows as the registers hold products of.
#pragma once
#include "panel_rows.h"

// A panel is computed in parts of as many rows as a register holds.
#define PANEL_PARTS (WEIR_PANEL_ROWS / PANEL_LANES)
#define EACH_PART for (int part = 0; part < PANEL_PARTS; part++)
// Bytes of one vector of four elements of each row, and of its rows of one part.
#define PANEL_VECTOR (WEIR_PANEL_ROWS * 4)
#define PART_BYTES (PANEL_LANES * 4)

// Tokens whose products stay in registers: eight sums beside weights and inputs, of sixteen registers.
#define GROUP_TOKENS (8 / PANEL_PARTS)
typedef int_products group_products[PANEL_PARTS][GROUP_TOKENS];

// Unrolled loops over many tokens would keep the inputs of all steps at hand, far more than there are registers for; with
// few tokens they are what keeps the multipliers busy.
#define NOT_UNROLLED _Pragma("clang loop unroll(disable)")
#define STEPS_AT_ONCE(tokens) ((tokens) * PANEL_PARTS < 8 ? 4 : 1)

INLINE row_bytes part_bytes(const uint8_t *q, int vector, int part) {
  return load_row_bytes(q + vector * PANEL_VECTOR + part * PART_BYTES);
}

// Tokens of a tile that lie together: a tile of fewer is the last one of its rows.
INLINE size_t tokens_together(const int tokens) { return tokens < WEIR_TOGETHER ? tokens : WEIR_TOGETHER; }

// x begins with the group, as in all that follows. Inputs 4i and so on of token t of a tile:
INLINE input_bytes inputs_of(struct weir_int8_rows x, size_t columns, int i, int t, const int tokens) {
  return four_inputs(x.q + t / WEIR_TOGETHER * WEIR_TOGETHER * columns
                     + (i * tokens_together(tokens) + t % WEIR_TOGETHER) * 4);
}

// Where the group's numbers of token t of a tile are.
INLINE size_t of_token(int t, size_t columns) {
  return t / WEIR_TOGETHER * WEIR_TOGETHER * (columns / WEIR_GROUP_ELEMENTS) + t % WEIR_TOGETHER;
}

INLINE void signed_products(group_products y, const uint8_t *q, struct weir_int8_rows x, size_t columns,
                            const int tokens) {
  for (int t = 0; t < tokens; t++) EACH_PART y[part][t] = signed_start(x.start + of_token(t, columns));
  NOT_UNROLLED
  for (int first = 0; first < 8; first += STEPS_AT_ONCE(tokens))
    for (int i = first; i < first + STEPS_AT_ONCE(tokens); i++) {
      signed_bytes w[PANEL_PARTS];
      EACH_PART w[part] = prepare_signed(part_bytes(q, i, part));
      for (int t = 0; t < tokens; t++)
        EACH_PART y[part][t] = add_signed(y[part][t], w[part], inputs_of(x, columns, i, t, tokens));
    }
}

// Before step 0 there are no products, but what makes weights of 0 to 15 into -8 to 7 where `has_start`.
INLINE void small_step(group_products y, const uint8_t *q, struct weir_int8_rows x, size_t columns, int i,
                       const int has_start, const int tokens) {
  row_bytes low[PANEL_PARTS], high[PANEL_PARTS];
  EACH_PART low[part] = low_nibbles(part_bytes(q, i, part)), high[part] = high_nibbles(part_bytes(q, i, part));
  for (int t = 0; t < tokens; t++) {
    if (i == 0) EACH_PART y[part][t] = has_start ? products_from(x.start + of_token(t, columns)) : no_products();
    EACH_PART y[part][t] = add_small(y[part][t], low[part], inputs_of(x, columns, i, t, tokens));
    EACH_PART y[part][t] = add_small(y[part][t], high[part], inputs_of(x, columns, i + 4, t, tokens));
  }
}

INLINE void small_products(group_products y, const uint8_t *q, struct weir_int8_rows x, size_t columns,
                           const int has_start, const int tokens) {
  small_step(y, q, x, columns, 0, has_start, tokens);
  if (STEPS_AT_ONCE(tokens) > 1) {
    for (int i = 1; i < 4; i++) small_step(y, q, x, columns, i, has_start, tokens);
  } else {
    NOT_UNROLLED
    for (int i = 1; i < 4; i++) small_step(y, q, x, columns, i, has_start, tokens);
  }
}

// Totals of groups 2i and 2i + 1 of token t of a tile; x begins with a block.
INLINE const int16_t *totals_of(struct weir_int8_rows x, size_t columns, int i, int t, const int tokens) {
  return x.total + t / WEIR_TOGETHER * WEIR_TOGETHER * (columns / WEIR_GROUP_ELEMENTS)
         + (i * tokens_together(tokens) + t % WEIR_TOGETHER) * 2;
}

// Five bits: elements with nibbles in vectors 0 and 1, or in 2 and 3. Where sums are of 16 bits the products of all would not
// fit, so that they are summed up in two.
#define FIVE_BIT_SUMS (SUMS_PAIRS ? 2 : 1)
INLINE void five_bit_products(group_products y, const uint8_t *q, struct weir_int8_rows x, size_t columns, const int half,
                              const int tokens) {
  if (half == 0 || FIVE_BIT_SUMS == 2) EACH_PART for (int t = 0; t < tokens; t++) y[part][t] = no_products();
  for (int i = 2 * half; i < 2 * half + 2; i++) {
    row_bytes low[PANEL_PARTS], high[PANEL_PARTS];
    EACH_PART {
      row_bytes w = part_bytes(q, i, part), fifth = part_bytes(q, 4, part);
      low[part] = five_bits(low_nibbles(w), fifth, 2 * i), high[part] = five_bits(high_nibbles(w), fifth, 2 * i + 1);
    }
    for (int t = 0; t < tokens; t++) {
      EACH_PART y[part][t] = add_small(y[part][t], low[part], inputs_of(x, columns, i, t, tokens));
      EACH_PART y[part][t] = add_small(y[part][t], high[part], inputs_of(x, columns, i + 4, t, tokens));
    }
  }
}

// Six bits: elements 0 to 15, or 16 to 31, which have scales of their own.
INLINE void six_bit_products(group_products y, const uint8_t *q, struct weir_int8_rows x, size_t columns, const int half,
                             const int tokens) {
  for (int t = 0; t < tokens; t++)
    EACH_PART y[part][t] = products_from(x.half_start + 2 * of_token(t, columns) + half);
  NOT_UNROLLED
  for (int i = 0; i < 4; i += 2)
    for (int j = 0; j < 2; j++) {
      row_bytes w[PANEL_PARTS];
      EACH_PART {
        row_bytes both = part_bytes(q, i + j, part), high = part_bytes(q, 4 + i / 2, part);
        w[part] = six_bits(half ? high_nibbles(both) : low_nibbles(both), high, 2 * j + half);
      }
      for (int t = 0; t < tokens; t++)
        EACH_PART y[part][t] = add_small(y[part][t], w[part], inputs_of(x, columns, i + j + 4 * half, t, tokens));
    }
}
