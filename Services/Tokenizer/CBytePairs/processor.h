// What the processor has.
#pragma once
#include <stdbool.h>

#if defined(__x86_64__)
// And what has come with it so far: the rounds of AES, which words are hashed with, and the instructions for single bits.
static inline bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("aes") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
}
static inline bool has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && has_avx2();
}
#else
static inline bool has_avx2(void) { return false; }
static inline bool has_avx512(void) { return false; }
#endif
