#pragma once

#include "CTagger.h"

// Sixteen lanes are one register of AVX2 and two of what every x86-64 has: compiled for both, and chosen at start.
#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

typedef int16_t lanes __attribute__((vector_size(2 * weir_tagger_lanes), aligned(2)));
typedef int8_t weights_of_row __attribute__((vector_size(weir_tagger_lanes), aligned(1)));
