// The tables of one vocabulary.
#pragma once
#include <string.h>

#include "planes.h"

enum { NONE = 0xffffffffu };

// How merging makes a token: 32 bytes, so that all of it comes with one cache line.
typedef struct {
  // Of the merge that makes the token last, one higher than the vocabulary's; 0 for a symbol that merging starts from.
  uint32_t rank;
  // The two tokens of that merge.
  uint32_t left : 29;
  // Whether the token is one scalar that no token has beside a part of another: what merges inside it and inside another
  // such scalar cannot reach over the border between them.
  uint32_t is_closed : 1;
  // Whether merging the token's own bytes gives the token.
  uint32_t is_reachable : 1;
  // Whether some merge inside the token has a higher rank than a later one.
  uint32_t is_unordered : 1;
  uint32_t right;
  // The longest reachable token that this one begins with, or NO_SHORTER.
  uint32_t shorter : 22;
  uint32_t length : 10;
  // Bloom filters of the tokens that merge with this one from the left and from the right: they answer for most pairs.
  uint64_t lefts, rights;
} token_info;

typedef struct {
  uint32_t left, right, rank, merged;
} merge;

enum { NO_SHORTER = (1 << 22) - 1 };

// A node of the trie: the child for a byte lies at `base` xor the byte, if that unit bears the byte as label.
typedef struct {
  uint32_t link;   // base << 10 | TERMINAL | USED | label
  uint32_t token;  // that ends here, plus one
} trie_unit;

enum { ASCII_COUNT = 128, BASIC_COUNT = 1 << 16 };

enum { LABEL_MASK = 0x1ff, USED = 0x100, TERMINAL = 0x200, BASE_SHIFT = 10 };

struct weir_bpe {
  uint32_t token_count;
  bool is_scalar_level, ignores_merges, fuses_unknown, has_all_bytes, has_byte_ids;
  int32_t unknown_id;
  int32_t byte_ids[256];

  // A trie of the tokens' bytes in one array (double-array trie; Aoe 1989). No two nodes share a base.
  uint32_t unit_count;
  trie_unit *units;
  // Which scalars stand side by side in some token: a Bloom filter, and a bit for each scalar of the basic plane that a
  // token has together with a part of a neighbour. Between all others no token reaches.
  uint32_t neighbour_mask;
  uint64_t *neighbours;
  uint64_t *beside_part;
  // The same of two ASCII scalars: 128 bits for each, a bit for what some token has behind it. Empty at byte level, where
  // words are cut by their classes.
  uint64_t *ascii_neighbours;
  token_info *tokens;
  uint32_t pair_mask;
  merge *pairs;  // open addressing, at most three quarters full; left is NONE where free

  size_t memory_size;
  void *memory;  // what all of the arrays lie in
  bool is_borrowed;  // whether they lie in memory of the caller's instead
};

// Bytes of the arrays, and of the memory that they lie in one after the other, each at a multiple of 64.
typedef struct {
  size_t units, neighbours, beside_part, ascii_neighbours, tokens, pairs, whole;
} bpe_sizes;

bpe_sizes bpe_sizes_of(const weir_bpe *bpe);
void bpe_lay_out(weir_bpe *bpe, void *memory);

static inline uint64_t mix(uint64_t key) {
  key *= 0x9e3779b97f4a7c15u;
  return key ^ key >> 32;
}

static inline uint32_t pair_slot(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  return (uint32_t)mix((uint64_t)left << 32 | right) & bpe->pair_mask;
}

static inline uint64_t bloom_bit(uint32_t token) { return 1ull << (token * 0x9e3779b1u >> 26); }

static inline bool may_merge(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  return (bpe->tokens[left].rights & bloom_bit(right)) && (bpe->tokens[right].lefts & bloom_bit(left));
}

// The merge of two tokens; NULL if they do not merge.
static inline const merge *find_pair(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  if (!may_merge(bpe, left, right)) return NULL;
  uint32_t slot = pair_slot(bpe, left, right);
  while (bpe->pairs[slot].left != NONE) {
    if (bpe->pairs[slot].left == left && bpe->pairs[slot].right == right) return &bpe->pairs[slot];
    slot = (slot + 1) & bpe->pair_mask;
  }
  return NULL;
}

static inline uint32_t pair_rank(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  const merge *found = find_pair(bpe, left, right);
  return found ? found->rank : NONE;
}

// The unit after `unit` for a byte; 0 if there is none.
static inline uint32_t step(const weir_bpe *bpe, uint32_t unit, uint8_t byte) {
  uint32_t next = (bpe->units[unit].link >> BASE_SHIFT) ^ byte;
  return (bpe->units[next].link & LABEL_MASK) == (USED | byte) ? next : 0;
}

// A reachable token that text begins with.
typedef struct {
  uint32_t token;  // or NONE
  uint32_t length;
} match;

// The longest reachable token that the bytes begin with.
static inline match longest(const weir_bpe *bpe, const uint8_t *p, size_t count) {
  uint32_t unit = 0;
  match found = {NONE, 0};
  for (size_t index = 0; index < count; index++) {
    unit = step(bpe, unit, p[index]);
    if (!unit) break;
    if (bpe->units[unit].link & TERMINAL) found = (match){bpe->units[unit].token - 1, (uint32_t)index + 1};
  }
  return found;
}

static inline uint32_t neighbour_bit(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  return (uint32_t)(mix(left << 16 | right) >> 24) & bpe->neighbour_mask;
}

// A scalar of two bytes.
static inline uint32_t narrow_at(const uint8_t *p) { return (p[0] & 31u) << 6 | (p[1] & 63u); }

// The scalar that starts at `p`; U+FFFF, which is next to anything, stands for those beyond the basic plane.
static inline uint32_t scalar_at(const uint8_t *p) {
  if (p[0] < 0x80) return p[0];
  if (p[0] < 0xe0) return narrow_at(p);
  return p[0] < 0xf0 ? (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u) : BASIC_COUNT - 1;
}

// Pairs are asked for if one of the two scalars is from here on. At byte level letters of fewer than three bytes mostly have
// tokens between them.
static inline uint32_t first_asked(const weir_bpe *bpe) { return bpe->is_scalar_level ? 0x80 : 0x800; }

// Whether no token reaches from a scalar of the basic plane to the one behind it; false also where that is not sure.
// Without branches: the answers follow no pattern.
static inline bool are_apart(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  uint32_t bit = neighbour_bit(bpe, left, right);
  uint64_t reaches = (bpe->neighbours[bit / 64] >> bit % 64) | (bpe->beside_part[left / 64] >> left % 64);
  reaches |= bpe->beside_part[right / 64] >> right % 64;
  return (~reaches & 1) & ((left | right) >= first_asked(bpe));
}

// The same of two ASCII scalars, at scalar level.
static inline bool are_ascii_apart(const weir_bpe *bpe, uint8_t left, uint8_t right) {
  return ~bpe->ascii_neighbours[left * 2 + right / 64] >> right % 64 & 1;
}

// Whether merging `left` and `right`'s bytes together would merge across their border, so that they never stand side by
// side in an encoding. `below` starts under the merge of the two themselves.
bool bpe_crosses(const weir_bpe *bpe, uint32_t left, uint32_t right, bool below);

// Merges `count` tokens in place by the definition: lowest rank first, of equal ones the leftmost. Returns how many are
// left, and the last merge in `last`. Quadratic: for the bytes of one or two tokens.
size_t bpe_merge(const weir_bpe *bpe, uint32_t *tokens, size_t count, merge *last);

// Writes the symbols that `token` is made of; returns how many.
size_t bpe_symbols(const weir_bpe *bpe, uint32_t token, uint32_t *symbols);

// Finds out how merging makes each token, whatever the order of the merges; the pairs and the tokens' lengths are there.
bool bpe_derive(weir_bpe *bpe, const weir_bpe_source *source);
// Whether merging the bytes of its token arrives at this merge.
bool bpe_is_made_by(weir_bpe *bpe, const merge *candidate);
// Notes that the merge makes the token last.
void bpe_note_made(weir_bpe *bpe, uint32_t token, const merge *made);

enum { BPE_UNIT_COUNT_MAX = 1 << 22 };

// Begins to lay out the trie in `units`, which is zeroed and has room for BPE_UNIT_COUNT_MAX: in a thread of its own where
// the system gives one, so that the tokens can be made beside it. NULL when memory is out.
typedef struct bpe_trie_job bpe_trie_job;
bpe_trie_job *bpe_begin_trie(weir_bpe *bpe, const weir_bpe_source *source);
// Ends that; marks which tokens are reachable if `has_tokens`. Whether the trie is there.
bool bpe_end_trie(bpe_trie_job *job, bool has_tokens);
bool bpe_build_neighbours(weir_bpe *bpe, const weir_bpe_source *source);
// Marks the tokens that are one scalar which nothing cuts, once tokens and neighbours are there.
void bpe_note_closed(weir_bpe *bpe, const weir_bpe_source *source);

// Cuts words further where no token reaches over, at scalar level also at spaces if `cuts_spaces`. `starts` has room for a bit at each byte, `parted` for an end at each and
// WRITTEN_AT_ONCE more. Returns how many words there are then.
size_t bpe_part_words(
    const weir_bpe *bpe, const uint8_t *text, const uint32_t *ends, size_t words, bool cuts_spaces, uint64_t *starts,
    uint32_t *parted);

// Whether the text has a scalar of three bytes or more.
bool bpe_has_wide(const uint8_t *text, size_t count);


// Zeroed memory in large pages where the system has them: the tables are read all over.
void *large_alloc(size_t size);
void large_free(void *memory, size_t size);
// Gives back what lies behind `kept` of `size` bytes.
void large_trim(void *memory, size_t size, size_t kept);
