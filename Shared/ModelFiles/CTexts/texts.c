#include "CTexts.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdbool.h>
#include <string.h>

// Bytes that are asked for ahead: the processor's own guesses end with a page.
enum { BLOCK = 32, AHEAD = 1024 };

// A top bit for each byte that cannot stand behind the one before it, is a wide scalar's, or begins a scalar that is longer than
// it need be. Of a lead the two top bits are set, of a byte that goes on with a scalar the first of them.
__attribute__((target("avx2"))) static inline __m256i wrong_bits(const uint8_t *p) {
  __m256i block = _mm256_loadu_si256((const __m256i *)p), before = _mm256_loadu_si256((const __m256i *)(p - 1));
  __m256i twice = _mm256_add_epi8(block, block), lead = _mm256_and_si256(block, twice);
  __m256i follows = _mm256_andnot_si256(twice, block), is_wanted = _mm256_and_si256(before, _mm256_add_epi8(before, before));
  __m256i is_wide = _mm256_and_si256(lead, _mm256_add_epi8(twice, twice));
  __m256i low = _mm256_and_si256(block, _mm256_set1_epi8(0x1e));
  __m256i is_overlong = _mm256_andnot_si256(_mm256_add_epi8(low, _mm256_set1_epi8(0x7f)), lead);
  return _mm256_or_si256(_mm256_xor_si256(follows, is_wanted), _mm256_or_si256(is_wide, is_overlong));
}

// Text on its way to be checked.
typedef struct {
  const uint8_t *p, *end;
  __m256i wrong;
} check;

__attribute__((target("avx2"))) static inline void check_block(check *c) {
  if (c->end - c->p < BLOCK) return;
  c->wrong = _mm256_or_si256(c->wrong, wrong_bits(c->p));
  c->p += BLOCK;
}

__attribute__((target("avx2"))) static bool is_narrow(check *c) {
  while (c->end - c->p >= BLOCK) check_block(c);
  return _mm256_movemask_epi8(c->wrong) == 0;
}

// The place behind the next texts; 0 where one does not fit, or is so long that its length has a byte that is no ASCII. Goes on
// with the check of those before, since each length waits for the one before it.
__attribute__((target("avx2"))) static inline size_t end_of_texts(const uint8_t *bytes, size_t size, size_t place, check *before) {
  uint64_t longest = 0;
  for (int index = 0; index < WEIR_TEXTS_TOGETHER; index++) {
    uint64_t length;
    if (size - place < sizeof length) return 0;
    memcpy(&length, bytes + place, sizeof length);
    if (length > size - place - sizeof length) return 0;
    longest |= length;
    place += sizeof length + length;
    __builtin_prefetch(bytes + place + AHEAD);
    check_block(before);
  }
  return longest < 0x80 && bytes[place - 1] < 0xc0 ? place : 0;
}

__attribute__((target("avx2"))) static size_t skip(
    const uint8_t *bytes, size_t size, size_t count, size_t *places, size_t *end) {
  check c = {bytes, bytes, _mm256_setzero_si256()};
  size_t place = 0, checked = 0, skipped = 0;
  for (;;) {
    // The last of them are checked with no others.
    bool goes_on = count - skipped >= WEIR_TEXTS_TOGETHER;
    size_t next = goes_on ? end_of_texts(bytes, size, place, &c) : 0;
    if (!is_narrow(&c)) break;
    checked = skipped, *end = place;
    if (next == 0) break;
    c = (check){bytes + place, bytes + next, wrong_bits(bytes + next - BLOCK)};
    places[skipped / WEIR_TEXTS_TOGETHER] = place;
    place = next, skipped += WEIR_TEXTS_TOGETHER;
  }
  return checked;
}

size_t weir_texts_skip(const uint8_t *bytes, size_t size, size_t count, size_t *places, size_t *end) {
  *end = 0;
  return __builtin_cpu_supports("avx2") ? skip(bytes, size, count, places, end) : 0;
}
#else
size_t weir_texts_skip(const uint8_t *bytes, size_t size, size_t count, size_t *places, size_t *end) {
  (void)bytes, (void)size, (void)count, (void)places;
  return *end = 0;
}
#endif
