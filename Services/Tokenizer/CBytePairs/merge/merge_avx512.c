#if defined(__x86_64__)
#include <immintrin.h>

// Not of 512 bits: processors slow down for these.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,prefer-256-bit,avx2,bmi,bmi2,lzcnt"))), apply_to = function)
#define HAS_AVX2 1
#include "lanes.h"

bool bpe_search_avx512(const weir_bpe *bpe, weir_bpe_workspace *ws) { return merge_in_lanes(bpe, ws); }
#pragma clang attribute pop
#endif
