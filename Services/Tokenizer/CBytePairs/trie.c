// Lays the tokens' bytes out as a double-array trie.
#include <stdlib.h>

#include "tables.h"

enum { UNIT_COUNT_MAX = 1 << 22, BLOCK = 256, OPEN_UNITS = 128 * BLOCK, TRIES = 64, AHEAD = 16, UNITS_IN_LINE = 64 / sizeof(trie_unit) };

typedef struct {
  uint64_t head;  // the first eight bytes, most significant first
  uint32_t token, length;
} entry;

typedef struct {
  weir_bpe *bpe;
  const weir_bpe_source *source;
  entry *entries;
  uint32_t count;
  uint64_t *base_used;  // a bit for each base that a node has
  uint64_t *taken;      // a bit for each unit that is used
  uint32_t free_from;   // no unit below is free
  uint32_t open_from;   // nor one between the last blocks' start and here
  uint32_t capacity;
} builder;


static const uint8_t *bytes_of(const builder *b, uint32_t token) { return b->source->bytes + b->source->starts[token]; }

static uint64_t head_of(const builder *b, uint32_t token) {
  uint64_t head = 0;
  for (uint32_t index = 0; index < 8; index++)
    head = head << 8 | (index < b->bpe->tokens[token].length ? bytes_of(b, token)[index] : 0);
  return head;
}

static int compare_tokens(const builder *b, uint32_t x, uint32_t y) {
  uint32_t a = b->bpe->tokens[x].length, c = b->bpe->tokens[y].length;
  int order = memcmp(bytes_of(b, x), bytes_of(b, y), a < c ? a : c);
  return order ? order : (a > c) - (a < c);
}

// By heads with a radix sort, then the few of one head by insertion.
static bool sort_entries(builder *b) {
  entry *other = malloc((b->count + 1) * sizeof *other);
  if (!other) return false;
  for (int shift = 0; shift < 64; shift += 8) {
    uint32_t starts[257] = {0};
    for (uint32_t index = 0; index < b->count; index++) starts[(b->entries[index].head >> shift & 0xff) + 1]++;
    for (int digit = 0; digit < 256; digit++) starts[digit + 1] += starts[digit];
    for (uint32_t index = 0; index < b->count; index++)
      other[starts[b->entries[index].head >> shift & 0xff]++] = b->entries[index];
    entry *swap = b->entries;
    b->entries = other;
    other = swap;
  }
  free(other);
  for (uint32_t index = 1; index < b->count; index++) {
    entry moved = b->entries[index];
    uint32_t place = index;
    for (; place > 0 && b->entries[place - 1].head == moved.head; place--) {
      if (compare_tokens(b, b->entries[place - 1].token, moved.token) <= 0) break;
      b->entries[place] = b->entries[place - 1];
    }
    b->entries[place] = moved;
  }
  return true;
}

// Room for units up to `count`, in blocks, so that a base xor any byte stays inside.
static bool grow(builder *b, uint32_t count) {
  if (count <= b->bpe->unit_count) return true;
  uint32_t units = (count + BLOCK - 1) / BLOCK * BLOCK;
  if (units > UNIT_COUNT_MAX) return false;
  if (units > b->capacity) {
    uint32_t capacity = units * 2;
    trie_unit *grown = realloc(b->bpe->units, capacity * sizeof *grown);
    if (grown) b->bpe->units = grown;
    uint64_t *used = realloc(b->base_used, capacity / 8), *taken = realloc(b->taken, capacity / 8);
    if (used) b->base_used = used;
    if (taken) b->taken = taken;
    if (!grown || !used || !taken) return false;
    b->capacity = capacity;
  }
  uint32_t old = b->bpe->unit_count;
  memset(b->bpe->units + old, 0, (units - old) * sizeof *b->bpe->units);
  memset(b->base_used + old / 64, 0, (units - old) / 8);
  memset(b->taken + old / 64, 0, (units - old) / 8);
  b->bpe->unit_count = units;
  return true;
}

static inline bool is_taken(const builder *b, uint32_t unit) { return b->taken[unit / 64] >> unit % 64 & 1; }

static inline void take(builder *b, uint32_t unit) { b->taken[unit / 64] |= 1ull << unit % 64; }

// The first free unit from `unit` on; the count of units if there is none.
static inline uint32_t next_free(const builder *b, uint32_t unit) {
  uint32_t words = b->bpe->unit_count / 64, word = unit / 64;
  if (word >= words) return b->bpe->unit_count;
  uint64_t free_units = ~b->taken[word] & ~0ull << unit % 64;
  while (free_units == 0) {
    if (++word == words) return b->bpe->unit_count;
    free_units = ~b->taken[word];
  }
  return word * 64 + (uint32_t)__builtin_ctzll(free_units);
}

static bool is_free_base(const builder *b, uint32_t base, const uint8_t *labels, uint32_t count) {
  if (base < BLOCK || b->base_used[base / 64] >> base % 64 & 1) return false;
  for (uint32_t index = 0; index < count; index++)
    if (is_taken(b, base ^ labels[index])) return false;
  return true;
}

// A base at which the label finds a unit in the parent's cache line, so that a walk along single children stays near; 0 if
// there is none.
static uint32_t find_near(const builder *b, uint32_t parent, uint8_t label) {
  for (uint32_t near = 1; near < UNITS_IN_LINE; near++) {
    uint32_t unit = parent ^ near;
    if (!is_taken(b, unit) && is_free_base(b, unit ^ label, &label, 1)) return unit ^ label;
  }
  return 0;
}

// A base at which all labels find free units from `from` on; 0 if TRIES free units did not have one.
static uint32_t search(const builder *b, uint32_t from, const uint8_t *labels, uint32_t count) {
  uint32_t unit = next_free(b, from);
  for (uint32_t tries = 0; tries < TRIES && unit < b->bpe->unit_count; tries++, unit = next_free(b, unit + 1))
    if (is_free_base(b, unit ^ labels[0], labels, count)) return unit ^ labels[0];
  return 0;
}

// A base at which all labels find free units; 0 when the array is full. Single children fill what gaps are left, several
// look among the last blocks.
static uint32_t find_base(builder *b, uint32_t parent, const uint8_t *labels, uint32_t count) {
  uint32_t units = b->bpe->unit_count, open = units > OPEN_UNITS + BLOCK ? units - OPEN_UNITS : BLOCK;
  b->free_from = next_free(b, b->free_from);
  uint32_t base = count == 1 ? find_near(b, parent, labels[0]) : 0;
  b->open_from = next_free(b, b->open_from > open ? b->open_from : open);
  if (!base) base = search(b, count == 1 ? b->free_from : b->open_from, labels, count);
  if (base) return base;
  // Units that a node found no use for are given up once there are many.
  if (count == 1 && units - b->free_from > OPEN_UNITS) b->free_from = units - OPEN_UNITS;
  return grow(b, units + BLOCK) ? units : 0;
}

static bool place(builder *b, uint32_t unit, uint32_t low, uint32_t high, uint32_t depth, uint32_t shorter);

static inline uint8_t label_at(const builder *b, uint32_t index, uint32_t depth) {
  if (depth < 8) return (uint8_t)(b->entries[index].head >> (56 - 8 * depth));
  return bytes_of(b, b->entries[index].token)[depth];
}

static bool place_children(builder *b, uint32_t unit, uint32_t low, uint32_t high, uint32_t depth, uint32_t shorter) {
  uint8_t labels[256];
  uint32_t starts[257], count = 0;
  for (uint32_t index = low; index < high; index++) {
    uint8_t label = label_at(b, index, depth);
    if (count > 0 && labels[count - 1] == label) continue;
    labels[count] = label;
    starts[count++] = index;
  }
  starts[count] = high;
  uint32_t base = find_base(b, unit, labels, count);
  if (!base) return false;
  b->base_used[base / 64] |= 1ull << base % 64;
  b->bpe->units[unit].link |= base << BASE_SHIFT;
  for (uint32_t index = 0; index < count; index++) {
    b->bpe->units[base ^ labels[index]].link |= USED | labels[index];
    take(b, base ^ labels[index]);
  }
  for (uint32_t index = 0; index < count; index++)
    if (!place(b, base ^ labels[index], starts[index], starts[index + 1], depth + 1, shorter)) return false;
  return true;
}

// The entries from low to high share their first `depth` bytes, which lead to `unit`.
static bool place(builder *b, uint32_t unit, uint32_t low, uint32_t high, uint32_t depth, uint32_t shorter) {
  uint32_t token = b->entries[low].token;
  // Tokens lie elsewhere than their neighbours in the alphabet.
  if (low + AHEAD < b->count) __builtin_prefetch(&b->bpe->tokens[b->entries[low + AHEAD].token], 1);
  if (b->entries[low].length == depth) {
    b->bpe->units[unit].token = token + 1;
    b->bpe->tokens[token].shorter = shorter;
    if (b->bpe->tokens[token].is_reachable) {
      b->bpe->units[unit].link |= TERMINAL;
      shorter = token;
    }
    if (++low == high) return true;
  }
  return place_children(b, unit, low, high, depth, shorter);
}

static bool build(builder *b) {
  b->entries = malloc((b->bpe->token_count + 1) * sizeof *b->entries);
  if (!b->entries) return false;
  for (uint32_t token = 0; token < b->bpe->token_count; token++)
    if (b->bpe->tokens[token].length) b->entries[b->count++] = (entry){head_of(b, token), token, b->bpe->tokens[token].length};
  if (!sort_entries(b) || !grow(b, 2 * BLOCK)) return false;
  // The root is unit 0, and its block has no other: a node without children has base 0, from which every byte must lead
  // to a unit that does not bear it.
  b->bpe->units[0].link = USED | 0xff;
  take(b, 0);
  b->free_from = BLOCK;
  return b->count == 0 || place_children(b, 0, 0, b->count, 0, NO_SHORTER);
}

bool bpe_build_trie(weir_bpe *bpe, const weir_bpe_source *source) {
  builder b = {.bpe = bpe, .source = source};
  bool is_built = build(&b);
  free(b.entries), free(b.base_used), free(b.taken);
  return is_built;
}
