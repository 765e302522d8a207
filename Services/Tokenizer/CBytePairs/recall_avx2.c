#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,aes,bmi,bmi2,lzcnt"))), apply_to = function)
#define HAS_AVX2 1
#include "recall/look_up.h"

void bpe_look_up_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) { look_up(bpe, ws, words); }
void bpe_fill_in_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws) { fill_in(bpe, ws); }
#pragma clang attribute pop
#endif
