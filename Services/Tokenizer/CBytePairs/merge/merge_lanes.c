#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define HAS_AVX2 1
#include "lanes.h"

bool bpe_search_lanes(const weir_bpe *bpe, weir_bpe_workspace *ws) { return merge_in_lanes(bpe, ws); }
#pragma clang attribute pop
#endif
