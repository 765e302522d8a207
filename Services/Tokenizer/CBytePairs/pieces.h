// Tokens by id, and an index that finds them by their bytes.
#pragma once
#include "CBytePairs.h"
#include "blocks.h"

enum { PIECE_COUNT_MAX = 1 << 22, LINE_PIECES = 16 };

// Tokens of up to FOUND_BYTES_MAX bytes that a merge has named: most merges name those that others before them did. The first
// FOUND_BITS of a token's hash, which can be undone, say where it lies, with the others and, in the room that these leave, one
// more than its id; 0 is none.
enum { FOUND_BITS = 15, FOUND_BYTES_MAX = 7, HASH_FREE_BITS = 5, FOUND_IDS = (1 << (FOUND_BITS + HASH_FREE_BITS)) - 1 };

struct weir_pieces {
  uint32_t count;
  uint8_t *bytes;  // with BLOCK_BYTES more
  uint32_t *starts;
  void *memory;  // what bytes and starts lie in
  size_t memory_size;
  // Cache lines of slots, at most three quarters full; where a line is, its tokens go on in the next. A slot has PIECE_USED
  // and some of the token's hash above its id; 0 is free.
  uint32_t line_mask, shift, id_mask;
  uint32_t *slots;
  uint64_t *found;  // behind the slots
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
#if defined(HAS_AVX512)
  for (; count > WIDE_BYTES; count -= WIDE_BYTES, a += WIDE_BYTES, b += WIDE_BYTES)
    if (!same_wide(a, b, wide_mask(WIDE_BYTES))) return false;
  return same_wide(a, b, wide_mask(count));
#else
  for (; count > BLOCK_BYTES; count -= BLOCK_BYTES, a += BLOCK_BYTES, b += BLOCK_BYTES)
    if (!same_block(load16(a), load16(b), BLOCK_BYTES)) return false;
  return same_block(load16(a), load16(b), count);
#endif
}

static inline uint32_t piece_start(const weir_pieces *v, uint32_t id) { return v->starts[id] & ~WEIR_IS_ABSENT; }

static inline bool is_piece(const weir_pieces *v, uint32_t id, const uint8_t *p, size_t count) {
  uint32_t start = piece_start(v, id);
  return piece_start(v, id + 1) - start == count && same_bytes(v->bytes + start, p, count);
}

#define PIECE_USED 0x80000000u

static inline uint32_t *piece_line(const weir_pieces *v, uint64_t hash) {
  return v->slots + (hash >> v->shift) * LINE_PIECES;
}

static inline uint32_t *next_line(const weir_pieces *v, const uint32_t *line) {
  return v->slots + (((size_t)(line - v->slots) / LINE_PIECES + 1) & v->line_mask) * LINE_PIECES;
}

// What a slot has above the id: none of those bits of the hash that say which line it is.
static inline uint32_t piece_tag(const weir_pieces *v, uint64_t hash) { return (uint32_t)(hash & ~v->id_mask) | PIECE_USED; }

// A bit for each slot of the line that has the tag, and for each that is free.
typedef struct {
  uint32_t tagged, free;
} line_slots;

static inline line_slots slots_in(const weir_pieces *v, const uint32_t *line, uint32_t tag) {
  line_slots slots = {0, 0};
#if defined(HAS_AVX512)
  __m256i tags = _mm256_set1_epi32((int)tag), compared = _mm256_set1_epi32((int)~v->id_mask);
  for (uint32_t place = 0; place < LINE_PIECES; place += 8) {
    __m256i some = _mm256_loadu_si256((const __m256i *)(line + place));
    slots.tagged |= (uint32_t)_mm256_testn_epi32_mask(_mm256_xor_si256(some, tags), compared) << place;
    slots.free |= (uint32_t)_mm256_movepi32_mask(~some) << place;
  }
#else
  for (uint32_t place = 0; place < LINE_PIECES; place += 4) {
    typedef uint32_t four __attribute__((vector_size(BLOCK_BYTES)));
    four some;
    memcpy(&some, line + place, sizeof some);
    slots.tagged |= sign_bits((four)((some & ~v->id_mask) == ((four){} + tag))) << place;
    slots.free |= sign_bits(~some) << place;
  }
#endif
  return slots;
}

// The id of the token among the tagged ones of the line; -1 where it is none of them.
static inline int32_t piece_among(
    const weir_pieces *v, const uint32_t *line, uint32_t tagged, const uint8_t *p, size_t count) {
  for (; tagged; tagged &= tagged - 1) {
    uint32_t id = line[__builtin_ctz(tagged)] & v->id_mask;
    if (is_piece(v, id, p, count)) return (int32_t)id;
  }
  return -1;
}

// The id of the token, looked for from the line on; -1 for none.
static inline int32_t piece_find(const weir_pieces *v, const uint32_t *line, uint32_t tag, const uint8_t *p, size_t count) {
  for (;; line = next_line(v, line)) {
    line_slots slots = slots_in(v, line, tag);
    int32_t id = piece_among(v, line, slots.tagged, p, count);
    if (id >= 0 || slots.free) return id;
  }
}

// The length that stands before a text.
static inline size_t packed_length(const uint8_t *p) {
  uint64_t length = 0;
  for (int index = 0; index < 8; index++) length |= (uint64_t)p[index] << 8 * index;
  return length;
}

// Room for `count` starts and `byte_count` bytes: address space alone until it is written to.
weir_pieces *pieces_create(size_t count, size_t byte_count);
// Takes the memory of the index. False when memory is out.
bool pieces_take_slots(weir_pieces *v);
// Without those of `is_left_out`, which may be NULL. False when a token is there twice, or memory is out.
bool pieces_index(weir_pieces *v, const bool *is_left_out);
