// The tables of one vocabulary.
#pragma once
#include <string.h>

#include "planes.h"

enum { NONE = 0xffffffffu };

// A token as merging looks at it: its id, and whether some merge has it on its left and on its right.
enum {
  TOKEN_BITS_MAX = 20,
  ID_BITS = (1 << TOKEN_BITS_MAX) - 1,
  IS_LEFT = 1 << 24,
  IS_RIGHT = 1 << 25,
  TOKEN_BITS = ID_BITS | IS_LEFT | IS_RIGHT,
};
// In the other bits of a scalar's token: which set of neighbours may stand in the way of taking it whole, if any.
enum { NO_SET = 0, RARE_SET = 1023 };  // one that the scalar's rare_scalar has
// What stands where there is no token: it merges with nothing.
enum { NO_TOKEN = ID_BITS };

// How a pair merges: above, one more than which merge goes first; then room for a place in a word; at the end the flags of
// what the pair becomes. Values compare as merges go: the lowest first, of equal ones the leftmost.
enum { ORDER_SHIFT = 8, PLACE_SHIFT = 2, PLACE_MASK = 63, FLAGS_MASK = 3, FLAGS_SHIFT = 24, ORDER_MAX = (1 << 24) - 3 };
#define NOT_A_PAIR (~0u << ORDER_SHIFT)

// One cache line of pairs, by their tags; a tag is 0 where there is none.
enum { LINE_PAIRS = 8 };
typedef struct {
  uint32_t tags[LINE_PAIRS];
  uint32_t entries[LINE_PAIRS];
} pair_line;

// The neighbours of a scalar that may merge with a part before it is whole, by neighbour_hash.
typedef struct {
  uint64_t lefts, rights;
} neighbour_set;

// A scalar whose set is not among those that many share, or that is beyond the basic plane.
typedef struct {
  uint32_t scalar;  // plus one; 0 where there is none
  uint32_t token;
  neighbour_set set;
} rare_scalar;

enum { ASCII_COUNT = 128, BASIC_COUNT = 1 << 16, BYTE_COUNT = 256 };

// What says which merge goes first, and how it says what the pair becomes.
typedef enum {
  ORDER_BY_ID,    // the id of what it becomes; the lowest `sub_bits` tell the merges of one token apart
  ORDER_BY_RANK,  // its rank, by which `merged` has what it becomes
  ORDER_SHARED,   // its rank, which others have as well: `merged` has what it becomes by the entry's place
} weir_order;

struct weir_bpe {
  uint32_t token_count;
  bool is_scalar_level, ignores_merges, fuses_unknown, has_all_bytes, has_byte_ids;
  weir_order order;
  uint32_t sub_bits;
  int32_t unknown_id;
  int32_t byte_ids[256];

  // The pairs that merge, in lines by a hash that can be undone: the tag is what the line does not say (pairs.h).
  uint32_t token_bits, line_bits;
  // What follows from these: see bpe_lay_out.
  uint32_t rest_bits, empty_line;
  pair_line *lines;  // 2^line_bits and an empty one
  uint32_t bucket_count;  // of orders without their sub_bits
  uint32_t *merged;  // tokens with flags, unless ordered by id

  // What merging starts from (symbols.h).
  uint32_t *byte_tokens;  // NO_TOKEN where the vocabulary has none
  uint32_t *byte_pairs;   // of two bytes, as values
  uint32_t *scalars;      // of the basic plane, as tokens; NONE where merging has to start from bytes or there is no token
  neighbour_set *sets;    // RARE_SET of them
  uint32_t rare_mask;
  rare_scalar *rare;

  // Where merges are ignored: tokens by a hash of their bytes, plus one, and those bytes.
  uint32_t whole_mask, byte_count;
  uint32_t *whole, *starts;
  uint8_t *bytes;

  uint16_t *lengths;  // of the tokens, in bytes

  // Which scalars stand side by side in some token: a Bloom filter, and a bit for each scalar of the basic plane that a
  // token has together with a part of a neighbour. Between all others no token reaches.
  uint32_t neighbour_mask;
  uint64_t *neighbours;
  uint64_t *beside_part;
  // The same of two ASCII scalars: 128 bits for each, a bit for what some token has behind it. Empty at byte level, where
  // words are cut by their classes.
  uint64_t *ascii_neighbours;

  size_t memory_size;
  void *memory;  // what all of the arrays lie in
  bool is_borrowed;  // whether they lie in memory of the caller's instead
};

// The arrays lie in one memory, each at a multiple of 64 bytes: points them there; returns how many bytes they take.
size_t bpe_lay_out(weir_bpe *bpe, void *memory);

static inline uint64_t mix(uint64_t key) {
  key *= 0x9e3779b97f4a7c15u;
  return key ^ key >> 32;
}

// A pair of scalars in the filter: its word, and two bits of that, as shifts by the lowest six bits.
typedef struct {
  uint32_t word;
  uint64_t first, second;
} neighbour_place;

static inline neighbour_place neighbour_place_of(const weir_bpe *bpe, uint32_t both) {
  uint64_t hash = both * 0x9e3779b97f4a7c15u;
  return (neighbour_place){(uint32_t)(hash >> 40) & bpe->neighbour_mask / 64, hash >> 34, hash >> 28};
}

// 1 where the filter has the pair, one scalar behind the other.
static inline uint64_t may_be_neighbours(const weir_bpe *bpe, uint32_t both) {
  neighbour_place place = neighbour_place_of(bpe, both);
  uint64_t word = bpe->neighbours[place.word];
  return word >> (place.first & 63) & word >> (place.second & 63) & 1;
}

// A scalar of two bytes.
static inline uint32_t narrow_at(const uint8_t *p) { return (p[0] & 31u) << 6 | (p[1] & 63u); }
// One of three.
static inline uint32_t wide_at(const uint8_t *p) { return (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u); }

// The scalar that starts at `p`; U+FFFF, which is next to anything, stands for those beyond the basic plane.
static inline uint32_t scalar_at(const uint8_t *p) {
  if (p[0] < 0x80) return p[0];
  if (p[0] < 0xe0) return narrow_at(p);
  return p[0] < 0xf0 ? wide_at(p) : BASIC_COUNT - 1;
}

// Pairs are asked for if one of the two scalars is from here on. At byte level letters of fewer than three bytes mostly have
// tokens between them.
static inline uint32_t first_asked(const weir_bpe *bpe) { return bpe->is_scalar_level ? 0x80 : 0x800; }

// Whether no token reaches from a scalar of the basic plane to the one behind it; false also where that is not sure.
// Without branches: the answers follow no pattern.
static inline bool are_apart(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  uint64_t reaches = may_be_neighbours(bpe, left << 16 | right) | (bpe->beside_part[left / 64] >> left % 64);
  reaches |= bpe->beside_part[right / 64] >> right % 64;
  return (~reaches & 1) & ((left | right) >= first_asked(bpe));
}

// The same of two ASCII scalars, at scalar level.
static inline bool are_ascii_apart(const weir_bpe *bpe, uint8_t left, uint8_t right) {
  return ~bpe->ascii_neighbours[left * 2 + right / 64] >> right % 64 & 1;
}

// Which merge goes first; from 1 on, as one more than an id or a rank. `sub` tells the merges of one token apart.
static inline uint32_t bpe_order_of(const weir_bpe *bpe, const weir_merge *merge, uint32_t sub) {
  return (bpe->order == ORDER_BY_ID ? (uint32_t)merge->merged << bpe->sub_bits | sub : merge->rank) + 1;
}

// Where a token's bytes begin, and how many they are.
static inline uint32_t token_start(const weir_bpe_source *source, uint32_t token) {
  return source->starts[token] & ~WEIR_IS_ABSENT;
}
static inline uint32_t token_length(const weir_bpe_source *source, uint32_t token) {
  return token_start(source, token + 1) - token_start(source, token);
}

typedef struct token_notes token_notes;

// Builds each part of the tables in its place. False when memory is out.
// Those of pairs: false when lines are full; says whether there are two merges of one pair.
bool bpe_build_pairs(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats);
bool bpe_build_symbols(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes, bool has_repeats);
void bpe_build_whole(weir_bpe *bpe, const weir_bpe_source *source);
bool bpe_build_neighbours(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes);

// Cuts words further where no token reaches over, at scalar level also at spaces if `cuts_spaces`. `starts` have a bit at each
// byte of the text that a word starts with, and get those of parts; `parted` has room for an end at each and WRITTEN_AT_ONCE
// more. Returns how many parts there are.
size_t bpe_part_words(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted);

// Whether the text has a scalar of three bytes or more.
bool bpe_has_wide(const uint8_t *text, size_t count);


// Zeroed memory in large pages where the system has them: the tables are read all over.
void *large_alloc(size_t size);
void large_free(void *memory, size_t size);
// Makes the pages of what is written soon, all at once: each by itself takes the processor's way into the kernel.
void large_touch(void *memory, size_t size);
// Gives back what lies behind `kept` of `size` bytes.
void large_trim(void *memory, size_t size, size_t kept);
