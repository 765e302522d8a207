// Groups of 32 weights unpacked to bytes, one function for each format: value = scale * q - minimum.
// `group` counts groups of 32 from the start of the row.
#pragma once
#include "../reference/blocks.h"
#include "bytes.h"

struct group {
  bytes q;
  eight scale;    // of each four elements: of element 4i + j in lane i
  float minimum;
};

// 16 bytes twice: the low nibbles of all, then the high ones.
INLINE bytes nibbles(const uint8_t *q) {
  half_bytes packed;
  memcpy(&packed, q, sizeof packed);
  half_bytes low = packed & 15, high = packed >> 4;
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                                 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
}

// The low (shift 0) or high (shift 4) nibbles of 32 bytes.
INLINE bytes nibbles_at(const uint8_t *q, int shift) { return load_bytes(q) >> (uint8_t)shift & 15; }

// Bit j of `bits` as the value 16 in byte j.
INLINE bytes fifth_bits(const uint8_t *bits) {
  const bytes mask = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128,
                      1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  bytes spread;
  for (int i = 0; i < 4; i++) memset((uint8_t *)&spread + 8 * i, bits[i], 8);
  return (bytes)((spread & mask) != 0) & 16;
}

INLINE struct group unpack_q8_0(const uint8_t *row, size_t group) {
  const struct block_q8_0 *b = (const struct block_q8_0 *)row + group;
  return (struct group){load_bytes(b->q), splat8(half_to_float(b->d)), 0};
}

INLINE struct group unpack_q4_0(const uint8_t *row, size_t group) {
  const struct block_q4_0 *b = (const struct block_q4_0 *)row + group;
  float d = half_to_float(b->d);
  return (struct group){nibbles(b->q), splat8(d), 8 * d};
}

INLINE struct group unpack_q4_1(const uint8_t *row, size_t group) {
  const struct block_q4_1 *b = (const struct block_q4_1 *)row + group;
  return (struct group){nibbles(b->q), splat8(half_to_float(b->d)), -half_to_float(b->m)};
}

INLINE struct group unpack_q5_0(const uint8_t *row, size_t group) {
  const struct block_q5_0 *b = (const struct block_q5_0 *)row + group;
  float d = half_to_float(b->d);
  return (struct group){nibbles(b->q) | fifth_bits(b->high), splat8(d), 16 * d};
}

INLINE struct group unpack_q5_1(const uint8_t *row, size_t group) {
  const struct block_q5_1 *b = (const struct block_q5_1 *)row + group;
  return (struct group){nibbles(b->q) | fifth_bits(b->high), splat8(half_to_float(b->d)), -half_to_float(b->m)};
}

INLINE struct group unpack_iq4_nl(const uint8_t *row, size_t group) {
  const struct block_iq4_nl *b = (const struct block_iq4_nl *)row + group;
  return (struct group){look_up(weir_iq4_values, nibbles(b->q)), splat8(half_to_float(b->d)), 0};
}

INLINE struct group unpack_q4_K(const uint8_t *row, size_t group) {
  const struct block_q4_K *b = (const struct block_q4_K *)row + group / 8;
  uint8_t scale, minimum;
  int part = group % 8;
  scale_and_minimum(b->scales, part, &scale, &minimum);
  return (struct group){nibbles_at(b->q + part / 2 * 32, part % 2 * 4), splat8(half_to_float(b->d) * scale),
                        half_to_float(b->dmin) * minimum};
}

INLINE struct group unpack_q5_K(const uint8_t *row, size_t group) {
  const struct block_q5_K *b = (const struct block_q5_K *)row + group / 8;
  uint8_t scale, minimum;
  int part = group % 8;
  scale_and_minimum(b->scales, part, &scale, &minimum);
  bytes high = (load_bytes(b->high) >> (uint8_t)part & 1) << 4;
  return (struct group){nibbles_at(b->q + part / 2 * 32, part % 2 * 4) | high, splat8(half_to_float(b->d) * scale),
                        half_to_float(b->dmin) * minimum};
}

INLINE struct group unpack_q6_K(const uint8_t *row, size_t group) {
  const struct block_q6_K *b = (const struct block_q6_K *)row + group / 8;
  int half_block = group % 8 / 4, part = group % 4;
  bytes low = nibbles_at(b->q + half_block * 64 + part % 2 * 32, part / 2 * 4);
  bytes high = (load_bytes(b->high + half_block * 32) >> (uint8_t)(part * 2) & 3) << 4;
  float d = half_to_float(b->d), first = d * b->scales[group % 8 * 2], second = d * b->scales[group % 8 * 2 + 1];
  const eight scale = {first, first, first, first, second, second, second, second};
  return (struct group){(low | high) - 32, scale, 0};
}
