// 32 bytes at a time, and their products summed by fours.
#pragma once
#include "vector.h"
#if HAS_AVX2
#include <immintrin.h>
#endif

// How a set sums up products: see weir_int8_rows.
#define SUMS_PAIRS (HAS_AVX2 && !HAS_VNNI)
#define LIFTS_SUMS HAS_VNNI

typedef uint8_t bytes __attribute__((vector_size(32)));
typedef uint8_t half_bytes __attribute__((vector_size(16)));
typedef int32_t eight_ints __attribute__((vector_size(32)));
typedef float eight __attribute__((vector_size(32)));

INLINE bytes load_bytes(const void *p) {
  bytes b;
  memcpy(&b, p, sizeof b);
  return b;
}

INLINE eight splat8(float x) { return x - (eight){0}; }

INLINE float sum_of_eight(eight v) {
  return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7]));
}

#if HAS_AVX2
// The table's entry for each byte, which is below 16.
INLINE bytes look_up(const int8_t *table, bytes index) {
  __m256i values = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
  return (bytes)_mm256_shuffle_epi8(values, (__m256i)index);
}

INLINE eight_ints sum_pairs(__m256i pairs) { return (eight_ints)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1)); }

// sum of w[4i + j] x[4i + j] over j, w below 128, x signed. Two products fit 16 bits.
INLINE eight_ints dot_unsigned(bytes w, bytes x) {
  return sum_pairs(_mm256_maddubs_epi16((__m256i)w, (__m256i)x));
}

// The same for signed w: the sign of w moves to x, which is never -128.
INLINE eight_ints dot_signed(bytes w, bytes x) {
  __m256i magnitude = _mm256_abs_epi8((__m256i)w);
  return sum_pairs(_mm256_maddubs_epi16(magnitude, _mm256_sign_epi8((__m256i)x, (__m256i)w)));
}
#else
INLINE bytes look_up(const int8_t *table, bytes index) {
  bytes values;
  for (int i = 0; i < 32; i++) values[i] = (uint8_t)table[index[i]];
  return values;
}

INLINE eight_ints dot_signed(bytes w, bytes x) {
  const int8_t *a = (const int8_t *)&w, *b = (const int8_t *)&x;
  eight_ints sums;
  for (int i = 0; i < 8; i++) {
    int sum = 0;
    for (int j = 0; j < 4; j++) sum += a[4 * i + j] * b[4 * i + j];
    sums[i] = sum;
  }
  return sums;
}

INLINE eight_ints dot_unsigned(bytes w, bytes x) { return dot_signed(w, x); }
#endif
