// What products are made of, on numbers that stay near: the ceiling that a product is measured against.
#pragma once
#include "panels_product.h"

// Makes the compiler load, and so multiply, anew in each step, and keep results, of which it sees a copy: what is seen is not
// left in registers.
#define FORGET(pointer) __asm__ volatile("" : "+r"(pointer))
#define KEEP(values) __asm__ volatile("" : : "r"(values) : "memory")

static size_t repeat_bytes(const int is_small, size_t steps) {
  const uint8_t numbers[PANEL_VECTOR] = {1}, *weights = numbers;
  const int8_t bytes[4 * WEIR_TOGETHER] = {1}, *inputs = bytes;
  FORGET(weights);
  signed_bytes w[WIDE_PARTS_MAX];
  row_bytes small[WIDE_PARTS_MAX];
  for (int part = 0; part < WIDE_PARTS_MAX; part++) {
    row_bytes bytes = part_bytes(weights, 0, part % PANEL_PARTS);
    w[part] = prepare_signed(bytes), small[part] = low_nibbles(bytes);
  }
  wide_products y;
  for (int part = 0; part < WIDE_PARTS_MAX; part++) EACH_WIDE_TOKEN y[part][t] = no_products();
  for (size_t step = 0; step < steps; step++) {
    FORGET(inputs);
    EACH_WIDE_TOKEN {
      input_bytes x = four_inputs(inputs + 4 * t);
      IN_REGISTER(x);
      for (int part = 0; part < WIDE_PARTS_MAX; part++)
        y[part][t] = is_small ? add_small(y[part][t], small[part], x) : add_signed(y[part][t], w[part], x);
    }
  }
  wide_products seen;
  memcpy(seen, y, sizeof seen);
  KEEP(seen);
  return steps * WEIR_TOGETHER * WIDE_PARTS_MAX * PANEL_LANES * 4;
}

// Twelve sums hide the latency of a multiply-add wherever there are at most three units of four cycles.
static size_t repeat_floats(size_t steps) {
  const float numbers[12 * LANES] = {1}, *inputs = numbers;
  vec sums[12] = {0}, w = load(numbers);
  for (size_t step = 0; step < steps; step++) {
    FORGET(inputs);
    for (int i = 0; i < 12; i++) sums[i] += w * load(inputs + i * LANES);
  }
  vec seen[12];
  memcpy(seen, sums, sizeof seen);
  KEEP(seen);
  return steps * 12 * LANES;
}

static size_t repeat_products(enum weir_arithmetic arithmetic, size_t steps) {
  switch (arithmetic) {
    case WEIR_SIGNED_BYTES: return repeat_bytes(0, steps);
    case WEIR_SMALL_BYTES: return repeat_bytes(1, steps);
    default: return repeat_floats(steps);
  }
}
