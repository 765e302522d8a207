// Merges the words missed by the definition, several in turn: each looks up pairs at every step, so that many can wait for
// memory together.
#pragma once
#include "../workspace.h"
#include "pairs.h"
#include "symbols.h"

enum {
  IN_TURN = 16,
  SLOTS = WAITING_MAX + 2,  // symbols of a word, and what stands before and behind them
  LANES = 8,                // values that are compared at once
};

// A word in the making. Its symbols keep their slots while those merged into one before them leave theirs.
typedef struct {
  uint32_t values[SLOTS] __attribute__((aligned(32)));  // of the pair that begins in each slot
  uint32_t tokens[SLOTS];
  pair_place places[SLOTS];  // of the pairs asked for
  uint64_t alive, asked;     // slots with a symbol, and those with a pair asked for
  uint32_t count;            // of the slots in use
  uint32_t index;            // of the word missed
} merger;

static inline uint32_t slot_after(uint64_t alive, uint32_t slot) {
  return (uint32_t)__builtin_ctzll(alive & (~1ull << slot));
}

static inline uint32_t slot_before(uint64_t alive, uint32_t slot) {
  return 63 - (uint32_t)__builtin_clzll(alive & ((1ull << slot) - 1));
}

static inline void ask_pair(const weir_bpe *bpe, merger *m, uint32_t slot, uint32_t left, uint32_t right) {
  m->places[slot] = place_asked(bpe, left, right);
}

static inline void look_up_pair(const weir_bpe *bpe, merger *m, uint32_t slot) {
  uint32_t where;
  m->values[slot] = find_entry(bpe, m->places[slot], &where) | slot << PLACE_SHIFT;
}

// What reading a word has come to: the byte before, if that was a symbol, and the scalar before.
typedef struct {
  uint32_t slot;
  uint32_t byte;  // or BYTE_COUNT
  uint64_t scalar;
} reading;

static inline void add_byte(const weir_bpe *bpe, merger *m, reading *r, uint8_t byte) {
  m->tokens[r->slot] = bpe->byte_tokens[byte];
  if (__builtin_expect(r->byte < BYTE_COUNT, 1))
    m->values[r->slot - 1] = bpe->byte_pairs[r->byte * BYTE_COUNT + byte] | (r->slot - 1) << PLACE_SHIFT;
  else m->asked |= 1ull << (r->slot - 1);
  r->byte = byte;
  r->slot++;
}

static inline void add_token(merger *m, reading *r, uint32_t token) {
  m->tokens[r->slot] = token;
  m->asked |= 1ull << (r->slot - 1);
  r->byte = BYTE_COUNT;
  r->slot++;
}

// Whether the scalar is taken whole.
static inline bool add_whole(
    const weir_bpe *bpe, merger *m, reading *r, const uint8_t *p, size_t length, size_t rest) {
  uint32_t token = length <= rest ? scalar_token(bpe, p, length) : NONE;
  uint64_t hash = neighbour_hash(whole_scalar_at(p, length)), before = r->scalar;
  r->scalar = hash;
  if (token == NONE) return false;
  if (__builtin_expect(token & HAS_NEIGHBOURS || length == 4, 0)) {
    uint64_t after = length == rest ? 0 : neighbour_hash(whole_scalar_at(p + length, scalar_length(p[length])));
    if (is_joined(bpe, whole_scalar_at(p, length), before, after)) return false;
  }
  add_token(m, r, token & ~HAS_NEIGHBOURS);
  return true;
}

// Reads the symbols of a word at byte level.
static inline bool read_bytes(const weir_bpe *bpe, merger *m, reading *r, const uint8_t *p, size_t size) {
  for (size_t index = 0; index < size;) {
    if (p[index] < 0x80) {
      add_byte(bpe, m, r, p[index]);
      r->scalar = neighbour_hash(p[index++]);
      continue;
    }
    size_t length = scalar_length(p[index]), end = index + length < size ? index + length : size;
    if (!add_whole(bpe, m, r, p + index, length, size - index))
      for (size_t byte = index; byte < end; byte++) add_byte(bpe, m, r, p[byte]);
    index = end;
  }
  return true;
}

// The same at scalar level; false also for a scalar that is no token.
static inline bool read_scalars(const weir_bpe *bpe, merger *m, reading *r, const uint8_t *p, size_t size) {
  for (size_t index = 0; index < size;) {
    size_t length = scalar_length(p[index]);
    uint32_t token = scalar_token(bpe, p + index, length);
    if (token == NONE) return false;
    add_token(m, r, token & ~HAS_NEIGHBOURS);
    index += length;
  }
  return true;
}

// Reads a word's symbols and asks for their pairs. False for a word that is left to those who know what becomes of it.
static inline bool begin(const weir_bpe *bpe, weir_bpe_workspace *ws, merger *m, uint32_t index) {
  const missed *word = &ws->missed[index];
  if (!(bpe->has_all_bytes | bpe->is_scalar_level)) return false;
  memset(m->values, 0xff, (word->size + 2 + LANES - 1) / LANES * LANES * sizeof *m->values);
  m->tokens[0] = NO_TOKEN;
  m->asked = 0;
  m->index = index;
  reading r = {.slot = 1, .byte = BYTE_COUNT};
  if (!(bpe->is_scalar_level ? read_scalars : read_bytes)(bpe, m, &r, word->bytes, word->size)) return false;
  m->asked &= ~1ull;
  m->tokens[r.slot] = NO_TOKEN;
  m->count = r.slot + 1;
  m->alive = ~0ull >> (64 - m->count);
  for (uint64_t asked = m->asked; asked; asked &= asked - 1) {
    uint32_t slot = (uint32_t)__builtin_ctzll(asked);
    ask_pair(bpe, m, slot, m->tokens[slot], m->tokens[slot + 1]);
  }
  return true;
}

static inline uint32_t lowest_value(const merger *m) {
#if defined(HAS_AVX2)
  const __m256i *values = (const __m256i *)m->values;
  __m256i low = _mm256_load_si256(values);
  for (uint32_t slot = LANES; slot < m->count; slot += LANES)
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
  for (uint64_t asked = m->asked; asked; asked &= asked - 1) look_up_pair(bpe, m, (uint32_t)__builtin_ctzll(asked));
}

// Merges the pair that goes first, and asks for the two that are new. False when no pair merges.
static inline bool merge_lowest(const weir_bpe *bpe, merger *m) {
  uint32_t value = lowest_value(m);
  if (value >= NOT_A_PAIR) return false;
  uint32_t slot = value >> PLACE_SHIFT & PLACE_MASK, gone = slot_after(m->alive, slot);
  uint32_t merged = merged_of(bpe, m->tokens[slot], m->tokens[gone], value);
  uint64_t alive = m->alive & ~(1ull << gone);
  uint32_t before = slot_before(alive, slot);
  m->values[gone] = NONE;
  m->tokens[slot] = merged;
  m->alive = alive;
  m->asked = 1ull << before | 1ull << slot;
  ask_pair(bpe, m, before, m->tokens[before], merged);
  ask_pair(bpe, m, slot, merged, m->tokens[slot_after(alive, slot)]);
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

// Begins with the next word that is not the same as one before.
static inline bool begin_next(const weir_bpe *bpe, weir_bpe_workspace *ws, merger *m, uint32_t *next) {
  while (*next < ws->missed_count) {
    uint32_t index = (*next)++;
    if (ws->missed[index].original == index && begin(bpe, ws, m, index)) return true;
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
