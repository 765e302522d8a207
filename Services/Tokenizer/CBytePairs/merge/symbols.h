// What merging starts from: bytes, or scalars where these are sure to become whole before a neighbour joins them.
#pragma once
#include "../tables.h"

// A neighbour among 64.
static inline uint64_t neighbour_hash(uint32_t scalar) { return 1ull << (scalar * 0x9e3779b1u >> 26); }

// The scalar that starts at `p` with `length` bytes.
static inline uint32_t whole_scalar_at(const uint8_t *p, size_t length) {
  if (length < 4) return scalar_at(p);
  return (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
}

static inline uint32_t rare_slot(const weir_bpe *bpe, uint32_t scalar) { return (uint32_t)mix(scalar) & bpe->rare_mask; }

// For a table of `count` scalars, at most half full.
static inline uint32_t rare_mask_for(uint32_t count) {
  uint32_t slots = 2;
  while (slots < 2 * count) slots *= 2;
  return slots - 1;
}

static inline const rare_scalar *find_rare(const weir_bpe *bpe, uint32_t scalar) {
  uint32_t slot = rare_slot(bpe, scalar);
  while (bpe->rare[slot].scalar && bpe->rare[slot].scalar != scalar + 1) slot = (slot + 1) & bpe->rare_mask;
  return &bpe->rare[slot];
}

// The token of a scalar, whatever stands beside it; NONE if it is none. At byte level none of ASCII.
static inline uint32_t scalar_token(const weir_bpe *bpe, const uint8_t *p, size_t length) {
  if (__builtin_expect(length < 4, 1)) return bpe->scalars[scalar_at(p)];
  const rare_scalar *rare = find_rare(bpe, whole_scalar_at(p, length));
  return rare->scalar ? rare->token : NONE;
}

// Whether a neighbour may merge with a part of the scalar. `before` and `after` are their hashes; 0 for none.
static inline bool is_joined(const weir_bpe *bpe, uint32_t scalar, uint64_t before, uint64_t after) {
  const rare_scalar *rare = find_rare(bpe, scalar);
  return (rare->lefts & before) | (rare->rights & after);
}
