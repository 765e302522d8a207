#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)
#define HAS_AVX2 1
#include "scan/scan.h"

size_t words_scan_avx2(scanner *s, uint32_t *ends) { return classify_and_scan(s, ends); }

size_t bpe_part_words_avx2(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted) {
  return part_words(bpe, text, size, cuts_spaces, starts, parted);
}
#pragma clang attribute pop
#endif
