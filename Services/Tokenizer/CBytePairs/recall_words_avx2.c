#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,aes,bmi,bmi2,lzcnt"))), apply_to = function)
#define HAS_AVX2 1
#include "recall/word_steps.h"

weir_step word_next_avx2(weir_word_memory *m, size_t *start, size_t *end) { return next_step(m, start, end); }
bool word_add_avx2(weir_word_memory *m, const int32_t *ids, size_t count) { return add_ids(m, ids, count); }
#pragma clang attribute pop
#endif
