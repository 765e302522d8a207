// Whether text is UTF-8: byte by byte, and 32 bytes at a time where the processor can (Keiser and Lemire, "Validating UTF-8
// in less than one instruction per byte", 2021).
#include <string.h>

#include "tables.h"
#include "utf8.h"

// Unicode Standard, table 3-7.
bool utf8_by_scalars(const uint8_t *p, size_t count) {
  for (size_t index = 0; index < count;) {
    uint64_t eight;
    if (count - index >= 8 && (memcpy(&eight, p + index, 8), (eight & 0x8080808080808080u) == 0)) {
      index += 8;
      continue;
    }
    uint8_t lead = p[index++];
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    size_t rest = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (count - index < rest) return false;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (p[index] < low || p[index] > high) return false;
    for (size_t place = 1; place < rest; place++)
      if ((p[index + place] & 0xc0) != 0x80) return false;
    index += rest;
  }
  return true;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

// What can be wrong with two bytes; three nibbles of them tell, each by a table.
enum {
  TOO_SHORT = 1 << 0,
  TOO_LONG = 1 << 1,
  OVERLONG_3 = 1 << 2,
  TOO_LARGE = 1 << 3,
  SURROGATE = 1 << 4,
  OVERLONG_2 = 1 << 5,
  OVERLONG_4_OR_TOO_LARGE = 1 << 6,
  TWO_FOLLOWING = 1 << 7,
  CARRY = TOO_SHORT | TOO_LONG | TWO_FOLLOWING,
  ANY_HIGH = CARRY | OVERLONG_3 | TOO_LARGE | OVERLONG_2 | SURROGATE | OVERLONG_4_OR_TOO_LARGE,
};

AVX2 static inline __m256i looked_up(const uint8_t table[16], __m256i nibbles) {
  __m256i tables = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
  return _mm256_shuffle_epi8(tables, nibbles);
}

AVX2 static inline __m256i high_nibbles(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

// Not zero where the pair of a byte and the one before it is wrong, or is right but does not go on. `first`, `before_first`
// and `before_both` have for each byte those one, two and three places before it.
AVX2 static inline __m256i errors_of(__m256i block, __m256i first, __m256i before_first, __m256i before_both) {
  static const uint8_t first_high[16] = {
      TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
      TWO_FOLLOWING, TWO_FOLLOWING, TWO_FOLLOWING, TWO_FOLLOWING,
      TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
      TOO_SHORT | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE};
  static const uint8_t first_low[16] = {
      CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4_OR_TOO_LARGE, CARRY | OVERLONG_2, CARRY, CARRY, CARRY | TOO_LARGE,
      CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE, CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
      CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE, CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
      CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE, CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
      CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE, CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
      CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE | SURROGATE, CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
      CARRY | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE};
  static const uint8_t second_high[16] = {
      TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
      TOO_LONG | OVERLONG_2 | TWO_FOLLOWING | OVERLONG_3 | OVERLONG_4_OR_TOO_LARGE,
      TOO_LONG | OVERLONG_2 | TWO_FOLLOWING | OVERLONG_3 | TOO_LARGE,
      TOO_LONG | OVERLONG_2 | TWO_FOLLOWING | SURROGATE | TOO_LARGE,
      TOO_LONG | OVERLONG_2 | TWO_FOLLOWING | SURROGATE | TOO_LARGE,
      TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT};
  __m256i pairs = _mm256_and_si256(
      _mm256_and_si256(
          looked_up(first_high, high_nibbles(first)), looked_up(first_low, _mm256_and_si256(first, _mm256_set1_epi8(15)))),
      looked_up(second_high, high_nibbles(block)));
  // The third and the fourth byte of a scalar have to be following ones.
  __m256i third = _mm256_subs_epu8(before_first, _mm256_set1_epi8((char)(0xe0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(before_both, _mm256_set1_epi8((char)(0xf0 - 0x80)));
  __m256i must_follow = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(must_follow, pairs);
}

// The same of a block behind another.
AVX2 static inline __m256i errors(__m256i block, __m256i last) {
  __m256i joined = _mm256_permute2x128_si256(last, block, 0x21);
  return errors_of(
      block, _mm256_alignr_epi8(block, joined, 15), _mm256_alignr_epi8(block, joined, 14),
      _mm256_alignr_epi8(block, joined, 13));
}

AVX2 bool utf8_by_blocks(const uint8_t *p, size_t count) {
  __m256i last = _mm256_setzero_si256(), wrong = last;
  size_t index = 0;
  for (; index + 32 <= count; index += 32) {
    __m256i block = _mm256_loadu_si256((const __m256i *)(p + index));
    if (_mm256_movemask_epi8(_mm256_or_si256(block, last)) != 0) wrong = _mm256_or_si256(wrong, errors(block, last));
    last = block;
  }
  uint8_t rest[32] = {0};
  memcpy(rest, p + index, count - index);
  // Zeros behind the text end what is not ended, unless it fills the last block.
  wrong = _mm256_or_si256(wrong, errors(_mm256_loadu_si256((const __m256i *)rest), last));
  return _mm256_testz_si256(wrong, wrong);
}
// A token's bytes end before its `info`, with zeros between or `info` as one, so that each is a text by itself.
AVX2 static void mark_by_blocks(weir_token *tokens, size_t count) {
  const __m256i last = _mm256_set_epi64x(INT64_MIN >> 7, 0, INT64_MIN >> 7, 0), zero = _mm256_setzero_si256();
  for (size_t index = 0; index + 2 <= count; index += 2) {
    __m256i both = _mm256_loadu_si256((const __m256i *)(tokens + index)), block = _mm256_andnot_si256(last, both);
    if (_mm256_movemask_epi8(block) == 0) continue;
    __m256i wrong = errors_of(
        block, _mm256_slli_si256(block, 1), _mm256_slli_si256(block, 2), _mm256_slli_si256(block, 3));
    uint32_t right = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(wrong, zero));
    for (int half = 0; half < 2; half++) {
      weir_token *token = &tokens[index + half];
      bool is_partial = (right >> 16 * half & 0xffff) != 0xffff && !(token->info & WEIR_TOKEN_IS_LONG);
      token->info |= is_partial ? WEIR_TOKEN_IS_PARTIAL : 0;
    }
  }
}
#else
bool utf8_by_blocks(const uint8_t *p, size_t count) { return utf8_by_scalars(p, count); }
static void mark_by_blocks(weir_token *tokens, size_t count) { (void)tokens, (void)count; }
#endif

static void mark_by_scalars(weir_token *tokens, size_t count) {
  for (weir_token *token = tokens; token < tokens + count; token++)
    if (!(token->info & WEIR_TOKEN_IS_LONG) && !utf8_by_scalars(token->bytes, token->info & WEIR_TOKEN_LENGTH))
      token->info |= WEIR_TOKEN_IS_PARTIAL;
}

static bool has_blocks(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

void utf8_mark_partial(weir_token *tokens, size_t count) {
  size_t marked = has_blocks() ? count / 2 * 2 : 0;
  mark_by_blocks(tokens, marked);
  mark_by_scalars(tokens + marked, count - marked);
}

bool weir_is_utf8(const uint8_t *p, size_t count) {
  return count >= 64 && has_blocks() ? utf8_by_blocks(p, count) : utf8_by_scalars(p, count);
}

bool weir_is_ascii(const uint8_t *p, size_t count) {
  enum { AT_ONCE = 256 };  // compiled to registers' width
  size_t index = 0;
  for (; index + AT_ONCE <= count; index += AT_ONCE) {
    uint8_t any = 0;
    for (size_t place = 0; place < AT_ONCE; place++) any |= p[index + place];
    if (any >= 0x80) return false;
  }
  uint8_t any = 0;
  for (; index < count; index++) any |= p[index];
  return any < 0x80;
}

bool bpe_has_wide(const uint8_t *text, size_t count) {
  uint8_t highest = 0;
  for (size_t index = 0; index < count; index++) highest = text[index] > highest ? text[index] : highest;
  return highest >= 0xe0;
}
