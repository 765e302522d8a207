// What is found out about a vocabulary's tokens and merges before its tables are built.
#pragma once
#include "blocks.h"
#include "tables.h"

// What a token is to the scalars at its borders.
enum {
  IS_EMPTY = 1,
  IS_SCALAR = 2,      // one of several bytes
  BEGINS_INSIDE = 4,  // of a scalar
  BEGINS_PART = 8,    // with the first bytes of a scalar alone
  ENDS_PART = 16,     // with a part of a scalar
  IS_BYTE = 32,
  KIND_SHIFT = 2,     // the flags of values lie below
};

// A merge; `sub` tells the merges of one token apart.
typedef struct {
  uint32_t index, sub;
} numbered_merge;

struct token_notes {
  uint8_t *parts;              // by token: the flags of values, and its kind
  uint32_t *odd;               // the tokens that have a kind, and those of several scalars with a wide one
  numbered_merge *odd_merges;  // those of a token that has one, of a scalar the first if ranks rise
  uint32_t odd_count, odd_merge_count;

  // Whether ranks rise, and how many merges one token has at most, if with ranks the ids of what merges make rise too.
  bool has_ranks, has_ids;
  uint32_t of_one_max, rank_max;

  // Memory for what is only needed while tables are built, taken piece by piece.
  uint8_t *memory;
  size_t memory_size, taken;
  bool is_spare;  // the source's
};

static inline uint32_t flags_of(const token_notes *notes, uint32_t token) { return notes->parts[token] & FLAGS_MASK; }
static inline uint32_t kind_of(const token_notes *notes, uint32_t token) { return notes->parts[token] >> KIND_SHIFT; }

// Where scalars begin in a token of up to SHAPED_MAX bytes: a bit for each. `is_whole` if each is followed by as many bytes
// as its first says.
typedef struct {
  uint32_t leads;
  bool is_whole, has_wide;  // scalars of three bytes or more
} token_shape;

#if defined(HAS_AVX512)
enum { SHAPED_MAX = WIDE_BYTES };

static inline bool is_short(const weir_bpe_source *source, uint32_t start, uint32_t length) {
  (void)source, (void)start;
  return length <= SHAPED_MAX;
}

// A bit for each byte from `limit` on.
static inline uint32_t wide_bits_from(__m256i bytes, int limit) {
  return _mm256_cmpge_epu8_mask(bytes, _mm256_set1_epi8((char)limit));
}

static inline token_shape shape_of(const uint8_t *p, uint32_t length) {
  __m256i bytes = load_wide(p, wide_mask(length));
  uint32_t from_c0 = wide_bits_from(bytes, 0xc0), from_e0 = wide_bits_from(bytes, 0xe0);
  uint32_t from_f0 = wide_bits_from(bytes, 0xf0), following = (uint32_t)_mm256_movepi8_mask(bytes) ^ from_c0;
  uint64_t wanted = (uint64_t)from_c0 << 1 | (uint64_t)from_e0 << 2 | (uint64_t)from_f0 << 3;
  return (token_shape){wide_mask(length) ^ following, wanted == following, from_e0 != 0};
}
#else
enum { SHAPED_MAX = BLOCK_BYTES };

// Whether a token has up to SHAPED_MAX bytes, and so many can be read.
static inline bool is_short(const weir_bpe_source *source, uint32_t start, uint32_t length) {
  return length <= SHAPED_MAX && start + BLOCK_BYTES <= token_start(source, source->token_count);
}

static inline token_shape shape_of(const uint8_t *p, uint32_t length) {
  block16 block = load16(p);
  uint32_t inside = (1u << length) - 1, high = top_bits(block) & inside;
  uint32_t from_c0 = high & ~below_bits(block, 0xc0), from_e0 = high & ~below_bits(block, 0xe0);
  uint32_t from_f0 = high & ~below_bits(block, 0xf0), following = high ^ from_c0;
  uint32_t wanted = from_c0 << 1 | from_e0 << 2 | from_f0 << 3;
  return (token_shape){inside ^ following, wanted == following, from_e0 != 0};
}
#endif

// The last scalar of a token; 0 bytes if only a part of it is there.
size_t last_scalar(const uint8_t *p, size_t count);

// Both steps: first the tokens, with notes_add_tokens, then the merges. False when memory is out.
bool notes_begin(token_notes *notes, const weir_bpe_source *source);
void notes_add_tokens(token_notes *notes, const weir_bpe_source *source);
void notes_add_merges(token_notes *notes, const weir_bpe_source *source);
void notes_end(token_notes *notes);

// Memory that is zero, all that is left of it: what is used of it has to be kept, or cleared again.
static inline void *notes_memory(const token_notes *notes) { return notes->memory + notes->taken; }
static inline void notes_keep(token_notes *notes, size_t size) { notes->taken += (size + 7) / 8 * 8; }
