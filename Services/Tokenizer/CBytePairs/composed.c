// Whether text is in normalization form C, by the quick check of Unicode Standard Annex #15.
#include <pthread.h>

#include "CBytePairs.h"
#include "combining.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static uint8_t basic[1 << 16];

static void fill(void) {
  for (size_t index = 0; index < sizeof combining_classes / sizeof *combining_classes; index++)
    for (uint32_t scalar = combining_classes[index].first; scalar <= combining_classes[index].last; scalar++)
      if (scalar < sizeof basic) basic[scalar] = combining_classes[index].class;
}

// By bisection: scalars from U+10000 on are rare but for emoji and ideographs, which are settled.
static uint8_t class_beyond_basic(uint32_t scalar) {
  if (scalar >= 0x1f000 && scalar < 0x2f800) return 0;
  size_t low = 0, high = sizeof combining_classes / sizeof *combining_classes;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (combining_classes[middle].last < scalar) low = middle + 1;
    else high = middle;
  }
  bool is_listed = low < sizeof combining_classes / sizeof *combining_classes && combining_classes[low].first <= scalar;
  return is_listed ? combining_classes[low].class : 0;
}

static inline uint8_t class_at(const uint8_t *p, size_t *length) {
  if (p[0] < 0xe0) {
    *length = 2;
    return basic[(p[0] & 0x1f) << 6 | (p[1] & 0x3f)];
  }
  if (p[0] < 0xf0) {
    *length = 3;
    return basic[(p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f)];
  }
  *length = 4;
  return class_beyond_basic((uint32_t)(p[0] & 7) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f));
}

// Whether scalars that start with the byte have to be looked up: those below U+0300 and from U+4000 to U+9FFF and from
// U+B000 to U+CFFF (ideographs, syllables) have no class and are settled. Bytes that start none need not.
static inline bool is_looked_up(uint8_t byte) {
  return byte >= 0xcc && !(byte >= 0xe4 && byte <= 0xe9) && byte != 0xeb && byte != 0xec;
}

// The first byte from `position` on that starts a scalar to be looked up; `count` if there is none.
static inline size_t next_looked_up(const uint8_t *text, size_t position, size_t count) {
#if defined(__SSE2__)
  for (; position + 16 <= count; position += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(text + position));
    __m128i high = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xcc)), v);
    if (_mm_movemask_epi8(high) == 0) continue;
    __m128i offset = _mm_sub_epi8(v, _mm_set1_epi8((char)0xe4));
    __m128i settled = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(0xe9 - 0xe4)), offset);
    settled = _mm_or_si128(settled, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xeb)));
    settled = _mm_or_si128(settled, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xec)));
    int found = _mm_movemask_epi8(_mm_andnot_si128(settled, high));
    if (found) return position + (size_t)__builtin_ctz((unsigned)found);
  }
#endif
  while (position < count && !is_looked_up(text[position])) position++;
  return position;
}

bool weir_is_composed(const uint8_t *text, size_t count) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fill);
  uint8_t last = 0;
  for (size_t position = 0; position < count;) {
    size_t found = next_looked_up(text, position, count), length;
    if (found == count) return true;
    if (found > position) last = 0;
    uint8_t class = class_at(text + found, &length);
    if (class == UNSETTLED || (class != 0 && class < last)) return false;
    last = class;
    position = found + length;
  }
  return true;
}
