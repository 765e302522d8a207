#include "lanes.h"

size_t weir_tagger_find(weir_tagger_hit *entries, size_t count, const uint16_t *keys, unsigned shift,
                        const int8_t *rows, ptrdiff_t roles) {
  size_t known = 0;
  for (size_t i = 0; i < count; i++) {
    const int64_t slot = weir_tagger_slot(keys, shift, (uint64_t)entries[i].slot);
    entries[known] = (weir_tagger_hit){slot, entries[i].position};
    known += slot >= 0;
  }
  const ptrdiff_t bytes = roles * weir_tagger_labels;
  for (size_t i = 0; i < known; i++) {
    const int8_t *row = rows + entries[i].slot * bytes;
    weir_tagger_prefetch(row);
    weir_tagger_prefetch(row + bytes + weir_tagger_lanes - weir_tagger_labels - 1);
  }
  return known;
}

FOR_EACH_PROCESSOR
void weir_tagger_add(int16_t *scores, const weir_tagger_hit *hits, size_t count, const int8_t *rows, ptrdiff_t roles,
                     ptrdiff_t first) {
  for (size_t i = 0; i < count; i++) {
    const int8_t *row = rows + hits[i].slot * roles * weir_tagger_labels;
    int16_t *token = scores + (hits[i].position + first) * weir_tagger_lanes;
    for (ptrdiff_t role = 0; role < roles; role++) {
      *(lanes *)token += __builtin_convertvector(*(const weights_of_row *)row, lanes);
      row += weir_tagger_labels;
      token += weir_tagger_lanes;
    }
  }
}
