// What one call has for itself: the memories of words and of pairs, and room for the text at hand.
#pragma once
#include "tables.h"

enum {
  // Bytes of text whose words are found at once: their planes and ends stay in the first-level cache.
  WINDOW = 4096,
  // Words that are looked up at once: enough that the first has come from memory when the last is asked for.
  BATCH = 128,
  SHORT_MAX = 16,  // bytes of a word with half a line
  LONG_MAX = 32,   // bytes of a word with a 64-byte entry
  // Of one with a larger entry: lines under titles, what lines are indented by, long names. Longer ones are not remembered.
  RULER_MAX = 96,
  RULER_IDS_MAX = 22,
  SHORT_IDS_MAX = 4,
  LONG_IDS_MAX = 8,
  READ_BEYOND = 32,
  PARTED_MAX = 1 << 20,  // bytes of a word that is parted; longer ones are no text
  COUNT_SHIFT = 28,
  ID_MASK = (1 << COUNT_SHIFT) - 1,
  HAS_MANY = 1 << (COUNT_SHIFT - 1),  // stands for the ids of a short word that has its ids where long ones have theirs
  // Words missed that are searched for together: the more, the less each waits for memory.
  MISSED_MAX = 512,
  WAITING_MAX = 62,  // bytes of a word that waits for others to be searched for together
  FOUND_MAX = 8192,   // bytes of all of them
};

// A short word's bytes, and 0xff, which no text has, beyond. Of its ids the first holds in its top bits how many there are; none while the word
// waits among the missed, whose index it is then.
typedef struct {
  uint64_t low, high;
} short_key;

enum { WAYS = 2 };

// One cache line; the newer word is the first.
typedef struct {
  short_key keys[WAYS];
  uint32_t ids[WAYS][SHORT_IDS_MAX];
} short_line;

typedef struct {
  uint64_t key[4];
  uint32_t ids[LONG_IDS_MAX];
} long_entry;

typedef struct {
  uint32_t size, count;
  uint8_t bytes[RULER_MAX];
  int32_t ids[RULER_IDS_MAX];
} ruler_entry;

// A word that was not remembered.
typedef struct {
  const uint8_t *bytes;
  uint32_t size;
  uint32_t place;     // in the ids, of which it is to take none so far
  uint32_t original;  // the index of the word that is the same, maybe this one
  uint32_t first, count;  // of its tokens among those found
  // Where merges are ignored and there are several tokens: the one that the whole word is; NONE if it is none.
  uint32_t whole;
  bool is_word;   // and no part of one
  bool is_whole;  // whether `whole` is what it becomes
  bool is_found;  // whether `count` says how many tokens there are
} missed;

// Pairs that may wait for each symbol of a long word: its own, and two for each merge.
enum { WAITING_PAIRS_MAX = 3 };

// A symbol of a long word, and its neighbours in the word; NONE where it ends.
typedef struct {
  uint32_t token, value, before, after;
} long_symbol;

// A pair that waits in a bucket, which is sorted by orders and symbols unless it is mixed.
typedef struct {
  uint32_t order, symbol, next;
} waiting_pair;

typedef struct {
  uint32_t first, last;
  bool is_mixed;
} bucket;

enum { WAITING_LEVELS = 3 };

typedef struct {
  long_symbol *symbols;
  waiting_pair *pairs;
  size_t symbol_count, count;
  uint32_t bucket_count;
  bucket *buckets;
  uint64_t *levels[WAITING_LEVELS];  // which buckets have any
} waiting_pairs;

struct weir_bpe_workspace {
  // The memories have 2^bits lines of short words, a quarter as many long ones, and a 128th as many still longer ones.
  uint32_t bits;
  size_t memory_size;
  short_line *shorts;  // and one for words that have none: it holds no word
  long_entry *longs;
  ruler_entry *rulers;
  int32_t *ids;
  size_t count, capacity;
  block *blocks;
  uint32_t *ends, *parted;
  uint64_t *starts;    // of the words parted, a bit for each byte
  size_t window;       // bytes that `blocks` and `ends` have room for
  size_t parted_size;  // words that `parted` and `starts` have room for
  waiting_pairs waiting;
  uint8_t *tail, *spaced;
  size_t tail_size, spaced_size;
  missed missed[MISSED_MAX];
  size_t missed_count;
  size_t found_count;  // bytes of the missed, each of which has room for a token
  int32_t found[FOUND_MAX];
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

// The token that the bytes are, whatever merging gives; NONE if there is none. For vocabularies that ignore merges.
uint32_t bpe_whole(const weir_bpe *bpe, const uint8_t *p, size_t count);
// Asks for what that looks at first.
void bpe_ask_whole(const weir_bpe *bpe, const uint8_t *p, size_t count);

// Finds the tokens of the words missed, but for long ones and those with symbols that are no token.
void bpe_search(const weir_bpe *bpe, weir_bpe_workspace *ws);

// Merges a word whose symbols are tokens. `out` has room for `count` ids, the workspace for as many symbols.
size_t bpe_merge_long(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out);

// The same of a longer word, in chunks, while no words are missed. 0 where chunks that follow each other never agree.
size_t bpe_encode_chunks(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out);

void bpe_free_symbols(waiting_pairs *waiting);

// The encoding of a word by itself. `out` has room for `count` ids; returns how many there are.
size_t bpe_encode_word(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out);
