// Tokens by their bytes, for vocabularies whose words are tokens whatever the merges say. A slot has a token, plus one, and
// in its top bits some of the bytes' hash, so that only few bytes are compared in vain.
#include "workspace.h"

enum { AHEAD = 16, TAG_SHIFT = TOKEN_BITS_MAX, TOKEN_MASK = (1 << TAG_SHIFT) - 1 };

// Reads up to eight bytes behind the last.
static uint32_t hash_of(const uint8_t *p, size_t count) {
  uint64_t hash = count;
  for (; count >= 8; p += 8, count -= 8) {
    uint64_t eight;
    memcpy(&eight, p, 8);
    hash = mix(hash ^ eight);
  }
  uint64_t rest;
  memcpy(&rest, p, 8);
  return (uint32_t)mix(hash ^ (rest & ((1ull << 8 * count) - 1)));
}

void bpe_build_whole(weir_bpe *bpe, const weir_bpe_source *source) {
  for (uint32_t token = 0; token <= bpe->token_count; token++) bpe->starts[token] = token_start(source, token);
  memcpy(bpe->bytes, source->bytes, bpe->byte_count);
  uint32_t hashes[AHEAD];
  for (uint32_t next = 0; next < bpe->token_count + AHEAD; next++) {
    uint32_t token = next - AHEAD, hash = hashes[next % AHEAD], slot = hash & bpe->whole_mask;
    if (next >= AHEAD && bpe->starts[token + 1] > bpe->starts[token]) {
      while (bpe->whole[slot]) slot = (slot + 1) & bpe->whole_mask;
      bpe->whole[slot] = (hash & ~TOKEN_MASK) | (token + 1);
    }
    if (next >= bpe->token_count) continue;
    hashes[next % AHEAD] = hash_of(bpe->bytes + bpe->starts[next], bpe->starts[next + 1] - bpe->starts[next]);
    __builtin_prefetch(&bpe->whole[hashes[next % AHEAD] & bpe->whole_mask], 1);
  }
}

// The slot from `slot` on that may have the hash's token; a free one where there is none.
static inline uint32_t candidate(const weir_bpe *bpe, uint32_t slot, uint32_t hash) {
  while (bpe->whole[slot] && (bpe->whole[slot] ^ hash) >> TAG_SHIFT) slot = (slot + 1) & bpe->whole_mask;
  return slot;
}

// The token of a candidate's slot; NONE for a free one.
static inline uint32_t token_in(const weir_bpe *bpe, uint32_t slot) { return (bpe->whole[slot] & TOKEN_MASK) - 1; }

// The token that the bytes are, looked for from a candidate's slot on.
static inline uint32_t find_from(const weir_bpe *bpe, uint32_t slot, uint32_t hash, const uint8_t *p, size_t count) {
  for (; bpe->whole[slot]; slot = candidate(bpe, (slot + 1) & bpe->whole_mask, hash)) {
    uint32_t token = token_in(bpe, slot), start = bpe->starts[token];
    if (bpe->starts[token + 1] - start == count && memcmp(bpe->bytes + start, p, count) == 0) return token;
  }
  return NONE;
}

uint32_t bpe_whole(const weir_bpe *bpe, const uint8_t *p, size_t count) {
  uint32_t hash = hash_of(p, count);
  return find_from(bpe, candidate(bpe, hash & bpe->whole_mask, hash), hash, p, count);
}

void bpe_ask_whole(const weir_bpe *bpe, const uint8_t *p, size_t count) {
  __builtin_prefetch(&bpe->whole[hash_of(p, count) & bpe->whole_mask]);
}
