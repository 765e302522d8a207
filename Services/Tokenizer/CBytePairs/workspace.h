// What one call has for itself: the memories of words and of pairs, and room for the text at hand.
#pragma once
#include "tables.h"

enum {
  // Bytes of text whose words are found at once: their planes and ends stay in the first-level cache.
  WINDOW = 4096,
  // Words that are looked up at once: enough that the first has come from memory when the last is asked for.
  BATCH = 128,
  SHORT_MAX = 16,  // bytes of a word with a 32-byte entry
  LONG_MAX = 32,   // bytes of a word with a 64-byte entry; longer ones are not remembered
  SHORT_IDS_MAX = 4,
  LONG_IDS_MAX = 8,
  READ_BEYOND = 32,
  PARTED_MAX = 1 << 20,  // bytes of a word that is parted; longer ones are no text
  COUNT_SHIFT = 28,
  ID_MASK = (1 << COUNT_SHIFT) - 1,
  HAS_MANY = 1 << (COUNT_SHIFT - 1),  // stands for the ids of a short word that has its ids where long ones have theirs
  // Words missed that are searched for together: the more, the less each waits for memory.
  MISSED_MAX = 512,
  SEARCHED_MAX = 63,  // bytes of a word that is searched for together with others
  FOUND_MAX = 8192,   // bytes of all of them
};

// The word's bytes and 0xff, which no text has. The first id holds in its top bits how many there are; none while the word
// waits among the missed, whose index it is then.
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

// A word that was not remembered.
typedef struct {
  const uint8_t *bytes;
  uint32_t size;
  uint32_t place;     // in the ids, of which it is to take none so far
  uint32_t original;  // the index of the word that is the same, maybe this one
  uint32_t first, count;  // of its tokens among those found
  // The token that the whole word is, reachable or not; NONE if it is none.
  uint32_t whole;
  bool is_word;   // and no part of one
  bool is_whole;  // whether `whole` is what it becomes
  bool is_found;  // whether `count` says how many tokens there are
} missed;

// How far the search for the tokens of a word missed has come. Sets of places in the word have a bit for each.
typedef struct {
  uint64_t dead;             // from where nothing fits
  uint64_t ends;             // where the tokens end that may be next
  uint64_t seen;             // where any tokens end that start at `position`
  uint32_t position, count;  // of what the tokens taken cover, and of them
} search;

// What was left to try where a token was taken.
typedef struct {
  uint64_t start, ends, seen;
} taken;

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
  uint64_t *starts;    // of the words parted, a bit for each byte
  size_t window;       // bytes that `blocks` and `ends` have room for
  size_t parted_size;  // words that `parted` and `starts` have room for
  uint64_t *dead;
  size_t dead_words;
  uint8_t *tail, *spaced;
  size_t tail_size, spaced_size;
  missed missed[MISSED_MAX];
  search searches[MISSED_MAX];
  size_t missed_count;
  size_t found_count;  // bytes of the missed, each of which has room for a token
  int32_t found[FOUND_MAX];
  taken taken[FOUND_MAX];
  uint32_t candidates[FOUND_MAX];  // tokens that may be next, by the place where they end
};

// Words one after the other, and the words of the text that they are or are parts of.
typedef struct {
  const uint8_t *text;
  const uint32_t *ends;
  size_t count;
  const uint32_t *whole_ends;
} word_list;

bool bpe_reserve(weir_bpe_workspace *ws, size_t more);

// Appends the ids of the words that are remembered, and lists the others, each with its place among the ids. `text` is
// followed by READ_BEYOND readable bytes.
void bpe_look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words);

// Puts the ids of the words missed into their places, and remembers them. The ids have room for as many as these words
// have bytes.
void bpe_fill_in(const weir_bpe *bpe, weir_bpe_workspace *ws);

// The token that the bytes are, reachable or not; NONE if there is none.
uint32_t bpe_whole(const weir_bpe *bpe, const uint8_t *p, size_t count);

// Finds the tokens of the words missed, but for those with symbols that are no token.
void bpe_search(const weir_bpe *bpe, weir_bpe_workspace *ws);

static inline uint64_t pair_key(uint32_t left, uint32_t right) { return (uint64_t)(left + 1) << 33 | (uint64_t)right << 1; }

static inline uint64_t *pair_memory(weir_bpe_workspace *ws, uint64_t key) {
  return ws->pairs + (mix(key) >> 7 & ((1u << (ws->bits - 1)) - 1));
}

// The encoding of a word by itself. `out` has room for `count` ids; returns how many there are.
size_t bpe_encode_word(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out);
