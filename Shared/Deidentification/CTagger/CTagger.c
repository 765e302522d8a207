#include "CTagger.h"

// #embed finds the file beside this one, whatever the build's folder is; clang 19 and later have it.
#ifndef __has_embed
#error "the name tagger's weights are linked in by #embed: build with Swift 6.3 or later"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

_Alignas(64) static const unsigned char weights[] = {
#embed "weights.bin"
};

const unsigned char *weir_tagger_weights(void) { return weights; }

size_t weir_tagger_weights_count(void) { return sizeof(weights); }

// Sixteen lanes are one register of AVX2 and two of what every x86-64 has: compiled for both, and chosen at start.
#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

typedef int16_t lanes __attribute__((vector_size(2 * weir_tagger_lanes), aligned(2)));
typedef int8_t weights_of_row __attribute__((vector_size(weir_tagger_lanes), aligned(1)));

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
