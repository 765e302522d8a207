// Merges the words missed by the definition, a word in each lane of vectors: all lanes take their steps at once.
//
// What turns.h does for one word after the other. Looking pairs up stays with the single words, since where a pair lies in its
// line is told faster than many lines are gathered.
#pragma once
#include "pairs.h"
#include "read.h"

enum {
  LANE_BITS = 3,
  LANES = 1 << LANE_BITS,  // more would need wider vectors, for which processors slow down
  GROUPS = 2,              // of lanes, whose steps do not wait for each other
  LANE_SLOTS = 32,         // symbols of a word, and what stands before and behind them
  LANE_BYTES_MAX = LANE_SLOTS - 2,
  GROUP_PLACES = LANE_SLOTS * LANES,
  ASKED_MAX = GROUPS * GROUP_PLACES,
};

// Words in the making. Their symbols keep their slots while those merged into one before them leave theirs. What a lane has
// in a slot lies at a place, group by group and slot by slot.
typedef struct {
  uint32_t values[GROUPS * GROUP_PLACES] __attribute__((aligned(64)));  // of the pair that begins in each slot
  uint32_t tokens[GROUPS * GROUP_PLACES];
  uint32_t alive[GROUPS * LANES];  // slots with a symbol
  uint32_t words[GROUPS * LANES];  // the indices of the words missed
  // The pairs asked for, with room for a vector more: where they are in the tables, and the places of their values.
  uint32_t lines[ASKED_MAX + LANES], tags[ASKED_MAX + LANES], places[ASKED_MAX + LANES];
  uint32_t asked_count;
  uint32_t active;  // lanes with a word
  uint32_t end;     // of the slots in use
  uint32_t next;    // word missed
  bool has_others;  // whether words were left to others
} lane_merger;

// The first place of a lane.
static inline uint32_t place_of_lane(uint32_t lane) { return lane / LANES * GROUP_PLACES + lane % LANES; }

static inline void ask_pair(const weir_bpe *bpe, lane_merger *m, uint32_t place) {
  pair_place pair = place_asked(bpe, m->tokens[place], m->tokens[place + LANES]);
  uint32_t index = m->asked_count++;
  m->lines[index] = pair.line, m->tags[index] = pair.tag, m->places[index] = place;
}

// Reads a word's symbols into the lane and asks for their pairs. False for a word that is left to others.
static inline bool begin_lane(const weir_bpe *bpe, weir_bpe_workspace *ws, lane_merger *m, uint32_t lane, uint32_t index) {
  const missed *word = &ws->missed[index];
  if (word->size > LANE_BYTES_MAX) return false;
  uint32_t first = place_of_lane(lane);
  uint64_t asked;
  uint32_t end = read_symbols(bpe, word, m->tokens + first, m->values + first, LANES, &asked);
  if (end == 0) return false;
  m->alive[lane] = ~0u >> (LANE_SLOTS - 1 - end);
  m->words[lane] = index;
  m->end = end > m->end ? end : m->end;
  for (; asked; asked &= asked - 1) ask_pair(bpe, m, first + (uint32_t)__builtin_ctzll(asked) * LANES);
  return true;
}

// The same of the next word that is not found yet nor the same as one before.
static inline bool begin_next_lane(const weir_bpe *bpe, weir_bpe_workspace *ws, lane_merger *m, uint32_t lane) {
  while (m->next < ws->missed_count) {
    uint32_t index = m->next++;
    const missed *word = &ws->missed[index];
    if (word->original != index || word->is_found) continue;
    if (begin_lane(bpe, ws, m, lane, index)) return true;
    m->has_others = true;
  }
  return false;
}

static inline void finish_lane(const weir_bpe *bpe, weir_bpe_workspace *ws, const lane_merger *m, uint32_t lane) {
  missed *word = &ws->missed[m->words[lane]];
  const uint32_t *tokens = m->tokens + place_of_lane(lane);
  int32_t *out = ws->found + word->first;
  uint32_t alive = m->alive[lane] & ~1u;
  // The last one stands behind the word.
  for (; alive & (alive - 1); alive &= alive - 1) *out++ = (int32_t)(tokens[__builtin_ctz(alive) * LANES] & ID_BITS);
  word->count = (uint32_t)(out - ws->found - word->first);
  word->is_found = true;
  if (bpe->ignores_merges && word->count > 1) bpe_ask_whole(bpe, word->bytes, word->size);
}

static inline void look_up_lanes(const weir_bpe *bpe, lane_merger *m) {
  for (uint32_t index = 0; index < m->asked_count; index++) {
    uint32_t place = m->places[index], where;
    uint32_t entry = find_entry(bpe, (pair_place){m->lines[index], m->tags[index]}, &where);
    m->values[place] = entry | (place % GROUP_PLACES) / LANES << PLACE_SHIFT;
  }
  m->asked_count = 0;
}

// left_hash of tokens: the product's upper half is made of the products of halves.
static inline __m256i left_hashes(__m256i left) {
  const __m256i low = _mm256_set1_epi32(0x7f4a7c15), high = _mm256_set1_epi32((int)0x9e3779b9);
  __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(left, low), 32);
  __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(left, 32), low);
  __m256i carried = _mm256_blend_epi32(even, odd, 0xaa);
  return _mm256_srli_epi32(_mm256_add_epi32(carried, _mm256_mullo_epi32(left, high)), 8);
}

// For each set of lanes, a bit for each, their numbers in eight bytes, one behind the other.
#define KEPT(set) \
  __builtin_ia32_pext_di(0x0706050403020100, __builtin_ia32_pdep_di(set, 0x0101010101010101) * UINT8_MAX)
#define KEPT4(set) KEPT(set), KEPT(set + 1), KEPT(set + 2), KEPT(set + 3)
#define KEPT16(set) KEPT4(set), KEPT4(set + 4), KEPT4(set + 8), KEPT4(set + 12)
#define KEPT64(set) KEPT16(set), KEPT16(set + 16), KEPT16(set + 32), KEPT16(set + 48)
static const uint64_t kept_lanes[1 << LANES] = {KEPT64(0), KEPT64(64), KEPT64(128), KEPT64(192)};

static inline void append(uint32_t *list, __m256i kept, __m256i numbers) {
  _mm256_storeu_si256((__m256i *)list, _mm256_permutevar8x32_epi32(numbers, kept));
}

static inline uint32_t signs(__m256i numbers) { return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(numbers)); }

// By how much flags of tokens are moved to the sign.
enum { LEFT_TO_SIGN = 31 - __builtin_ctz(IS_LEFT), RIGHT_TO_SIGN = 31 - __builtin_ctz(IS_RIGHT) };

// Asks for the pairs of the lanes that go on, as far as some merge has their tokens on these sides (pairs.h).
static inline void ask_pairs(
    const weir_bpe *bpe, lane_merger *m, __m256i going, __m256i left, __m256i right, __m256i places) {
  __m256i ids = _mm256_set1_epi32(ID_BITS), left_id = _mm256_and_si256(left, ids), right_id = _mm256_and_si256(right, ids);
  __m256i hash = _mm256_xor_si256(left_hashes(left_id), _mm256_mullo_epi32(right_id, _mm256_set1_epi32(RIGHT_FACTOR)));
  __m256i line = _mm256_and_si256(hash, _mm256_set1_epi32((int)bpe->empty_line - 1));
  __m256i high = _mm256_sll_epi32(left_id, _mm_cvtsi32_si128((int)bpe->rest_bits));
  __m256i low = _mm256_srl_epi32(right_id, _mm_cvtsi32_si128((int)bpe->line_bits));
  __m256i tag = _mm256_add_epi32(_mm256_or_si256(high, low), _mm256_set1_epi32(1));
  __m256i sides = _mm256_and_si256(_mm256_slli_epi32(left, LEFT_TO_SIGN), _mm256_slli_epi32(right, RIGHT_TO_SIGN));
  uint32_t merging = signs(_mm256_and_si256(sides, going));
  __m256i kept = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)&kept_lanes[merging]));
  append(m->lines + m->asked_count, kept, line);
  append(m->tags + m->asked_count, kept, tag);
  append(m->places + m->asked_count, kept, places);
  m->asked_count += (uint32_t)__builtin_popcount(merging);
}

// The numbers of a vector one by one.
typedef struct {
  uint32_t at[LANES] __attribute__((aligned(32)));
} lane_numbers;

static inline lane_numbers one_by_one(__m256i numbers) {
  lane_numbers n;
  _mm256_store_si256((__m256i *)n.at, numbers);
  __asm__("" : "+m"(n));  // else they are taken out of the vector one by one
  return n;
}

// The numbers at the places. One by one, which takes half as long as a gather where processors have been taught not to guess
// what one finds.
static inline __m256i numbers_at(const uint32_t *numbers, lane_numbers places) {
  const uint32_t *at = places.at;
  __m128i low = _mm_setr_epi32((int)numbers[at[0]], (int)numbers[at[1]], (int)numbers[at[2]], (int)numbers[at[3]]);
  __m128i high = _mm_setr_epi32((int)numbers[at[4]], (int)numbers[at[5]], (int)numbers[at[6]], (int)numbers[at[7]]);
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

static inline __m256i lowest_values(const uint32_t *values, uint32_t end) {
  const __m256i *rows = (const __m256i *)values;
  __m256i low = _mm256_load_si256(rows + 1);
  for (uint32_t slot = 2; slot < end; slot++) low = _mm256_min_epu32(low, _mm256_load_si256(rows + slot));
  return low;
}

// What pairs with those values become.
static inline __m256i merged_by(const weir_bpe *bpe, __m256i going, __m256i order, __m256i values) {
  order = _mm256_sub_epi32(order, _mm256_set1_epi32(1));
  if (bpe->order == ORDER_BY_RANK) return numbers_at(bpe->merged, one_by_one(_mm256_and_si256(order, going)));
  __m256i id = _mm256_srl_epi32(order, _mm_cvtsi32_si128((int)bpe->sub_bits));
  __m256i flags = _mm256_and_si256(values, _mm256_set1_epi32(FLAGS_MASK));
  return _mm256_or_si256(id, _mm256_slli_epi32(flags, FLAGS_SHIFT));
}

// The lowest bits alone.
static inline __m256i lowest_bits(__m256i bits) {
  return _mm256_and_si256(bits, _mm256_sub_epi32(_mm256_setzero_si256(), bits));
}

// The highest bits, and maybe others below the next.
static inline __m256i highest_bits(__m256i bits) { return _mm256_andnot_si256(_mm256_srli_epi32(bits, 1), bits); }

// How far the places of slots are from those of the first: the highest bits say which slots, and the next bits are 0. As
// floating-point numbers, whose exponents they are.
static inline __m256i distances(__m256i bits) {
  __m256i exponents = _mm256_castps_si256(_mm256_cvtepi32_ps(bits));
  exponents = _mm256_and_si256(_mm256_srli_epi32(exponents, 23 - LANE_BITS), _mm256_set1_epi32(255 << LANE_BITS));
  return _mm256_sub_epi32(exponents, _mm256_set1_epi32(127 << LANE_BITS));
}

// Merges in each lane of a group the pair that goes first, and asks for the two that are new. Returns the lanes where no pair
// merges; they take their steps at the first slot, which nothing reads.
static inline uint32_t merge_group(const weir_bpe *bpe, lane_merger *m, uint32_t group) {
  __m256i *alive_at = (__m256i *)(m->alive + group * LANES);
  __m256i values = lowest_values(m->values + group * GROUP_PLACES, m->end), alive = _mm256_load_si256(alive_at);
  __m256i one = _mm256_set1_epi32(1), order = _mm256_srli_epi32(values, ORDER_SHIFT);
  __m256i first = _mm256_add_epi32(_mm256_set1_epi32((int)(group * GROUP_PLACES)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  __m256i resting = _mm256_cmpeq_epi32(order, _mm256_set1_epi32((int)(NOT_A_PAIR >> ORDER_SHIFT)));
  __m256i going = _mm256_xor_si256(resting, _mm256_set1_epi32(-1));
  __m256i slot = _mm256_and_si256(_mm256_srli_epi32(values, PLACE_SHIFT), _mm256_set1_epi32(PLACE_MASK));
  __m256i bit = _mm256_sllv_epi32(one, slot), below = _mm256_sub_epi32(bit, one);
  __m256i behind = _mm256_andnot_si256(_mm256_or_si256(bit, below), alive);
  __m256i gone = lowest_bits(behind), after = lowest_bits(_mm256_xor_si256(behind, gone));
  __m256i before = highest_bits(_mm256_and_si256(alive, below));
  __m256i place = _mm256_add_epi32(first, _mm256_and_si256(going, _mm256_slli_epi32(slot, LANE_BITS)));
  __m256i before_place = _mm256_add_epi32(first, _mm256_and_si256(going, distances(before)));
  lane_numbers places = one_by_one(place), places_before = one_by_one(before_place);
  lane_numbers places_gone = one_by_one(_mm256_add_epi32(first, _mm256_and_si256(going, distances(gone))));
  lane_numbers places_after = one_by_one(_mm256_add_epi32(first, _mm256_and_si256(going, distances(after))));
  __m256i merged = merged_by(bpe, going, order, values);
  lane_numbers tokens = one_by_one(merged);
  __m256i earlier = numbers_at(m->tokens, places_before), later = numbers_at(m->tokens, places_after);
  for (uint32_t lane = 0; lane < LANES; lane++) {
    // Of the two new pairs those that merge are looked up.
    m->values[places_gone.at[lane]] = m->values[places_before.at[lane]] = m->values[places.at[lane]] = NONE;
    m->tokens[places.at[lane]] = tokens.at[lane];
  }
  _mm256_store_si256(alive_at, _mm256_xor_si256(alive, _mm256_and_si256(going, gone)));
  ask_pairs(bpe, m, going, earlier, merged, before_place);
  ask_pairs(bpe, m, going, merged, later, place);
  return m->active >> group * LANES & signs(resting);
}

// One step of each lane. Those that are done get the next words.
static inline void take_step(const weir_bpe *bpe, weir_bpe_workspace *ws, lane_merger *m) {
  uint32_t done = 0;
#pragma clang loop unroll(full)
  for (uint32_t group = 0; group < GROUPS; group++) done |= merge_group(bpe, m, group) << group * LANES;
  for (uint32_t index = 0; index < m->asked_count; index++) __builtin_prefetch(&bpe->lines[m->lines[index]]);
  for (; done; done &= done - 1) {
    uint32_t lane = (uint32_t)__builtin_ctz(done);
    finish_lane(bpe, ws, m, lane);
    if (!begin_next_lane(bpe, ws, m, lane)) m->active &= ~(1u << lane);
  }
}

// Returns whether words are left to others.
static bool merge_in_lanes(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  lane_merger m;
  memset(m.values, 0xff, sizeof m.values);
  m.asked_count = m.active = m.next = m.has_others = 0;
  m.end = 2;
  for (uint32_t lane = 0; lane < GROUPS * LANES && begin_next_lane(bpe, ws, &m, lane); lane++) m.active |= 1u << lane;
  while (m.active) {
    look_up_lanes(bpe, &m);
    take_step(bpe, ws, &m);
  }
  return m.has_others;
}
