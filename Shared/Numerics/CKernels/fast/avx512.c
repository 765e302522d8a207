// Compiled for AVX-512 whatever the package is built for, and used only where the processor has it.
#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define TILE_TOKENS 8
#define NAME "AVX-512"
#define HAS_AVX2 1
#define HAS_VNNI 0
#include "operations.h"
#pragma clang attribute pop

const struct weir_kernels *weir_kernels_avx512(void) {
  int has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
            __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && weir_kernels_avx2();
  return has ? &kernels : NULL;
}
#else
#include "kernels.h"
const struct weir_kernels *weir_kernels_avx512(void) { return NULL; }
#endif
