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

// The numbers of sets of neighbours lie above the token's flags and below them.
static inline uint32_t with_set(uint32_t token, uint32_t set) { return token | set >> 4 << 26 | (set & 15) << TOKEN_BITS_MAX; }
static inline uint32_t set_of(uint32_t token) { return token >> 26 << 4 | (token >> TOKEN_BITS_MAX & 15); }

// The token of a scalar with its set, whatever stands beside it; NONE if it is none. At byte level none of ASCII.
static inline uint32_t scalar_token(const weir_bpe *bpe, const uint8_t *p, size_t length) {
  if (__builtin_expect(length < 4, 1)) return bpe->scalars[scalar_at(p)];
  const rare_scalar *rare = find_rare(bpe, whole_scalar_at(p, length));
  return rare->scalar ? rare->token : NONE;
}

static inline const neighbour_set *neighbours_of(const weir_bpe *bpe, uint32_t scalar, uint32_t set) {
  return set == RARE_SET ? &find_rare(bpe, scalar)->set : &bpe->sets[set];
}
