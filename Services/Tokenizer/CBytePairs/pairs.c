// Puts the merges into lines, and reads them back.
#include <stdlib.h>

#include "blocks.h"
#include "merge/pairs.h"
#include "notes.h"

enum { AHEAD = 16 };

static void note_merged(weir_bpe *bpe, uint32_t where, uint32_t order, uint32_t token) {
  if (bpe->order == ORDER_SHARED) bpe->merged[where] = token;
  if (bpe->order == ORDER_BY_RANK) bpe->merged[order - 1] = token;
}

// A bit for each place in the line that is free or has the tag.
static inline uint32_t places_for(const pair_line *line, uint32_t tag) {
  uint32_t found = 0;
  for (int half = 0; half < 2; half++) {
    typedef uint32_t four __attribute__((vector_size(16)));
    four tags;
    memcpy(&tags, line->tags + 4 * half, sizeof tags);
    four is_place = (four)(tags == 0) | (four)(tags == (four){tag, tag, tag, tag});
    found |= sign_bits(is_place) << 4 * half;
  }
  return found;
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

bool bpe_build_pairs(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats) {
  pair_place places[AHEAD];
  const weir_merge *merges = source->merges;
  uint32_t sub = 0;
  *has_repeats = false;
  for (uint32_t line = 0; line <= bpe->empty_line; line++) bpe->lines[line].entries[LINE_PAIRS - 1] = NOT_A_PAIR;
  for (uint32_t next = 0; next < source->merge_count + AHEAD; next++) {
    pair_place *place = &places[next % AHEAD];
    if (next >= AHEAD) {
      const weir_merge *merge = &merges[next - AHEAD];
      sub = next > AHEAD && merge->merged == merge[-1].merged ? sub + 1 : 0;
      uint32_t order = bpe_order_of(bpe, merge, sub);
      if (!put(bpe, *place, order, (uint32_t)merge->merged, flags_of(notes, (uint32_t)merge->merged), has_repeats)) return false;
    }
    if (next >= source->merge_count) continue;
    *place = place_of(bpe, (uint32_t)merges[next].left, (uint32_t)merges[next].right);
    __builtin_prefetch(&bpe->lines[place->line], 1);
  }
  return true;
}

// The pair that has the tag in the line.
static void pair_at(const weir_bpe *bpe, uint32_t line, uint32_t tag, uint32_t *left, uint32_t *right) {
  uint32_t home = line - tag / DISPLACED, key = tag % DISPLACED - 1;
  *left = key >> bpe->rest_bits;
  uint32_t low = (home ^ left_hash(*left)) * RIGHT_INVERSE & (bpe->empty_line - 1);
  *right = (key & ((1u << bpe->rest_bits) - 1)) << bpe->line_bits | low;
}

size_t weir_bpe_merges(const weir_bpe *bpe, uint32_t *merges, size_t capacity) {
  size_t count = 0;
  for (uint32_t where = 0; where < (uint32_t)LINE_PAIRS << bpe->line_bits; where++) {
    const pair_line *line = &bpe->lines[where / LINE_PAIRS];
    uint32_t entry = line->entries[where % LINE_PAIRS];
    if (line->tags[where % LINE_PAIRS] == 0) continue;
    uint32_t left, right;
    pair_at(bpe, where / LINE_PAIRS, line->tags[where % LINE_PAIRS], &left, &right);
    uint32_t order = (entry >> ORDER_SHIFT) - 1;
    uint32_t merged = bpe->order == ORDER_BY_ID ? order >> bpe->sub_bits
                                                : bpe->merged[bpe->order == ORDER_BY_RANK ? order : where] & ID_BITS;
    if (count < capacity) memcpy(merges + 4 * count, (uint32_t[]){left, right, order, merged}, 4 * sizeof *merges);
    count++;
  }
  return count;
}
