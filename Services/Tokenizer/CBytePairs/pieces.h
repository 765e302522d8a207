// Tokens by id, and an index that finds them by their bytes.
#pragma once
#include "CBytePairs.h"
#include "blocks.h"

enum { PIECE_COUNT_MAX = 1 << 22, PIECE_ID_BITS = 23, PIECE_ID_MASK = (1 << PIECE_ID_BITS) - 1 };

// A token of up to FOUND_BYTES_MAX that a merge has named. Most merges name tokens that others before them did: as many as
// the second-level cache has room for are remembered.
enum { FOUND_BITS = 14, FOUND_BYTES_MAX = 8 };
typedef struct {
  uint64_t bytes;
  uint32_t count;  // 0 where there is none
  int32_t id;
} found_piece;

struct weir_pieces {
  uint32_t count;
  uint8_t *bytes;  // with BLOCK_BYTES more
  uint32_t *starts;
  void *memory;  // what bytes and starts lie in
  size_t memory_size;
  // Open addressing, at most three quarters full: some of a token's hash above its id plus one; 0 is free. Slots are small
  // so that most lie in the nearer caches.
  uint32_t mask, shift;
  uint32_t *slots;
  found_piece *found;  // behind the slots
};

// Tokens of up to sixteen bytes are hashed and compared in one register, which is most of them.
static inline uint64_t block_hash(block16 block) {
  typedef uint64_t pair __attribute__((vector_size(BLOCK_BYTES)));
  pair halves = (pair)block;
  __uint128_t product = (__uint128_t)(halves[0] ^ 0x9e3779b97f4a7c15u) * (halves[1] ^ 0xc2b2ae3d27d4eb4fu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Reads BLOCK_BYTES from `p`, whatever the count.
static inline uint64_t piece_hash(const uint8_t *p, size_t count) {
  uint64_t hash = 0;
  for (; count > BLOCK_BYTES; p += BLOCK_BYTES, count -= BLOCK_BYTES)
    hash = (hash ^ block_hash(load16(p))) * 0x9e3779b97f4a7c15u;
  return hash ^ block_hash(first_bytes(load16(p), count));
}

// Whether the first `count` bytes of two blocks are the same.
static inline bool same_block(block16 a, block16 b, size_t count) {
  return !(~equal_bits(a ^ b, 0) & ((1u << count) - 1));
}

static inline bool same_bytes(const uint8_t *a, const uint8_t *b, size_t count) {
  for (; count > BLOCK_BYTES; count -= BLOCK_BYTES, a += BLOCK_BYTES, b += BLOCK_BYTES)
    if (!same_block(load16(a), load16(b), BLOCK_BYTES)) return false;
  return same_block(load16(a), load16(b), count);
}

static inline uint32_t piece_start(const weir_pieces *v, uint32_t id) { return v->starts[id] & ~WEIR_IS_ABSENT; }

static inline bool is_piece(const weir_pieces *v, uint32_t id, const uint8_t *p, size_t count) {
  uint32_t start = piece_start(v, id);
  return piece_start(v, id + 1) - start == count && same_bytes(v->bytes + start, p, count);
}

static inline uint32_t *piece_home(const weir_pieces *v, uint64_t hash) { return &v->slots[hash >> v->shift]; }

// Those of the hash's bits that a slot has, which are none of those that say where it lies.
static inline uint32_t piece_tag(uint64_t hash) { return (uint32_t)hash & ~(uint32_t)PIECE_ID_MASK; }

// The id in a slot; -1 for none.
static inline int32_t piece_id(uint32_t slot) { return (int32_t)(slot & PIECE_ID_MASK) - 1; }

static inline uint32_t *piece_next(const weir_pieces *v, uint32_t *slot) {
  return slot == v->slots + v->mask ? v->slots : slot + 1;
}

// The next slot from `slot` on that has the tag, or a free one.
static inline uint32_t *piece_candidate(const weir_pieces *v, uint32_t *slot, uint32_t tag) {
  while (*slot && (*slot ^ tag) >> PIECE_ID_BITS) slot = piece_next(v, slot);
  return slot;
}

// The slot of the token, or the free one that it would have.
static inline uint32_t *piece_find(const weir_pieces *v, uint64_t hash, const uint8_t *p, size_t count) {
  uint32_t tag = piece_tag(hash), *slot = piece_candidate(v, piece_home(v, hash), tag);
  while (*slot && !is_piece(v, (uint32_t)piece_id(*slot), p, count)) slot = piece_candidate(v, piece_next(v, slot), tag);
  return slot;
}

// The length that stands before a text.
static inline size_t packed_length(const uint8_t *p) {
  uint64_t length = 0;
  for (int index = 0; index < 8; index++) length |= (uint64_t)p[index] << 8 * index;
  return length;
}

// Room for `count` starts and `byte_count` bytes: address space alone until it is written to.
weir_pieces *pieces_create(size_t count, size_t byte_count);
// Without those of `is_left_out`, which may be NULL. False when a token is there twice, or memory is out.
bool pieces_index(weir_pieces *v, const bool *is_left_out);
