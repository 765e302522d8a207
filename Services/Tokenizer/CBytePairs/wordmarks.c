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

#define WITH_SSSE3 __attribute__((target("ssse3")))

// A bit for each byte that the table has: `low` and `high` are its halves, of the high one only the bit.
WITH_SSSE3 static inline uint64_t members(const uint8_t *table, __m128i low, __m128i high) {
  __m128i found = _mm_and_si128(_mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)table), low), high);
  return (uint16_t)~_mm_movemask_epi8(_mm_cmpeq_epi8(found, _mm_setzero_si128()));
}

WITH_SSSE3 static byte_sets mark_by_halves(const byte_tables *tables, const uint8_t *p) {
  const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0), half = _mm_set1_epi8(15);
  byte_sets sets = {0};
  for (int part = 0; part < 64; part += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(p + part)), low = _mm_and_si128(v, half);
    __m128i high = _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(v, 4), half));
    __m128i offset = _mm_sub_epi8(v, _mm_set1_epi8('a'));
    __m128i small = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8('z' - 'a')), offset);
    sets.plain |= members(tables->plain, low, high) << part;
    sets.alone |= members(tables->alone, low, high) << part;
    sets.space |= members(tables->space, low, high) << part;
    sets.small |= (uint64_t)(uint16_t)_mm_movemask_epi8(small) << part;
  }
  return sets;
}

byte_marker word_marker(void) { return __builtin_cpu_supports("ssse3") ? mark_by_halves : word_mark_portable; }
#else
byte_marker word_marker(void) { return word_mark_portable; }
#endif
