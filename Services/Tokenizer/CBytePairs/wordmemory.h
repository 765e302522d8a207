// Words of WordPiece and Unigram: what one call has for itself.
#pragma once
#include <stdlib.h>

#include "tables.h"

enum {
  WORD_BATCH = 128,  // words that are looked up at once, and those of one more block
  // Lines of short words, of which there are four times as many as long ones: powers of two, the first until so much text has
  // come, and then as many as memory allows.
  WORD_LINES_FIRST = 1 << 11,
  WORD_LINES_MAX = 1 << 16,
  WORD_TEXT_FIRST = 1 << 16,
  WORD_SHORT_MAX = 15,
  WORD_LONG_MAX = 31,
  WORD_SHORT_IDS_MAX = 4,
  WORD_LONG_IDS_MAX = 8,
  WORD_COUNT_SHIFT = 28,
  WORD_ID_MASK = (1 << WORD_COUNT_SHIFT) - 1,
  // In the place of a count: the ids of a short word are where those of long ones are; the part is not to be encoded without
  // the rest of its word.
  WORD_HAS_MANY = 14,
  WORD_IS_DOUBTFUL = 15,
  // Bytes of a word that is parted, so that sums of scores in different order differ by far less than what is doubtful.
  WORD_PARTED_MAX = 1 << 20,
};

// Among 64 bytes, those of ASCII that join what is beside them, are words by themselves, part words, or are small letters.
// Where words are parted, those that join stay as they are.
typedef struct {
  uint64_t plain, alone, space, small;
} byte_sets;

// By the low half of a byte, a bit for each high half.
typedef struct {
  uint8_t plain[16], alone[16], space[16];
} byte_tables;

typedef byte_sets (*byte_marker)(const byte_tables *tables, const uint8_t *p);
byte_sets word_mark_portable(const byte_tables *tables, const uint8_t *p);
// What the processor can do fastest.
byte_marker word_marker(void);

struct weir_word_tables {
  weir_word_model model;
  bool parts_words;
  weir_bpe neighbours;  // of which only the neighbours are there
  uint64_t *known;      // where words are parted, a bit for each scalar of the basic plane that some token has
  bool is_borrowed;     // whether these lie in memory of the caller's
};

// A word's bytes, zeros, and in the last byte of what is compared its length and whether it goes on with a word.
typedef struct {
  uint64_t low, high;
} word_key;

enum { WORD_WAYS = 2 };

// One cache line; the newer word is the first. The first id holds in its top bits how many there are.
typedef struct {
  word_key keys[WORD_WAYS];
  uint32_t ids[WORD_WAYS][WORD_SHORT_IDS_MAX];
} word_line;

typedef struct {
  word_key key[2];
  uint32_t ids[WORD_LONG_IDS_MAX];
} word_long_entry;

// A word's place in the text.
typedef struct {
  uint32_t start, end;
  bool is_stepwise;  // whether it is to be encoded step by step
} whole_word;

// A word or a part of one.
typedef struct {
  word_key key[2];       // the second of long ones alone
  uint32_t start, size;  // in the text
  uint32_t offset;       // of a short one's line, in bytes
  whole_word whole;      // that it is or is part of
} word;

struct weir_word_memory {
  const weir_word_tables *tables;
  // What scalars become: kinds, and where in `changes` the others' bytes lie behind their count; 0 for the scalar itself.
  uint8_t *kinds;
  byte_tables byte_tables;
  byte_marker mark;
  uint32_t *places;
  uint8_t *changes;
  size_t change_size, change_capacity;
  const uint8_t *text;
  size_t count, position;
  whole_word whole;      // that is being cut; one that `position` is not inside of counts for nothing
  uint32_t line_mask;    // one less than there are lines
  uint32_t lines_max;
  size_t text_size;      // of all texts so far
  word_line *lines;
  word_long_entry *longs;
  word words[WORD_BATCH + 64];
  size_t word_count, taken;
  uint32_t asked;        // the scalar that is not known
  int32_t *ids;
  size_t id_count, id_capacity;
  size_t first_id;       // of the word whose parts are being taken
  uint8_t *bytes;        // of a word as the model gets it
  weir_best *best;
  size_t byte_capacity;
};

// Appends the next word, or parts of it, to the batch, unless the text ends; false where a scalar is to be asked for.
bool word_cut(weir_word_memory *m);

typedef enum { WORD_ENCODED, WORD_DOUBTFUL, WORD_STEPWISE, WORD_FAILED } word_answer;

// Appends the ids of text[start..<end], which has no scalar that is complex or stepwise. `goes_on` for a part that does not
// begin its word; `is_part` makes it doubtful where two ways are about as good.
word_answer word_encode(weir_word_memory *m, size_t start, size_t end, bool goes_on, bool is_part);

bool word_reserve(weir_word_memory *m, size_t more);

// Whether the node is what the byte leads to from the one whose base it was looked for by.
static inline bool is_child(weir_trie_node node, uint8_t byte) {
  return (node.mark & WEIR_TRIE_BYTE) == (WEIR_TRIE_USED | (uint32_t)byte);
}

// The token that ends at a node: its id plus one; 0 for none.
static inline uint32_t trie_token(weir_trie_node node) { return node.mark >> WEIR_TRIE_TOKEN; }

typedef struct {
  bool is_sure;      // whether no two ways to a place were about as good, so that it is the same whatever scores are added to
  bool has_unknown;  // whether some scalar is no token
} unigram_answer;

// Fills in the best way to each place, with `unknown_id` for a scalar that is no token.
unigram_answer unigram_best(
    const weir_trie_node *nodes, const double *scores, double unknown_score, int32_t unknown_id, const uint8_t *text,
    size_t count, weir_best *best);

// The kind of the scalar at `index`.
static inline weir_scalar_kind word_kind(const weir_word_memory *m, size_t index, size_t *length, uint32_t *scalar) {
  const uint8_t *p = m->text + index;
  *length = scalar_length(p[0]);
  *scalar = *length < 4 ? scalar_at(p) : (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
  return *scalar < WEIR_SCALARS_ASKED ? m->kinds[*scalar] : WEIR_SCALAR_COMPLEX;
}
