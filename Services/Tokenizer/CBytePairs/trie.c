// Lays the tokens' bytes out as a double-array trie.
#include "trie.h"

#include <stdlib.h>

enum {
  BLOCK = 256,
  SINGLE_TRIES = 4,   // words that are looked through for one child, and for several
  SEVERAL_TRIES = 8,
  AHEAD = 16,
};

static uint64_t head_of(const trie_builder *b, uint32_t start, uint32_t length) {
  uint64_t head = 0;
  if (start + 8 <= b->source->starts[b->bpe->token_count]) {
    memcpy(&head, b->source->bytes + start, 8);
    head = __builtin_bswap64(head);
    return length >= 8 ? head : head & ~(~0ull >> 8 * length);
  }
  for (uint32_t index = 0; index < 8; index++) head = head << 8 | (index < length ? b->source->bytes[start + index] : 0);
  return head;
}

// The bits in the order of their places xor `by`.
static inline uint64_t permuted(uint64_t bits, uint32_t by) {
  static const uint64_t masks[6] = {0x5555555555555555u, 0x3333333333333333u, 0x0f0f0f0f0f0f0f0fu,
                                    0x00ff00ff00ff00ffu, 0x0000ffff0000ffffu, 0x00000000ffffffffu};
  for (int step = 0; step < 6; step++) {
    uint32_t shift = 1u << step;
    uint64_t swapped = (bits >> shift & masks[step]) | (bits & masks[step]) << shift;
    bits = by & shift ? swapped : bits;
  }
  return bits;
}

static inline uint32_t byte_of(const uint64_t *bits, uint32_t byte) { return bits[byte / 8] >> byte % 8 * 8 & 0xff; }
static inline void set(uint64_t *bits, uint32_t index) { bits[index / 64] |= 1ull << index % 64; }

// Room for one more block, so that a base xor any byte stays inside; the block's first unit, or 0 when the array is full.
static uint32_t add_block(trie_builder *b) {
  uint32_t start = b->bpe->unit_count;
  if (start + BLOCK > BPE_UNIT_COUNT_MAX) return 0;
  b->bpe->unit_count += BLOCK;
  return start;
}

// The units of word `word` that are free and whose base for the label is so too.
static inline uint64_t single_places(const trie_builder *b, uint32_t word, uint8_t label) {
  return ~b->taken[word] & ~permuted(b->base_used[word ^ label >> 6], label & 63);
}

// A unit for the only child of `parent`; in its cache line if possible, so that a walk along single children stays near.
// 0 when the array is full.
static uint32_t place_single(trie_builder *b, uint32_t parent, uint8_t label) {
  uint32_t line = parent / 8;
  uint32_t near = byte_of(b->taken, line) | b->permuted[label & 7][byte_of(b->base_used, line ^ label >> 3)];
  if (near != 0xff) return line * 8 + (uint32_t)__builtin_ctz(~near);
  uint32_t words = b->bpe->unit_count / 64;
  while (b->single_from < words && b->taken[b->single_from] == ~0ull) b->single_from++;
  for (uint32_t word = b->single_from, tries = 0; word < words && tries < SINGLE_TRIES; word++, tries++) {
    uint64_t places = single_places(b, word, label);
    if (places) return word * 64 + (uint32_t)__builtin_ctzll(places);
  }
  // What nothing was found in is given up.
  b->single_from = words;
  return add_block(b);
}

// A base at which all labels find free units; 0 when the array is full.
static uint32_t base_for_several(trie_builder *b, const uint8_t *labels, uint32_t count) {
  uint32_t words = b->bpe->unit_count / 64;
  while (b->several_from < words && b->taken[b->several_from] == ~0ull) b->several_from++;
  for (uint32_t word = b->several_from, tries = 0; word < words && tries < SEVERAL_TRIES; word++, tries++) {
    uint64_t bases = ~b->base_used[word];
    for (uint32_t index = 0; index < count && bases; index++)
      bases &= permuted(~b->taken[word ^ labels[index] >> 6], labels[index] & 63);
    if (bases) return word * 64 + (uint32_t)__builtin_ctzll(bases);
  }
  b->several_from = words;
  return add_block(b);
}

static inline void give_base(trie_builder *b, uint32_t unit, uint32_t base) {
  set(b->base_used, base);
  b->bpe->units[unit].link |= base << BASE_SHIFT;
}

static inline void label(trie_builder *b, uint32_t unit, uint8_t label) {
  b->bpe->units[unit].link |= USED | label;
  set(b->taken, unit);
}

// The only child of a node; 0 when the array is full.
static inline uint32_t add_single(trie_builder *b, uint32_t parent, uint8_t byte) {
  uint32_t unit = place_single(b, parent, byte);
  if (unit == 0) return 0;
  give_base(b, parent, unit ^ byte);
  label(b, unit, byte);
  return unit;
}

// Notes that a token ends at the unit. Returns it: the longest so far.
static inline uint32_t end_token(trie_builder *b, uint32_t unit, uint32_t token, uint32_t shorter) {
  b->bpe->units[unit].token = token + 1;
  b->shorter[token] = shorter;
  return token;
}

static inline uint8_t label_at(const trie_builder *b, uint32_t index, uint32_t depth) {
  if (depth < 8) return (uint8_t)(b->entries[index].head >> (56 - 8 * depth));
  return entry_bytes(b, &b->entries[index])[depth];
}

// The rest of a token that shares no more bytes with others.
static bool place_tail(trie_builder *b, uint32_t unit, uint32_t index, uint32_t depth, uint32_t shorter) {
  const entry *e = &b->entries[index];
  for (; depth < e->length && depth < 8; depth++)
    if (!(unit = add_single(b, unit, (uint8_t)(e->head >> (56 - 8 * depth))))) return false;
  for (; depth < e->length; depth++)
    if (!(unit = add_single(b, unit, entry_bytes(b, e)[depth]))) return false;
  end_token(b, unit, e->token, shorter);
  return true;
}

static bool place(trie_builder *b, uint32_t unit, uint32_t low, uint32_t high, uint32_t depth, uint32_t shorter);

static bool place_several(
    trie_builder *b, uint32_t unit, uint32_t low, uint32_t high, uint32_t depth, uint32_t shorter) {
  uint8_t labels[256];
  uint32_t starts[257], count = 0;
  for (uint32_t index = low; index < high; index++) {
    uint8_t label = label_at(b, index, depth);
    if (count > 0 && labels[count - 1] == label) continue;
    labels[count] = label;
    starts[count++] = index;
  }
  starts[count] = high;
  uint32_t base = base_for_several(b, labels, count);
  if (!base) return false;
  give_base(b, unit, base);
  for (uint32_t index = 0; index < count; index++) label(b, base ^ labels[index], labels[index]);
  for (uint32_t index = 0; index < count; index++)
    if (!place(b, base ^ labels[index], starts[index], starts[index + 1], depth + 1, shorter)) return false;
  return true;
}

// The entries from low to high share their first `depth` bytes, which lead to `unit`.
static bool place(trie_builder *b, uint32_t unit, uint32_t low, uint32_t high, uint32_t depth, uint32_t shorter) {
  // Tokens lie elsewhere than their neighbours in the alphabet.
  if (low + AHEAD < b->count) {
    const entry *e = &b->entries[low + AHEAD];
    __builtin_prefetch(&b->shorter[e->token], 1);
    if (e->length > 8) __builtin_prefetch(entry_bytes(b, e) + 8);
  }
  for (;; depth++) {
    while (low < high && b->entries[low].length == depth) shorter = end_token(b, unit, b->entries[low++].token, shorter);
    if (low == high) return true;
    if (low + 1 == high) return place_tail(b, unit, low, depth, shorter);
    uint8_t first = label_at(b, low, depth);
    if (first != label_at(b, high - 1, depth)) return place_several(b, unit, low, high, depth, shorter);
    if (!(unit = add_single(b, unit, first))) return false;
  }
}

static void list_entries(trie_builder *b) {
  const uint32_t *starts = b->source->starts;
  for (uint32_t token = 0; token < b->bpe->token_count; token++) {
    uint32_t length = starts[token + 1] - starts[token];
    if (length) b->entries[b->count++] = (entry){head_of(b, starts[token], length), starts[token], length, token};
  }
}

static bool build(trie_builder *b) {
  b->entries = malloc((b->bpe->token_count + 1ull) * sizeof *b->entries);
  b->base_used = calloc(BPE_UNIT_COUNT_MAX / 64, sizeof *b->base_used);
  b->taken = calloc(BPE_UNIT_COUNT_MAX / 64, sizeof *b->taken);
  if (!b->entries || !b->base_used || !b->taken) return false;
  for (uint32_t by = 0; by < 8; by++)
    for (uint32_t bits = 0; bits < 256; bits++) b->permuted[by][bits] = (uint8_t)permuted(bits, by);
  list_entries(b);
  if (!trie_sort(b)) return false;
  // The root is unit 0, and its block has no other: a node without children has base 0, from which every byte must lead
  // to a unit that does not bear it.
  b->bpe->unit_count = 2 * BLOCK;
  b->bpe->units[0].link = USED | 0xff;
  memset(b->taken, 0xff, BLOCK / 8);
  memset(b->base_used, 0xff, BLOCK / 8);
  return b->count == 0 || place(b, 0, 0, b->count, 0, NO_SHORTER);
}

bool trie_lay_out(weir_bpe *bpe, const weir_bpe_source *source, uint32_t *shorter) {
  trie_builder b;
  memset(&b, 0, sizeof b);
  b.bpe = bpe;
  b.source = source;
  b.shorter = shorter;
  bool is_built = build(&b);
  free(b.entries), free(b.base_used), free(b.taken);
  return is_built;
}
