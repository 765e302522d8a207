// What the processor has.
#pragma once
#include <stdbool.h>

#if defined(__x86_64__)
// And what has come with it so far: the rounds of AES, which words are hashed with, and the instructions for single bits.
static inline bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("aes") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
}
#else
static inline bool has_avx2(void) { return false; }
#endif
