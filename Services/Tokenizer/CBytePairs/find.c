// Looks for the first of a few bytes.
#include <string.h>

#include "CBytePairs.h"

#if defined(__SSE2__)
#include <emmintrin.h>

enum { SEVERAL_MAX = 4 };

static size_t find_several(const uint8_t *text, size_t count, const uint8_t *bytes, size_t byte_count) {
  __m128i wanted[SEVERAL_MAX];
  for (size_t index = 0; index < SEVERAL_MAX; index++)
    wanted[index] = _mm_set1_epi8((char)bytes[index < byte_count ? index : 0]);
  size_t position = 0;
  for (; position + 16 <= count; position += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(text + position));
    __m128i found = _mm_or_si128(_mm_cmpeq_epi8(v, wanted[0]), _mm_cmpeq_epi8(v, wanted[1]));
    found = _mm_or_si128(found, _mm_or_si128(_mm_cmpeq_epi8(v, wanted[2]), _mm_cmpeq_epi8(v, wanted[3])));
    int mask = _mm_movemask_epi8(found);
    if (mask) return position + (size_t)__builtin_ctz((unsigned)mask);
  }
  for (; position < count; position++)
    if (memchr(bytes, text[position], byte_count)) return position;
  return count;
}
#else
enum { SEVERAL_MAX = 0 };

static size_t find_several(const uint8_t *text, size_t count, const uint8_t *bytes, size_t byte_count) {
  (void)text, (void)bytes, (void)byte_count;
  return count;
}
#endif

size_t weir_find_any(const uint8_t *text, size_t count, const uint8_t *bytes, size_t byte_count) {
  if (byte_count == 0) return count;
  if (byte_count == 1) {
    const uint8_t *found = memchr(text, bytes[0], count);
    return found ? (size_t)(found - text) : count;
  }
  if (byte_count <= SEVERAL_MAX) return find_several(text, count, bytes, byte_count);
  bool is_wanted[256] = {false};
  for (size_t index = 0; index < byte_count; index++) is_wanted[bytes[index]] = true;
  size_t position = 0;
  while (position < count && !is_wanted[text[position]]) position++;
  return position;
}
