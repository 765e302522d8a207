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

enum { STRETCH = 64, BEHIND = 2 };  // bytes that are looked at together, and those read behind them

#if defined(__SSE2__)
static inline __m128i equals(__m128i v, int byte) { return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte)); }
static inline __m128i is_from(__m128i v, int byte) { return equals(_mm_subs_epu8(_mm_set1_epi8((char)byte), v), 0); }

// Bytes that start a scalar to be looked up. Punctuation that stands in much text is settled too: U+2010 to U+203F, those from
// U+3000 on whose last byte is below all of them that have a class, U+3040 to U+307F, U+30C0 to U+30FF and from U+FE40 on.
static inline uint64_t looked_up(const uint8_t *p) {
  __m128i v = _mm_loadu_si128((const __m128i *)p), next = _mm_loadu_si128((const __m128i *)(p + 1));
  __m128i last = _mm_loadu_si128((const __m128i *)(p + 2));
  __m128i ideographs = _mm_andnot_si128(is_from(v, 0xea), is_from(v, 0xe4));
  __m128i settled = _mm_or_si128(ideographs, _mm_or_si128(equals(v, 0xeb), equals(v, 0xec)));
  __m128i quotes = _mm_and_si128(_mm_and_si128(equals(v, 0xe2), equals(next, 0x80)), is_from(last, 0x90));
  __m128i kana = _mm_or_si128(equals(next, 0x81), equals(next, 0x83));
  kana = _mm_or_si128(kana, _mm_xor_si128(is_from(last, 0x99), _mm_set1_epi8(-1)));
  kana = _mm_and_si128(kana, equals(v, 0xe3));
  __m128i full_width = _mm_and_si128(equals(v, 0xef), is_from(next, 0xb9));
  settled = _mm_or_si128(_mm_or_si128(settled, quotes), _mm_or_si128(kana, full_width));
  return (uint64_t)_mm_movemask_epi8(_mm_andnot_si128(settled, is_from(v, 0xcc)));
}

static inline bool has_from(const uint8_t *p, int byte) {
  const __m128i *parts = (const __m128i *)p;
  __m128i low = _mm_max_epu8(_mm_loadu_si128(parts), _mm_loadu_si128(parts + 1));
  __m128i high = _mm_max_epu8(_mm_loadu_si128(parts + 2), _mm_loadu_si128(parts + 3));
  return _mm_movemask_epi8(is_from(_mm_max_epu8(low, high), byte)) != 0;
}

// Of a stretch of bytes those that start a scalar to be looked up.
static inline uint64_t looked_up_in(const uint8_t *p) {
  if (!has_from(p, 0xcc)) return 0;
  return looked_up(p) | looked_up(p + 16) << 16 | looked_up(p + 32) << 32 | looked_up(p + 48) << 48;
}
#else
static inline uint64_t looked_up_in(const uint8_t *p) {
  uint64_t bits = 0;
  for (int index = 0; index < STRETCH; index++) bits |= (uint64_t)is_looked_up(p[index]) << index;
  return bits;
}
#endif

// The class of the last scalar that was looked up, and where it ended.
typedef struct {
  size_t end;
  uint8_t class;
} looked_at;

// Looks the scalar at `place` up; returns whether it may stand there.
static inline bool is_in_order(const uint8_t *text, size_t place, looked_at *before) {
  size_t length;
  uint8_t class = class_at(text + place, &length), last = before->end == place ? before->class : 0;
  *before = (looked_at){place + length, class};
  return class != UNSETTLED && (class == 0 || class >= last);
}

bool weir_is_composed(const uint8_t *text, size_t count) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fill);
  looked_at before = {0};
  size_t place = 0;
  for (; place + STRETCH + BEHIND <= count; place += STRETCH)
    for (uint64_t bits = looked_up_in(text + place); bits; bits &= bits - 1)
      if (!is_in_order(text, place + (size_t)__builtin_ctzll(bits), &before)) return false;
  for (; place < count; place++)
    if (is_looked_up(text[place]) && !is_in_order(text, place, &before)) return false;
  return true;
}
