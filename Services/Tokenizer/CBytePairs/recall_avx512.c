#if defined(__x86_64__)
#include <immintrin.h>

// Not of 512 bits: processors slow down for these.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,aes,prefer-256-bit,avx2,bmi,bmi2,lzcnt"))), apply_to = function)
#define HAS_AVX512 1
#include "recall/look_up.h"

void bpe_look_up_avx512(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) {
  look_up(bpe, ws, words);
}
void bpe_fill_in_avx512(const weir_bpe *bpe, weir_bpe_workspace *ws) { fill_in(bpe, ws); }
#pragma clang attribute pop
#endif
