// AVX-512 with the instruction that sums four products of bytes (VNNI).
#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define TILE_TOKENS 8
#define NAME "AVX-512 VNNI"
#define HAS_AVX2 1
#define HAS_VNNI 1
#include "operations.h"
#pragma clang attribute pop

const struct weir_kernels *weir_kernels_avx512vnni(void) {
  return weir_kernels_avx512() && __builtin_cpu_supports("avx512vnni") ? &kernels : NULL;
}
#else
#include "kernels.h"
const struct weir_kernels *weir_kernels_avx512vnni(void) { return NULL; }
#endif
