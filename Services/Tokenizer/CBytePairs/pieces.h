// Tokens by id, and an index that finds them by their bytes.
#pragma once
#include "CBytePairs.h"
#include "blocks.h"

enum { PIECE_ID_BITS = 22, PIECE_COUNT_MAX = 1 << PIECE_ID_BITS };

struct weir_pieces {
  uint32_t count;
  uint8_t *bytes;  // with BLOCK_BYTES more
  uint32_t *starts;
  void *memory;  // what bytes and starts lie in
  size_t memory_size;
  // Open addressing, at most three quarters full: the top of a token's hash, and its id; 0 is free.
  uint32_t mask, shift;
  uint64_t *slots;
};

// Tokens of up to sixteen bytes are hashed and compared in one register, which is most of them. Never 0.
static inline uint64_t block_hash(block16 block) {
  typedef uint64_t pair __attribute__((vector_size(BLOCK_BYTES)));
  pair halves = (pair)block;
  __uint128_t product = (__uint128_t)(halves[0] ^ 0x9e3779b97f4a7c15u) * (halves[1] ^ 0xc2b2ae3d27d4eb4fu);
  return ((uint64_t)product ^ (uint64_t)(product >> 64)) | 1ull << PIECE_ID_BITS;
}

// Reads BLOCK_BYTES from `p`, whatever the count.
static inline uint64_t piece_hash(const uint8_t *p, size_t count) {
  uint64_t hash = 0;
  for (; count > BLOCK_BYTES; p += BLOCK_BYTES, count -= BLOCK_BYTES)
    hash = (hash ^ block_hash(load16(p))) * 0x9e3779b97f4a7c15u;
  return (hash ^ block_hash(first_bytes(load16(p), count))) | 1ull << PIECE_ID_BITS;
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

static inline uint64_t *piece_home(const weir_pieces *v, uint64_t hash) { return &v->slots[hash >> v->shift]; }

static inline uint32_t piece_in(uint64_t slot) { return slot & (PIECE_COUNT_MAX - 1); }

static inline uint64_t *piece_next(const weir_pieces *v, uint64_t *slot) {
  return slot == v->slots + v->mask ? v->slots : slot + 1;
}

// The slot of the token, or the free one that it would have.
static inline uint64_t *piece_find(const weir_pieces *v, uint64_t hash, const uint8_t *p, size_t count) {
  uint64_t *slot = piece_home(v, hash);
  while (*slot && !((*slot ^ hash) >> PIECE_ID_BITS == 0 && is_piece(v, piece_in(*slot), p, count)))
    slot = piece_next(v, slot);
  return slot;
}

// The id in a slot; -1 for none.
static inline int32_t piece_id(uint64_t slot) { return slot ? (int32_t)piece_in(slot) : -1; }

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
