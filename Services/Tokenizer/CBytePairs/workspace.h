// What one call has for itself: the memories of words and of pairs, and room for the text at hand.
#pragma once
#include "tables.h"

enum {
  // Bytes of text whose words are found at once: their planes and ends stay in the first-level cache.
  WINDOW = 4096,
  // Words that are looked up at once: enough that the first has come from memory when the last is asked for.
  BATCH = 256,
  SHORT_MAX = 15,  // bytes of a word with a 32-byte entry
  LONG_MAX = 31,   // bytes of a word with a 64-byte entry; longer ones are not remembered
  SHORT_IDS_MAX = 4,
  LONG_IDS_MAX = 8,
  READ_BEYOND = 32,
  PARTED_MAX = 1 << 20,  // bytes of a word that is parted; longer ones are no text
  COUNT_SHIFT = 28,
  ID_MASK = (1 << COUNT_SHIFT) - 1,
};

// The word's bytes, zeros, and its length in the last byte; the first id holds in its top bits how many there are.
typedef struct {
  uint64_t key[2];
  uint32_t ids[SHORT_IDS_MAX];
} short_entry;

typedef struct {
  uint64_t key[4];
  uint32_t ids[LONG_IDS_MAX];
} long_entry;

// One cache line; the newer entry is the first.
typedef struct {
  short_entry ways[2];
} short_line;

// The words of a batch: what they are looked up by, and where they were remembered.
typedef struct {
  uint64_t low[BATCH], high[BATCH];    // the first sixteen bytes, or all of a short word and its length
  uint64_t third[BATCH], last[BATCH];  // of a long word the rest and its length
  uint32_t slots[BATCH];
  const uint32_t *ids[BATCH];  // NULL for a word that is not remembered
} batch_keys;

// The longest tokens of a word one after the other, whatever stands beside them.
typedef struct {
  const uint8_t *word;
  uint32_t size;
  uint32_t count;
  match *tokens;
  // Whether a symbol is no token.
  bool has_unknown;
  // The token that the whole word is, reachable or not; NONE if it is none.
  uint32_t whole;
} greedy;

struct weir_bpe_workspace {
  // The memories have 2^bits lines of short words, a quarter as many long ones and half as many pairs.
  uint32_t bits;
  size_t memory_size;
  short_line *shorts;
  long_entry *longs;
  uint64_t *pairs;  // left, right and whether they cross, of pairs asked for lately
  int32_t *ids;
  size_t count, capacity;
  block *blocks;
  uint32_t *ends, *parted;
  size_t word_count;  // of `ends`
  size_t window;       // bytes that `blocks` and `ends` have room for
  size_t parted_size;  // words that `parted` has room for
  uint64_t *dead;
  size_t dead_words;
  uint8_t *tail, *spaced;
  size_t tail_size, spaced_size;
  batch_keys keys;
  greedy missed[BATCH];
  size_t missed_count;
  match tokens[WINDOW];  // of the words missed
};

// The token that the bytes are, reachable or not; NONE if there is none.
uint32_t bpe_whole(const weir_bpe *bpe, const uint8_t *p, size_t count);

// Cuts each word into its longest tokens, many words at a time, so that they wait for memory together.
void bpe_cut_greedily(const weir_bpe *bpe, weir_bpe_workspace *ws, greedy *words, size_t count);

// Finds out which neighbours among the words' longest tokens cross, many pairs at a time, and remembers it.
void bpe_cross_neighbours(const weir_bpe *bpe, weir_bpe_workspace *ws, const greedy *words, size_t count);

static inline uint64_t pair_key(uint32_t left, uint32_t right) { return (uint64_t)(left + 1) << 33 | (uint64_t)right << 1; }

static inline uint64_t *pair_memory(weir_bpe_workspace *ws, uint64_t key) {
  return ws->pairs + (mix(key) >> 7 & ((1u << (ws->bits - 1)) - 1));
}

// The encoding of a word of which `begun` says how its longest tokens start, or which is NULL. `out` has room for `count`
// ids; returns how many there are.
size_t bpe_encode_word(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, const greedy *begun, int32_t *out);
