// Merges the words missed by the definition, several in turn: each looks up pairs at every step, so that many can wait for
// memory together.
#pragma once
#include "../workspace.h"
#include "pairs.h"
#include "read.h"

enum {
  IN_TURN = 16,
  SLOTS = WAITING_MAX + 2,  // symbols of a word, and what stands before and behind them
  LANES = 8,                // values that are compared at once
  FEW = 2 * LANES,          // slots that are always compared
};

// A word in the making. Its symbols keep their slots while those merged into one before them leave theirs.
typedef struct {
  uint32_t values[SLOTS] __attribute__((aligned(32)));  // of the pair that begins in each slot
  uint32_t tokens[SLOTS];
  pair_place places[SLOTS];  // of the pairs asked for
  uint64_t alive, asked;     // slots with a symbol, and at first those with a pair asked for
  uint32_t slots[2];         // then the two with a pair asked for
  uint32_t count;            // of the slots in use
  uint32_t index;            // of the word missed
} merger;

static inline void look_up_pair(const weir_bpe *bpe, merger *m, uint32_t slot, pair_place place) {
  uint32_t where;
  m->values[slot] = find_entry(bpe, place, &where) | slot << PLACE_SHIFT;
}

// Reads a word's symbols and asks for their pairs. False for a word that is left to those who know what becomes of it.
static inline bool begin(const weir_bpe *bpe, weir_bpe_workspace *ws, merger *m, uint32_t index) {
  const missed *word = &ws->missed[index];
  if (!(bpe->has_all_bytes | bpe->is_scalar_level)) return false;
  memset(m->values, 0xff, FEW * sizeof *m->values);
  if (__builtin_expect(word->size + 2 > FEW, 0))
    memset(m->values + FEW, 0xff, (word->size + 2 - FEW + LANES - 1) / LANES * LANES * sizeof *m->values);
  uint32_t end = read_symbols(bpe, word, m->tokens, m->values, 1, &m->asked);
  if (end == 0) return false;
  m->count = end + 1;
  m->alive = ~0ull >> (64 - m->count);
  m->index = index;
  m->slots[0] = m->slots[1] = 0;
  m->places[0] = m->places[1] = (pair_place){bpe->empty_line, 1};
  for (uint64_t asked = m->asked; asked; asked &= asked - 1) {
    uint32_t slot = (uint32_t)__builtin_ctzll(asked);
    m->places[slot] = place_asked(bpe, m->tokens[slot], m->tokens[slot + 1]);
  }
  return true;
}

static inline uint32_t lowest_value(const merger *m) {
#if defined(HAS_AVX2)
  const __m256i *values = (const __m256i *)m->values;
  __m256i low = _mm256_min_epu32(_mm256_load_si256(values), _mm256_load_si256(values + 1));
  for (uint32_t slot = FEW; __builtin_expect(slot < m->count, 0); slot += LANES)
    low = _mm256_min_epu32(low, _mm256_load_si256((const __m256i *)(m->values + slot)));
  __m128i four = _mm_min_epu32(_mm256_castsi256_si128(low), _mm256_extracti128_si256(low, 1));
  four = _mm_min_epu32(four, _mm_shuffle_epi32(four, 0x4e));
  return (uint32_t)_mm_cvtsi128_si32(_mm_min_epu32(four, _mm_shuffle_epi32(four, 0xb1)));
#else
  uint32_t low = m->values[0];
  for (uint32_t slot = 1; slot < m->count; slot++) low = m->values[slot] < low ? m->values[slot] : low;
  return low;
#endif
}

static inline void look_up_asked(const weir_bpe *bpe, merger *m) {
  if (__builtin_expect(m->asked == 0, 1)) {
    look_up_pair(bpe, m, m->slots[0], m->places[0]);
    look_up_pair(bpe, m, m->slots[1], m->places[1]);
    return;
  }
  for (; m->asked; m->asked &= m->asked - 1) {
    uint32_t slot = (uint32_t)__builtin_ctzll(m->asked);
    look_up_pair(bpe, m, slot, m->places[slot]);
  }
}

// Merges the pair that goes first, and asks for the two that are new. False when no pair merges.
static inline bool merge_lowest(const weir_bpe *bpe, merger *m) {
  uint32_t value = lowest_value(m);
  if (value >= NOT_A_PAIR) return false;
  uint32_t slot = value >> PLACE_SHIFT & PLACE_MASK;
  uint64_t behind = m->alive >> slot & ~1ull, later = behind & (behind - 1);
  uint32_t gone = slot + (uint32_t)__builtin_ctzll(behind), after = slot + (uint32_t)__builtin_ctzll(later);
  uint32_t before = 63 - (uint32_t)__builtin_clzll(m->alive & ((1ull << slot) - 1));
  uint32_t merged = merged_of(bpe, m->tokens[slot], m->tokens[gone], value);
  m->values[gone] = NONE;
  m->tokens[slot] = merged;
  m->alive &= ~(1ull << gone);
  m->slots[0] = before, m->slots[1] = slot;
  m->places[0] = place_asked(bpe, m->tokens[before], merged);
  m->places[1] = place_asked(bpe, merged, m->tokens[after]);
  return true;
}

static inline void finish(const weir_bpe *bpe, weir_bpe_workspace *ws, const merger *m) {
  missed *word = &ws->missed[m->index];
  int32_t *out = ws->found + word->first;
  for (uint64_t symbols = m->alive & ~1ull & ~(1ull << (m->count - 1)); symbols; symbols &= symbols - 1)
    *out++ = (int32_t)(m->tokens[__builtin_ctzll(symbols)] & ID_BITS);
  word->count = (uint32_t)(out - ws->found - word->first);
  word->is_found = true;
  if (bpe->ignores_merges && word->count > 1) bpe_ask_whole(bpe, word->bytes, word->size);
}

// Begins with the next word that is not found yet nor the same as one before.
static inline bool begin_next(const weir_bpe *bpe, weir_bpe_workspace *ws, merger *m, uint32_t *next) {
  while (*next < ws->missed_count) {
    uint32_t index = (*next)++;
    const missed *word = &ws->missed[index];
    if (word->original == index && !word->is_found && begin(bpe, ws, m, index)) return true;
  }
  return false;
}

static void merge_in_turn(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  merger mergers[IN_TURN];
  uint8_t at_work[IN_TURN];
  uint32_t next = 0, count = 0;
  for (; count < IN_TURN && begin_next(bpe, ws, &mergers[count], &next); count++) at_work[count] = (uint8_t)count;
  while (count > 0) {
    // Values are compared many at a time long after they were written one by one, which the processor would wait for.
    for (uint32_t turn = 0; turn < count; turn++) look_up_asked(bpe, &mergers[at_work[turn]]);
    for (uint32_t turn = 0; turn < count;) {
      merger *m = &mergers[at_work[turn]];
      bool goes_on = merge_lowest(bpe, m);
      if (!goes_on) finish(bpe, ws, m);
      if (goes_on || begin_next(bpe, ws, m, &next)) turn++;
      else at_work[turn] = at_work[--count];
    }
  }
}
