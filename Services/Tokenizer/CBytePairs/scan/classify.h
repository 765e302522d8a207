// Classes of scalars as bit planes: ASCII and Han characters many bytes at a time, the rest by table.
#include <string.h>

#include "../classes.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

typedef struct {
  uint64_t high;  // bytes from 0x80 on
  uint64_t lead;  // bytes that start a scalar of several bytes
  uint64_t han;   // bytes that start a scalar from U+4E00 to U+9F7F
} beyond_ascii;

#if defined(HAS_AVX2)
// Which classes the low and the high half of an ASCII byte allow; a byte has those that both do.
enum { UP_TO_O = 1, FROM_P = 2, DIGIT = 4, CONTROL = 8, A_BLANK = 16, A_NEWLINE = 32, QUOTE = 64 };

static const uint8_t low_half[16] = {
    FROM_P | DIGIT | A_BLANK, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT,
    UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT | QUOTE,
    UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT | CONTROL, UP_TO_O | FROM_P | CONTROL | A_NEWLINE,
    UP_TO_O | CONTROL, UP_TO_O | CONTROL, UP_TO_O | CONTROL | A_NEWLINE, UP_TO_O, UP_TO_O};
static const uint8_t high_half[16] = {
    CONTROL | A_NEWLINE, 0, A_BLANK | QUOTE, DIGIT, UP_TO_O, FROM_P, UP_TO_O, FROM_P, 0, 0, 0, 0, 0, 0, 0, 0};

static inline uint64_t bit_plane(__m256i classes, int bit) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(classes, 7 - bit));
}

static inline __m256i is_between(__m256i v, uint8_t low, uint8_t high) {
  __m256i offset = _mm256_sub_epi8(v, _mm256_set1_epi8((char)low));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8((char)(high - low))), offset);
}

static inline uint64_t mask_of(__m256i v) { return (uint32_t)_mm256_movemask_epi8(v); }

static inline __m256i equals(__m256i v, uint8_t byte) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)byte)); }

// `p` has 65 readable bytes.
static inline beyond_ascii classify_ascii(const uint8_t *p, block *b, bool has_cases) {
  beyond_ascii beyond = {0, 0, 0};
  __m256i low_table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)low_half));
  __m256i high_table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)high_half));
  __m256i half = _mm256_set1_epi8(15);
  for (int part = 0; part < 64; part += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(p + part));
    __m256i low = _mm256_shuffle_epi8(low_table, _mm256_and_si256(v, half));
    __m256i high = _mm256_shuffle_epi8(high_table, _mm256_and_si256(_mm256_srli_epi16(v, 4), half));
    __m256i k = _mm256_and_si256(low, high);
    uint64_t blank = bit_plane(k, 4), letter = bit_plane(k, 0) | bit_plane(k, 1), number = bit_plane(k, 2);
    b->planes[LETTER] |= letter << part;
    if (has_cases) b->planes[ALPHA] |= letter << part;
    b->planes[NUMBER] |= number << part;
    b->planes[SPACE] |= (bit_plane(k, 3) | blank) << part;
    b->planes[NEWLINE] |= bit_plane(k, 5) << part;
    b->planes[BLANK] |= blank << part;
    b->planes[APOSTROPHE] |= bit_plane(k, 6) << part;
    if (has_cases) {
      uint64_t lower = letter & mask_of(is_between(v, 'a', 'z'));
      b->planes[LOWER] |= lower << part;
      b->planes[UPPER] |= (letter ^ lower) << part;
      b->planes[SYMBOL] |= (mask_of(is_between(v, '!', '~')) & ~letter & ~number) << part;
    }
    uint64_t beyond_part = mask_of(v);
    if (!beyond_part) continue;
    __m256i next = _mm256_loadu_si256((const __m256i *)(p + part + 1));
    __m256i han = is_between(v, 0xe5, 0xe8);
    han = _mm256_or_si256(han, _mm256_and_si256(equals(v, 0xe4), is_between(next, 0xb8, 0xbf)));
    han = _mm256_or_si256(han, _mm256_and_si256(equals(v, 0xe9), is_between(next, 0x80, 0xbd)));
    beyond.high |= beyond_part << part;
    beyond.lead |= mask_of(is_between(v, 0xc0, 0xff)) << part;
    beyond.han |= mask_of(han) << part;
  }
  return beyond;
}
#elif defined(__SSE2__)
static inline __m128i is_between(__m128i v, uint8_t low, uint8_t high) {
  __m128i offset = _mm_sub_epi8(v, _mm_set1_epi8((char)low));
  return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8((char)(high - low))), offset);
}

static inline uint64_t bits(__m128i v) { return (uint64_t)(uint32_t)_mm_movemask_epi8(v); }

// `p` has 65 readable bytes.
static inline beyond_ascii classify_ascii(const uint8_t *p, block *b, bool has_cases) {
  (void)has_cases;
  beyond_ascii beyond = {0, 0, 0};
  for (int part = 0; part < 64; part += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(p + part));
    __m128i upper = is_between(v, 'A', 'Z'), lower = is_between(v, 'a', 'z');
    __m128i blank = _mm_cmpeq_epi8(v, _mm_set1_epi8(' ')), space = _mm_or_si128(is_between(v, 9, 13), blank);
    __m128i newline = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
    __m128i number = is_between(v, '0', '9'), letter = _mm_or_si128(upper, lower);
    __m128i symbol = _mm_andnot_si128(_mm_or_si128(letter, number), is_between(v, '!', '~'));
    b->planes[LETTER] |= bits(letter) << part;
    b->planes[ALPHA] |= bits(letter) << part;
    b->planes[NUMBER] |= bits(number) << part;
    b->planes[SPACE] |= bits(space) << part;
    b->planes[NEWLINE] |= bits(newline) << part;
    b->planes[UPPER] |= bits(upper) << part;
    b->planes[LOWER] |= bits(lower) << part;
    b->planes[SYMBOL] |= bits(symbol) << part;
    b->planes[BLANK] |= bits(blank) << part;
    b->planes[APOSTROPHE] |= bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('\''))) << part;
    uint64_t high = bits(v);
    if (!high) continue;
    __m128i next = _mm_loadu_si128((const __m128i *)(p + part + 1));
    __m128i han = is_between(v, 0xe5, 0xe8);
    han = _mm_or_si128(han, _mm_and_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xe4)), is_between(next, 0xb8, 0xbf)));
    han = _mm_or_si128(han, _mm_and_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xe9)), is_between(next, 0x80, 0xbd)));
    beyond.high |= high << part;
    beyond.lead |= bits(is_between(v, 0xc0, 0xff)) << part;
    beyond.han |= bits(han) << part;
  }
  return beyond;
}
#else
static inline beyond_ascii classify_ascii(const uint8_t *p, block *b, bool has_cases) {
  (void)has_cases;
  beyond_ascii beyond = {0, 0, 0};
  for (int index = 0; index < 64; index++) {
    uint64_t bit = 1ull << index;
    if (p[index] < 0x80) {
      uint8_t planes = scalar_planes[p[index]];
      for (int plane = 0; plane < 8; plane++) b->planes[plane] |= (uint64_t)(planes >> plane & 1) << index;
      if (p[index] == ' ') b->planes[BLANK] |= bit;
      if (planes >> LETTER & 1) b->planes[ALPHA] |= bit;
      if (p[index] == '\'') b->planes[APOSTROPHE] |= bit;
    } else {
      bool is_han = (p[index] >= 0xe5 && p[index] <= 0xe8) || (p[index] == 0xe4 && p[index + 1] >= 0xb8) ||
                    (p[index] == 0xe9 && p[index + 1] <= 0xbd);
      beyond.high |= bit;
      if (p[index] >= 0xc0) beyond.lead |= bit;
      if (is_han) beyond.han |= bit;
    }
  }
  return beyond;
}
#endif

static inline void set_run(block *b, int plane, uint64_t run, int shift) {
  b[0].planes[plane] |= run << shift;
  if (shift > 60) b[1].planes[plane] |= run >> (64 - shift);
}

// The three bytes of each Han character, into the next block too.
static inline void set_han(block *b, uint64_t leads) {
  uint64_t here = leads | leads << 1 | leads << 2, next = leads >> 63 | leads >> 62;
  static const int planes[] = {LETTER, UPPER, LOWER, HAN};
  for (int index = 0; index < 4; index++) {
    b[0].planes[planes[index]] |= here;
    b[1].planes[planes[index]] |= next;
  }
}

static inline void classify_block(const uint8_t *p, block *b, bool has_cases) {
  beyond_ascii beyond = classify_ascii(p, b, has_cases);
  if (!beyond.high) return;
  b->planes[HIGH] = beyond.high;
  b->planes[FOLLOWING] = beyond.high & ~beyond.lead;
  if (beyond.han) set_han(b, beyond.han);
  for (uint64_t leads = beyond.lead & ~beyond.han; leads; leads &= leads - 1) {
    int shift = __builtin_ctzll(leads);
    size_t length;
    uint8_t planes = planes_of(p + shift, &length);
    for (; planes; planes &= planes - 1) set_run(b, __builtin_ctz(planes), (1ull << length) - 1, shift);
  }
}

// Fills the planes of the window; bits from the limit on are zero, and one block more is.
static void classify(scanner *s) {
  size_t count = s->limit - s->base, blocks = (count + 63) / 64;
  bool has_cases = s->words.kind == WEIR_WORDS_O200K || s->words.kind == WEIR_WORDS_DEEPSEEK3;
  memset(s->blocks, 0, (blocks + 2) * sizeof *s->blocks);
  for (size_t index = 0; index < blocks; index++) {
    size_t start = s->base + index * 64;
    if (start + 68 <= s->count) {
      classify_block(s->text + start, s->blocks + index, has_cases);
    } else {
      uint8_t padded[80] = {0};
      memcpy(padded, s->text + start, s->count - start < 68 ? s->count - start : 68);
      classify_block(padded, s->blocks + index, has_cases);
    }
  }
  // Nothing is known beyond the limit, wherever the last block and its scalars end.
  block *last = s->blocks + count / 64;
  uint64_t kept = count % 64 ? (1ull << count % 64) - 1 : 0;
  for (int plane = 0; plane < PLANE_COUNT; plane++) {
    last->planes[plane] &= kept;
    last[1].planes[plane] = 0;
  }
}
