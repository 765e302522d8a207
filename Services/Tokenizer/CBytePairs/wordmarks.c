// What bytes are to the cut into words, 64 at a time.
#include "wordmemory.h"

static inline uint64_t has(const uint8_t *table, uint8_t byte) {
  return byte < ASCII_COUNT && table[byte & 15] >> (byte >> 4) & 1;
}

byte_sets word_mark_portable(const byte_tables *tables, const uint8_t *p) {
  byte_sets sets = {0};
  for (int index = 0; index < 64; index++) {
    sets.plain |= has(tables->plain, p[index]) << index;
    sets.alone |= has(tables->alone, p[index]) << index;
    sets.space |= has(tables->space, p[index]) << index;
    sets.small |= (uint64_t)(p[index] >= 'a' && p[index] <= 'z') << index;
  }
  return sets;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WITH_AVX2 __attribute__((target("avx2")))

// A bit for each byte that the table has: `low` and `high` are its halves, of the high one only the bit.
WITH_AVX2 static inline uint64_t members(const uint8_t *table, __m256i low, __m256i high) {
  __m256i halves = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
  __m256i found = _mm256_and_si256(_mm256_shuffle_epi8(halves, low), high);
  return (uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
}

WITH_AVX2 static byte_sets mark_by_halves(const byte_tables *tables, const uint8_t *p) {
  const __m256i bits = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i half = _mm256_set1_epi8(15);
  byte_sets sets = {0};
  for (int part = 0; part < 64; part += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(p + part)), low = _mm256_and_si256(v, half);
    __m256i high = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(v, 4), half));
    __m256i offset = _mm256_sub_epi8(v, _mm256_set1_epi8('a'));
    __m256i small = _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8('z' - 'a')), offset);
    sets.plain |= members(tables->plain, low, high) << part;
    sets.alone |= members(tables->alone, low, high) << part;
    sets.space |= members(tables->space, low, high) << part;
    sets.small |= (uint64_t)(uint32_t)_mm256_movemask_epi8(small) << part;
  }
  return sets;
}

byte_marker word_marker(void) { return __builtin_cpu_supports("avx2") ? mark_by_halves : word_mark_portable; }
#else
byte_marker word_marker(void) { return word_mark_portable; }
#endif
