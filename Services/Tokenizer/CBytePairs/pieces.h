// Tokens by id, and an index that finds them by their bytes.
#pragma once
#include "CBytePairs.h"
#include "blocks.h"

// A token of up to seven bytes is its own key; longer ones have a hash, whose top bit is set.
typedef struct {
  uint64_t key;
  uint32_t id;  // plus one; 0 is free
  uint32_t unused;
} piece_slot;

struct weir_pieces {
  uint32_t count;
  uint8_t *bytes;  // with BLOCK_BYTES more
  uint32_t *starts;
  uint32_t mask;
  size_t slots_size;
  piece_slot *slots;  // open addressing, at most three quarters full
};

enum { SHORT_PIECE_MAX = 7 };

static inline uint32_t piece_start(const weir_pieces *v, uint32_t id) { return v->starts[id] & ~WEIR_IS_ABSENT; }

static inline bool same_bytes(const uint8_t *a, const uint8_t *b, size_t count) {
  for (; count >= 8; count -= 8, a += 8, b += 8) {
    uint64_t x, y;
    memcpy(&x, a, 8), memcpy(&y, b, 8);
    if (x != y) return false;
  }
  for (; count > 0; count--)
    if (*a++ != *b++) return false;
  return true;
}

static inline bool is_piece(const weir_pieces *v, uint32_t id, const uint8_t *p, size_t count) {
  return !(v->starts[id] & WEIR_IS_ABSENT) && piece_start(v, id + 1) - piece_start(v, id) == count &&
         same_bytes(v->bytes + piece_start(v, id), p, count);
}

static inline uint64_t piece_mix(uint64_t key) {
  key *= 0x9e3779b97f4a7c15u;
  return key ^ key >> 32;
}

// Reads eight bytes from `p`, whatever the count.
static inline uint64_t piece_key(const uint8_t *p, size_t count) {
  uint64_t eight, hash = count;
  if (count <= SHORT_PIECE_MAX) {
    memcpy(&eight, p, 8);
    return (eight & ((1ull << 8 * count) - 1)) | (uint64_t)count << 56;
  }
  for (size_t place = 0; place + 8 < count; place += 8) {
    memcpy(&eight, p + place, 8);
    hash = piece_mix(hash ^ eight);
  }
  memcpy(&eight, p + count - 8, 8);
  return piece_mix(hash ^ eight) | 1ull << 63;
}

static inline piece_slot *piece_home(const weir_pieces *v, uint64_t key) { return &v->slots[piece_mix(key) & v->mask]; }

// The slot of the token, or the free one that it would have.
static inline piece_slot *piece_find(const weir_pieces *v, uint64_t key, const uint8_t *p, size_t count) {
  piece_slot *slot = piece_home(v, key);
  while (slot->id && !(slot->key == key && (count <= SHORT_PIECE_MAX || is_piece(v, slot->id - 1, p, count))))
    slot = slot == v->slots + v->mask ? v->slots : slot + 1;
  return slot;
}
