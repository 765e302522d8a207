#if defined(__x86_64__)
#include <immintrin.h>

// Not of 512 bits: processors slow down for these.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,aes,sse4.1,prefer-256-bit,avx2,bmi,bmi2,lzcnt"))), apply_to = function)
#define HAS_AVX512 1
#include "recall/word_steps.h"

weir_step word_next_avx512(weir_word_memory *m, size_t *start, size_t *end) { return next_step(m, start, end); }
bool word_add_avx512(weir_word_memory *m, const int32_t *ids, size_t count) { return add_ids(m, ids, count); }
#pragma clang attribute pop
#endif
