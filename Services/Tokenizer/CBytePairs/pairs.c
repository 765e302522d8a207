// Reads the merges back from their lines.
#include "merge/pairs.h"

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
