#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)
#define HAS_AVX2 1
#include "scan/scan.h"

size_t words_scan_avx2(scanner *s, uint32_t *ends) { return classify_and_scan(s, ends); }
#pragma clang attribute pop
#endif
