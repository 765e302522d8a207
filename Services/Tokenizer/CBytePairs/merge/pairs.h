// Where the pairs that merge lie: in lines of eight, by a hash that can be undone, so that a line and a tag are the pair.
#pragma once
#include "../tables.h"

// Tags begin at 1, since that of no pair is 0. A pair whose line is full lies in one of the next, and its tag says how many
// lines on.
enum { TAG_BITS_MAX = 27, DISPLACED = 1 << (TAG_BITS_MAX + 1), DISPLACED_MAX = 15 };

// What the two tokens of a pair say of its line. The lowest bits of an odd multiple are those of the token in another order,
// which keeps pairs with neighbouring right tokens from neighbouring lines.
enum { RIGHT_FACTOR = 0x1e3779b1, RIGHT_INVERSE = 0x0e8b2f51 };
static inline uint32_t left_hash(uint32_t left) { return (uint32_t)(left * 0x9e3779b97f4a7c15u >> 40); }
static inline uint32_t right_hash(uint32_t right) { return right * RIGHT_FACTOR; }

typedef struct {
  uint32_t line, tag;
} pair_place;

static inline pair_place place_of(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  left &= ID_BITS, right &= ID_BITS;
  uint32_t line = (right_hash(right) ^ left_hash(left)) & (bpe->empty_line - 1);
  return (pair_place){line, (left << bpe->rest_bits | right >> bpe->line_bits) + 1};
}

// Whether some merge has these tokens on these sides; the empty line stands for other pairs.
static inline bool may_merge(uint32_t left, uint32_t right) { return left / IS_LEFT & right / IS_RIGHT & 1; }

static inline pair_place place_asked(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  pair_place place = place_of(bpe, left, right);
  place.line = may_merge(left, right) ? place.line : bpe->empty_line;
  __builtin_prefetch(&bpe->lines[place.line]);
  return place;
}

// A bit for each of the line's pairs that has the tag.
static inline uint32_t tagged(const pair_line *line, uint32_t tag) {
#if defined(HAS_AVX2)
  __m256i same = _mm256_cmpeq_epi32(_mm256_load_si256((const __m256i *)line->tags), _mm256_set1_epi32((int)tag));
  return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(same));
#else
  uint32_t found = 0;
  for (int index = 0; index < LINE_PAIRS; index++) found |= (uint32_t)(line->tags[index] == tag) << index;
  return found;
#endif
}

// The entry of a pair whose line is full of others.
static __attribute__((noinline)) uint32_t find_displaced(const weir_bpe *bpe, pair_place place, uint32_t *where) {
  for (;;) {
    place.line = (place.line + 1) & (bpe->empty_line - 1);
    place.tag += DISPLACED;
    if (place.tag / DISPLACED == DISPLACED_MAX) return NOT_A_PAIR;
    const pair_line *line = &bpe->lines[place.line];
    uint32_t found = tagged(line, place.tag);
    if (!found && line->tags[LINE_PAIRS - 1]) continue;
    if (!found) return NOT_A_PAIR;
    *where = place.line * LINE_PAIRS + (uint32_t)__builtin_ctz(found);
    return line->entries[__builtin_ctz(found)];
  }
}

// The entry of the pair; NOT_A_PAIR where it does not merge. `where` is its number among all entries.
static inline uint32_t find_entry(const weir_bpe *bpe, pair_place place, uint32_t *where) {
  const pair_line *line = &bpe->lines[place.line];
  // Whether a pair is there follows no pattern, so there is one branch: the last entry of a line is none unless it is full.
  uint32_t sure = tagged(line, place.tag) | (uint32_t)(line->tags[LINE_PAIRS - 1] == 0) << (LINE_PAIRS - 1);
  if (__builtin_expect(sure == 0, 0)) return find_displaced(bpe, place, where);
  uint32_t index = (uint32_t)__builtin_ctz(sure);
  *where = place.line * LINE_PAIRS + index;
  return line->entries[index];
}

// The value of the pair before its place is put in.
static inline uint32_t value_of(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  uint32_t where;
  return may_merge(left, right) ? find_entry(bpe, place_of(bpe, left, right), &where) : NOT_A_PAIR;
}

// What a pair with that value becomes.
static inline uint32_t merged_of(const weir_bpe *bpe, uint32_t left, uint32_t right, uint32_t value) {
  uint32_t order = (value >> ORDER_SHIFT) - 1, where;
  if (__builtin_expect(bpe->order == ORDER_BY_ID, 1)) return order >> bpe->sub_bits | (value & FLAGS_MASK) << FLAGS_SHIFT;
  if (bpe->order == ORDER_BY_RANK) return bpe->merged[order];
  find_entry(bpe, place_of(bpe, left, right), &where);
  return bpe->merged[where];
}
