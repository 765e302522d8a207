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
// Which classes the low and the high half of an ASCII byte allow; a byte has those that both do. The two of letters are the
// highest, so that one shift brings both to the sign.
enum { A_QUOTE = 2, A_NEWLINE = 4, A_BLANK = 8, CONTROL = 16, DIGIT = 32, FROM_P = 64, UP_TO_O = 128 };

static const uint8_t low_half[16] = {
    FROM_P | DIGIT | A_BLANK, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT,
    UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT | A_QUOTE,
    UP_TO_O | FROM_P | DIGIT, UP_TO_O | FROM_P | DIGIT | CONTROL, UP_TO_O | FROM_P | CONTROL | A_NEWLINE,
    UP_TO_O | CONTROL, UP_TO_O | CONTROL, UP_TO_O | CONTROL | A_NEWLINE, UP_TO_O, UP_TO_O};
static const uint8_t high_half[16] = {
    CONTROL | A_NEWLINE, 0, A_BLANK | A_QUOTE, DIGIT, UP_TO_O, FROM_P, UP_TO_O, FROM_P, 0, 0, 0, 0, 0, 0, 0, 0};

typedef struct {
  __m256i first, second;
} bytes64;

static inline uint64_t mask_of(__m256i first, __m256i second) {
  return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

static inline uint64_t bit_plane(bytes64 k, int bit) {
  return mask_of(_mm256_slli_epi16(k.first, 7 - bit), _mm256_slli_epi16(k.second, 7 - bit));
}

static inline __m256i is_between(__m256i v, uint8_t low, uint8_t high) {
  __m256i offset = _mm256_sub_epi8(v, _mm256_set1_epi8((char)low));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8((char)(high - low))), offset);
}

static inline __m256i equals(__m256i v, uint8_t byte) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)byte)); }

static inline __m256i ascii_classes(__m256i v) {
  __m256i low_table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)low_half));
  __m256i high_table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)high_half));
  __m256i half = _mm256_set1_epi8(15);
  __m256i low = _mm256_shuffle_epi8(low_table, _mm256_and_si256(v, half));
  __m256i high = _mm256_shuffle_epi8(high_table, _mm256_and_si256(_mm256_srli_epi16(v, 4), half));
  return _mm256_and_si256(low, high);
}

static inline __m256i han_leads(__m256i v, const uint8_t *p) {
  __m256i next = _mm256_loadu_si256((const __m256i *)(p + 1));
  __m256i han = is_between(v, 0xe5, 0xe8);
  han = _mm256_or_si256(han, _mm256_and_si256(equals(v, 0xe4), is_between(next, 0xb8, 0xbf)));
  return _mm256_or_si256(han, _mm256_and_si256(equals(v, 0xe9), is_between(next, 0x80, 0xbd)));
}

// `p` has 65 readable bytes.
static inline beyond_ascii classify_ascii(const uint8_t *p, block *b, bool has_cases) {
  bytes64 v = {_mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)(p + 32))};
  bytes64 k = {ascii_classes(v.first), ascii_classes(v.second)};
  bytes64 letters = {
      _mm256_or_si256(k.first, _mm256_add_epi8(k.first, k.first)), _mm256_or_si256(k.second, _mm256_add_epi8(k.second, k.second))};
  uint64_t letter = mask_of(letters.first, letters.second), number = bit_plane(k, 5), blank = bit_plane(k, 3);
  b->planes[LETTER] = letter;
  b->planes[NUMBER] = number;
  b->planes[SPACE] = bit_plane(k, 4) | blank;
  b->planes[NEWLINE] = bit_plane(k, 2);
  b->planes[BLANK] = blank;
  b->planes[APOSTROPHE] = bit_plane(k, 1);
  if (has_cases) {
    uint64_t lower = letter & mask_of(is_between(v.first, 'a', 'z'), is_between(v.second, 'a', 'z'));
    uint64_t visible = mask_of(is_between(v.first, '!', '~'), is_between(v.second, '!', '~'));
    b->planes[ALPHA] = letter;
    b->planes[LOWER] = lower;
    b->planes[UPPER] = letter ^ lower;
    b->planes[SYMBOL] = visible & ~letter & ~number;
  }
  beyond_ascii beyond = {mask_of(v.first, v.second), 0, 0};
  if (!beyond.high) return beyond;
  beyond.lead = mask_of(is_between(v.first, 0xc0, 0xff), is_between(v.second, 0xc0, 0xff));
  beyond.han = mask_of(han_leads(v.first, p), han_leads(v.second, p + 32));
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
  memset(b->planes, 0, sizeof b->planes);
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
  memset(b->planes, 0, sizeof b->planes);
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

// What the last scalar of a block has in the next one: its planes, and how many bytes.
typedef struct {
  uint8_t planes;
  uint32_t bytes;
} spill;

enum { HAN_PLANES = 1 << LETTER | 1 << UPPER | 1 << LOWER | 1 << HAN };

static inline void set_planes(block *b, uint32_t planes, uint64_t bytes) {
  for (int plane = 0; plane < BY_TABLE_COUNT; plane++) b->planes[plane] |= planes >> plane & 1 ? bytes : 0;
}

static void classify_beyond(const uint8_t *p, block *b, beyond_ascii beyond, spill *over) {
  b->planes[HIGH] = beyond.high;
  b->planes[FOLLOWING] = beyond.high & ~beyond.lead;
  set_planes(b, over->planes, (1ull << over->bytes) - 1);
  *over = (spill){0, 0};
  if (beyond.han) {
    set_planes(b, HAN_PLANES, beyond.han | beyond.han << 1 | beyond.han << 2);
    if (beyond.han >> 62) *over = (spill){HAN_PLANES, beyond.han >> 63 ? 2 : 1};
  }
  // Neighbours are mostly of one class.
  uint8_t planes = 0;
  uint64_t run = 0;
  for (uint64_t leads = beyond.lead & ~beyond.han; leads; leads &= leads - 1) {
    int shift = __builtin_ctzll(leads);
    size_t length;
    uint8_t own = planes_of(p + shift, &length);
    if (own != planes) {
      if (run) set_planes(b, planes, run);
      planes = own, run = 0;
    }
    run |= ((1ull << length) - 1) << shift;
    if (shift + length > 64) *over = (spill){planes, (uint32_t)(shift + length - 64)};
  }
  if (run) set_planes(b, planes, run);
}

static inline void classify_block(const uint8_t *p, block *b, bool has_cases, spill *over) {
  beyond_ascii beyond = classify_ascii(p, b, has_cases);
  if (!has_cases) b->planes[UPPER] = b->planes[LOWER] = b->planes[SYMBOL] = 0;
  b->planes[HAN] = b->planes[HIGH] = b->planes[FOLLOWING] = 0;
  if (beyond.high) classify_beyond(p, b, beyond, over);
}

// Fills the planes of the window; bits from the limit on are zero, and one block more is.
static void classify(scanner *s) {
  size_t count = s->limit - s->base, blocks = (count + 63) / 64;
  bool has_cases = s->words.kind == WEIR_WORDS_O200K || s->words.kind == WEIR_WORDS_DEEPSEEK3;
  spill over = {0, 0};
  for (size_t index = 0; index < blocks; index++) {
    size_t start = s->base + index * 64;
    // The next window: the processor's own guesses end where a page does.
    __builtin_prefetch(s->text + start + count, 0, 3);
    if (start + 68 <= s->count) {
      classify_block(s->text + start, s->blocks + index, has_cases, &over);
    } else {
      uint8_t padded[80] = {0};
      memcpy(padded, s->text + start, s->count - start < 68 ? s->count - start : 68);
      classify_block(padded, s->blocks + index, has_cases, &over);
    }
  }
  // Nothing is known beyond the limit, wherever the last block and its scalars end.
  block *last = s->blocks + count / 64;
  uint64_t kept = count % 64 ? (1ull << count % 64) - 1 : 0;
  for (int plane = 0; plane < PLANE_COUNT; plane++) last->planes[plane] = kept ? last->planes[plane] & kept : 0;
  memset(last + 1, 0, sizeof *last);
}
