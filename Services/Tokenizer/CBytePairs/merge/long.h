// Merges one long word by the definition: pairs wait in buckets by what goes first, so that each step takes the same time
// however long the word is.
#pragma once
#include <stdlib.h>

#include "../workspace.h"
#include "pairs.h"
#include "symbols.h"

enum { GONE = NONE, LEVEL_BITS = 6 };

static inline uint32_t order_at(uint32_t value) { return value >> ORDER_SHIFT; }

// Sets of buckets in three levels: a bit of a higher one says that some bit of 64 below is set.
static inline void set_bucket(uint64_t *const *levels, uint32_t bucket) {
  for (int level = 0; level < WAITING_LEVELS; level++, bucket >>= LEVEL_BITS)
    levels[level][bucket >> LEVEL_BITS] |= 1ull << (bucket & 63);
}

static inline void clear_bucket(uint64_t *const *levels, uint32_t bucket) {
  for (int level = 0; level < WAITING_LEVELS; level++, bucket >>= LEVEL_BITS)
    if (levels[level][bucket >> LEVEL_BITS] &= ~(1ull << (bucket & 63))) return;
}

// The lowest bucket that has any; NONE if none has.
static inline uint32_t lowest_bucket(const weir_bpe *bpe, uint64_t *const *levels) {
  uint32_t top_words = (bpe->bucket_count >> WAITING_LEVELS * LEVEL_BITS) + 1, word = 0;
  while (word < top_words && levels[WAITING_LEVELS - 1][word] == 0) word++;
  if (word == top_words) return NONE;
  for (int level = WAITING_LEVELS - 1; level >= 0; level--)
    word = word << LEVEL_BITS | (uint32_t)__builtin_ctzll(levels[level][word]);
  return word;
}

// What pairs of one bucket are sorted by.
static inline uint64_t key_of(const waiting_pair *pair) { return (uint64_t)pair->order << 32 | pair->symbol; }

static inline void wait_for_turn(const weir_bpe *bpe, waiting_pairs *w, uint32_t order, uint32_t symbol) {
  uint32_t added = (uint32_t)w->count++, index = (order - 1) >> bpe->sub_bits;
  waiting_pair *pair = &w->pairs[added];
  *pair = (waiting_pair){order, symbol, NONE};
  bool is_empty = !(w->levels[0][index >> LEVEL_BITS] >> (index & 63) & 1);
  bucket *b = &w->buckets[index];
  if (is_empty) {
    *b = (bucket){added, added, false};
    set_bucket(w->levels, index);
  } else if (key_of(pair) <= key_of(&w->pairs[b->first])) {
    pair->next = b->first;
    b->first = added;
  } else {
    b->is_mixed |= key_of(pair) < key_of(&w->pairs[b->last]);
    w->pairs[b->last].next = added;
    b->last = added;
  }
}

static int compare_pairs(const void *a, const void *b) {
  uint64_t left = key_of(a), right = key_of(b);
  return (left > right) - (left < right);
}

static void sort_bucket(waiting_pairs *w, bucket *b) {
  size_t count = 0;
  for (uint32_t at = b->first; at != NONE; at = w->pairs[at].next) count++;
  waiting_pair *sorted = malloc(count * sizeof *sorted);
  if (!sorted) abort();
  count = 0;
  for (uint32_t at = b->first; at != NONE; at = w->pairs[at].next) sorted[count++] = w->pairs[at];
  qsort(sorted, count, sizeof *sorted, compare_pairs);
  count = 0;
  for (uint32_t at = b->first; at != NONE; at = w->pairs[at].next) {
    w->pairs[at].order = sorted[count].order;
    w->pairs[at].symbol = sorted[count++].symbol;
  }
  free(sorted);
  b->is_mixed = false;
}

// Takes the first pair of the bucket away.
static inline const waiting_pair *take_first(waiting_pairs *w, uint32_t index) {
  bucket *b = &w->buckets[index];
  const waiting_pair *taken = &w->pairs[b->first];
  b->first = taken->next;
  if (b->first == NONE) clear_bucket(w->levels, index);
  return taken;
}

// Lets the pair that begins with the symbol wait for its turn, if it merges.
static inline void note_value(const weir_bpe *bpe, waiting_pairs *w, uint32_t symbol, uint32_t value) {
  w->symbols[symbol].value = value;
  if (value < NOT_A_PAIR) wait_for_turn(bpe, w, order_at(value), symbol);
}

static inline void look_up_long(const weir_bpe *bpe, waiting_pairs *w, uint32_t symbol) {
  const long_symbol *s = &w->symbols[symbol];
  uint32_t value = s->after == NONE ? NOT_A_PAIR : value_of(bpe, s->token, w->symbols[s->after].token);
  note_value(bpe, w, symbol, value);
}

// Whether pairs of one bucket may share a token, so that it matters which of them goes first.
static inline bool may_overlap(const weir_bpe *bpe, const waiting_pairs *w, const bucket *b) {
  const long_symbol *s = &w->symbols[w->pairs[b->first].symbol];
  return bpe->order == ORDER_SHARED || bpe->sub_bits > 0 || s->after == NONE || s->token == w->symbols[s->after].token;
}

static inline void merge_long_pair(const weir_bpe *bpe, waiting_pairs *w, uint32_t symbol) {
  long_symbol *s = &w->symbols[symbol], *gone = &w->symbols[s->after];
  s->token = merged_of(bpe, s->token, gone->token, s->value);
  gone->token = GONE;
  s->after = gone->after;
  if (s->after != NONE) w->symbols[s->after].before = symbol;
  if (s->before != NONE) look_up_long(bpe, w, s->before);
  look_up_long(bpe, w, symbol);
}

// Reads the symbols, of which each is a token. Returns how many there are.
static uint32_t read_long(const weir_bpe *bpe, waiting_pairs *w, const uint8_t *p, size_t count) {
  uint32_t symbols = 0;
  for (size_t index = 0; index < count; symbols++) {
    size_t length = bpe->is_scalar_level ? scalar_length(p[index]) : 1;
    uint32_t token = bpe->is_scalar_level ? scalar_token(bpe, p + index, length) & TOKEN_BITS : bpe->byte_tokens[p[index]];
    w->symbols[symbols] = (long_symbol){token, NOT_A_PAIR, symbols - 1, symbols + 1};
    index += length;
  }
  w->symbols[0].before = NONE;
  w->symbols[symbols - 1].after = NONE;
  return symbols;
}

static size_t merge_long(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  waiting_pairs *w = &ws->waiting;
  uint32_t symbols = read_long(bpe, w, p, count);
  w->count = 0;
  for (uint32_t symbol = 0; symbol + 1 < symbols; symbol++) {
    if (bpe->is_scalar_level) look_up_long(bpe, w, symbol);
    else note_value(bpe, w, symbol, bpe->byte_pairs[p[symbol] * BYTE_COUNT + p[symbol + 1]]);
  }
  for (uint32_t index; (index = lowest_bucket(bpe, w->levels)) != NONE;) {
    bucket *b = &w->buckets[index];
    if (__builtin_expect(b->is_mixed, 0) && may_overlap(bpe, w, b)) sort_bucket(w, b);
    const waiting_pair *pair = take_first(w, index);
    const long_symbol *symbol = &w->symbols[pair->symbol];
    // Pairs whose tokens have changed since they began to wait have another value, or none.
    if (symbol->token != GONE && order_at(symbol->value) == pair->order) merge_long_pair(bpe, w, pair->symbol);
  }
  size_t written = 0;
  for (uint32_t symbol = 0; symbol != NONE; symbol = w->symbols[symbol].after)
    out[written++] = (int32_t)(w->symbols[symbol].token & ID_BITS);
  return written;
}
