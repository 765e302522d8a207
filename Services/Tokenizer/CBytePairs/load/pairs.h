// Puts the merges into lines.
#pragma once
#include "../merge/pairs.h"
#include "../notes.h"

// How many merges ahead their lines are asked for.
enum { PLACED_AHEAD = 16 };

static void note_merged(weir_bpe *bpe, uint32_t where, uint32_t order, uint32_t token) {
  if (bpe->order == ORDER_SHARED) bpe->merged[where] = token;
  if (bpe->order == ORDER_BY_RANK) bpe->merged[order - 1] = token;
}

// A bit for each place in the line that is free or has the tag.
static inline uint32_t places_for(const pair_line *line, uint32_t tag) {
#if defined(HAS_AVX512)
  __m256i tags = _mm256_load_si256((const __m256i *)line->tags);
  return _mm256_testn_epi32_mask(tags, tags) | (uint32_t)_mm256_cmpeq_epi32_mask(tags, _mm256_set1_epi32((int)tag));
#else
  uint32_t found = 0;
  for (int half = 0; half < 2; half++) {
    typedef uint32_t four __attribute__((vector_size(16)));
    four tags;
    memcpy(&tags, line->tags + 4 * half, sizeof tags);
    four is_place = (four)(tags == 0) | (four)(tags == (four){tag, tag, tag, tag});
    found |= sign_bits(is_place) << 4 * half;
  }
  return found;
#endif
}

// Puts a merge in the place of an earlier one of the same pair, or where there is room. False where all lines near are full.
static inline bool put(weir_bpe *bpe, pair_place place, uint32_t order, uint32_t token, uint32_t flags, bool *is_again) {
  for (int lines = 0; lines < DISPLACED_MAX; lines++) {
    pair_line *line = &bpe->lines[place.line];
    uint32_t places = places_for(line, place.tag);
    if (__builtin_expect(places != 0, 1)) {
      uint32_t index = (uint32_t)__builtin_ctz(places);
      *is_again |= line->tags[index] != 0;
      line->tags[index] = place.tag;
      line->entries[index] = order << ORDER_SHIFT | flags;
      note_merged(bpe, place.line * LINE_PAIRS + index, order, token | flags << FLAGS_SHIFT);
      return true;
    }
    place.line = (place.line + 1) & (bpe->empty_line - 1);
    place.tag += DISPLACED;
  }
  return false;
}

static inline __attribute__((always_inline)) bool build_pairs_in(
    weir_order order_kind, const weir_bpe *tables, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats) {
  // A copy, since for all the compiler knows an entry that is written may be a part of what is pointed to.
  weir_bpe copy = *tables, *bpe = &copy;
  bpe->order = order_kind;
  const uint8_t *parts = notes->parts;
  bool is_again = false;
  pair_place places[PLACED_AHEAD];
  const weir_merge *merges = source->merges;
  uint32_t sub = 0;
  for (uint32_t line = 0; line <= bpe->empty_line; line++) bpe->lines[line].entries[LINE_PAIRS - 1] = NOT_A_PAIR;
  for (uint32_t next = 0; next < source->merge_count + PLACED_AHEAD; next++) {
    pair_place *place = &places[next % PLACED_AHEAD];
    if (next >= PLACED_AHEAD) {
      const weir_merge *merge = &merges[next - PLACED_AHEAD];
      sub = next > PLACED_AHEAD && merge->merged == merge[-1].merged ? sub + 1 : 0;
      uint32_t order = bpe_order_of(bpe, merge, sub);
      if (!put(bpe, *place, order, (uint32_t)merge->merged, parts[merge->merged] & FLAGS_MASK, &is_again)) return false;
    }
    if (next >= source->merge_count) continue;
    *place = place_of(bpe, (uint32_t)merges[next].left, (uint32_t)merges[next].right);
    __builtin_prefetch(&bpe->lines[place->line], 1);
  }
  *has_repeats = is_again;
  return true;
}

// What is known of the usual order leaves out an eighth of the loop.
static bool build_pairs(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats) {
  if (bpe->order == ORDER_BY_ID) return build_pairs_in(ORDER_BY_ID, bpe, source, notes, has_repeats);
  return build_pairs_in(bpe->order, bpe, source, notes, has_repeats);
}
