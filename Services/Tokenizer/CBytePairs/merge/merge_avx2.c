#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define HAS_AVX2 1
#include "long.h"
#include "turns.h"

void bpe_search_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws) { merge_in_turn(bpe, ws); }

size_t bpe_merge_long_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  return merge_long(bpe, ws, p, count, out);
}
#pragma clang attribute pop
#endif
