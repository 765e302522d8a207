// Where the memory of words keeps a word, and how it is told from others.
#pragma once
#include "workspace.h"

// A word's bytes, and 0xff, which no text has, beyond.
typedef struct {
  uint64_t low, high;
} short_key;

// 0xff beyond the first bytes, for words of none to sixteen.
static const uint64_t beyond[SHORT_MAX + 1][2] = {
    {~0ull, ~0ull}, {~0ull << 8, ~0ull}, {~0ull << 16, ~0ull}, {~0ull << 24, ~0ull}, {~0ull << 32, ~0ull},
    {~0ull << 40, ~0ull}, {~0ull << 48, ~0ull}, {~0ull << 56, ~0ull}, {0, ~0ull}, {0, ~0ull << 8}, {0, ~0ull << 16},
    {0, ~0ull << 24}, {0, ~0ull << 32}, {0, ~0ull << 40}, {0, ~0ull << 48}, {0, ~0ull << 56}, {0, 0}};

// Reads sixteen bytes whatever the size.
static inline short_key make_key(const uint8_t *p, uint32_t size) {
  short_key key;
  memcpy(&key, p, sizeof key);
  return (short_key){key.low | beyond[size][0], key.high | beyond[size][1]};
}

static inline uint64_t hash(short_key key) {
  unsigned __int128 product = (unsigned __int128)(key.low ^ 0x9e3779b97f4a7c15u) * (key.high ^ 0xc2b2ae3d27d4eb4fu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline bool has_key(const short_entry *entry, short_key key) {
  return ((entry->key[0] ^ key.low) | (entry->key[1] ^ key.high)) == 0;
}

static inline short_line *short_place(const weir_bpe_workspace *ws, short_key key) {
  return &ws->shorts[hash(key) >> (64 - ws->bits)];
}

// The halves of a word of up to LONG_MAX bytes; a short one has many tokens if it is kept so.
typedef struct {
  short_key first, second;
} long_key;

static inline long_key make_long_key(const uint8_t *p, uint32_t size) {
  if (size <= SHORT_MAX) return (long_key){make_key(p, size), {~0ull, ~0ull}};
  return (long_key){make_key(p, SHORT_MAX), make_key(p + SHORT_MAX, size - SHORT_MAX)};
}

static inline long_entry *long_place(const weir_bpe_workspace *ws, long_key key) {
  key.second.low ^= hash(key.first);
  return &ws->longs[hash(key.second) >> (66 - ws->bits)];
}

static inline bool has_long_key(const long_entry *entry, long_key key) {
  return memcmp(entry->key, &key, sizeof key) == 0;
}

static inline ruler_entry *ruler_place(const weir_bpe_workspace *ws, const uint8_t *p, uint32_t size) {
  short_key first = make_key(p, SHORT_MAX), last = make_key(p + size - SHORT_MAX, SHORT_MAX);
  return &ws->rulers[hash((short_key){first.low ^ size ^ last.high, first.high ^ last.low}) >> (71 - ws->bits)];
}
