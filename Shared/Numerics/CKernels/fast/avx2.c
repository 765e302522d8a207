// Compiled for AVX2 whatever the package is built for, and used only where the processor has it.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define TILE_TOKENS 2
#define NAME "AVX2"
#define HAS_AVX2 1
#define HAS_VNNI 0
#include "operations.h"
#pragma clang attribute pop

const struct weir_kernels *weir_kernels_avx2(void) {
  int has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  return has ? &kernels : NULL;
}
#else
#include "kernels.h"
const struct weir_kernels *weir_kernels_avx2(void) { return NULL; }
#endif
