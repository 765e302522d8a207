// Puts the merges into lines, and reads them back.
#include <stdlib.h>

#include "merge/pairs.h"

enum { AHEAD = 24 };

// Orders begin at 1, as one more than an id or a rank.
static uint32_t order_of(const weir_bpe *bpe, const weir_merge *merge, uint32_t sub) {
  return (bpe->order == ORDER_BY_ID ? (uint32_t)merge->merged << bpe->sub_bits | sub : merge->rank) + 1;
}

static void note_merged(weir_bpe *bpe, uint32_t where, uint32_t order, uint32_t token) {
  if (bpe->order == ORDER_SHARED) bpe->merged[where] = token;
  if (bpe->order == ORDER_BY_RANK) bpe->merged[order - 1] = token;
}

// Puts the merge in the place of an earlier one of the same pair, or where there is room. False where all lines near are full.
static bool put(weir_bpe *bpe, const weir_merge *merge, uint32_t order, const uint8_t *parts) {
  pair_place place = place_of(bpe, (uint32_t)merge->left, (uint32_t)merge->right);
  uint32_t token = (uint32_t)merge->merged;
  for (int lines = 0; lines < DISPLACED_MAX; lines++) {
    pair_line *line = &bpe->lines[place.line];
    for (int index = 0; index < LINE_PAIRS; index++) {
      if (line->tags[index] != 0 && line->tags[index] != place.tag) continue;
      line->tags[index] = place.tag;
      line->entries[index] = order << ORDER_SHIFT | parts[token];
      note_merged(bpe, place.line * LINE_PAIRS + (uint32_t)index, order, token | (uint32_t)parts[token] << FLAGS_SHIFT);
      return true;
    }
    place.line = (place.line + 1) & (bpe->empty_line - 1);
    place.tag += DISPLACED;
  }
  return false;
}

bool bpe_build_pairs(weir_bpe *bpe, const weir_bpe_source *source, const uint8_t *parts) {
  uint32_t sub = 0;
  for (uint32_t line = 0; line <= bpe->empty_line; line++) bpe->lines[line].entries[LINE_PAIRS - 1] = NOT_A_PAIR;
  for (uint32_t index = 0; index < source->merge_count; index++) {
    if (index + AHEAD < source->merge_count) {
      const weir_merge *far = &source->merges[index + AHEAD];
      __builtin_prefetch(&bpe->lines[place_of(bpe, (uint32_t)far->left, (uint32_t)far->right).line], 1);
    }
    const weir_merge *merge = &source->merges[index];
    sub = index > 0 && merge->merged == merge[-1].merged ? sub + 1 : 0;
    if (!put(bpe, merge, order_of(bpe, merge, sub), parts)) return false;
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
