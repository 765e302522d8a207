#include "bytelevel.h"

// The byte that a scalar of the alphabet stands for; -1 for any other.
static int byte_for(uint32_t scalar) {
  if (scalar >= 0x100) {
    uint32_t number = scalar - 0x100;
    return number > 67 ? -1 : number == 67 ? 0xad : (int)(number < 33 ? number : number + 94);
  }
  bool prints = (scalar > 0x20 && scalar < 0x7f) || (scalar > 0xa0 && scalar != 0xad);
  return prints ? (int)scalar : -1;
}

static bool is_alphabet(const int16_t *byte_of, uint32_t scalar_count) {
  uint32_t wrong = 0;
  for (uint32_t scalar = 0; scalar < scalar_count; scalar++) wrong += byte_of[scalar] != byte_for(scalar);
  return wrong == 0;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,popcnt")))

bool bytelevel_has_blocks(const int16_t *byte_of, uint32_t scalar_count) {
  return __builtin_cpu_supports("avx2") && is_alphabet(byte_of, scalar_count);
}

void bytelevel_fill_packing(uint64_t packing[256]) {
  for (uint32_t set = 0; set < 256; set++) {
    uint64_t places = 0;
    uint32_t count = 0;
    for (uint64_t place = 0; place < 8; place++)
      if (set >> place & 1) places |= place << 8 * count++;
    packing[set] = places;
  }
}

AVX2 static inline __m128i both(__m128i a, __m128i b) { return _mm_and_si128(a, b); }
AVX2 static inline __m128i either(__m128i a, __m128i b) { return _mm_or_si128(a, b); }
AVX2 static inline __m128i all(int byte) { return _mm_set1_epi8((char)byte); }
AVX2 static inline __m128i is(__m128i a, int byte) { return _mm_cmpeq_epi8(a, all(byte)); }
// As signed numbers, of which bytes that go on with a scalar are the lowest.
AVX2 static inline __m128i is_above(__m128i a, int byte) { return _mm_cmpgt_epi8(a, all(byte)); }
AVX2 static inline __m128i is_below(__m128i a, int byte) { return _mm_cmpgt_epi8(all(byte), a); }

// What the scalar that begins at each byte stands for, `next` being the bytes behind them; `good` says where one does.
AVX2 static inline __m128i converted(__m128i block, __m128i next, __m128i *good) {
  __m128i low = both(next, all(0x3f)), high = both(_mm_slli_epi16(block, 6), all(0x40));
  // U+0080 to U+00FF, of which those to U+00A0 and U+00AD do not print.
  __m128i is_c2 = is(block, 0xc2), is_latin = either(is_c2, is(block, 0xc3)), latin = _mm_add_epi8(next, high);
  __m128i is_unprinted = both(is_c2, either(is_below(next, 0xa1), is(next, 0xad)));
  // U+0100 to U+0143.
  __m128i is_c5 = is(block, 0xc5), is_other = either(is(block, 0xc4), both(is_c5, is_below(low, 4)));
  __m128i number = _mm_add_epi8(low, high), other = _mm_add_epi8(number, both(is_above(number, 32), all(94)));
  other = _mm_blendv_epi8(other, all(0xad), is(number, 67));
  __m128i is_plain = both(is_above(block, 0x20), _mm_xor_si128(is(block, 0x7f), all(0xff)));
  *good = either(either(is_plain, is_other), _mm_andnot_si128(is_unprinted, is_latin));
  return _mm_blendv_epi8(_mm_blendv_epi8(block, latin, is_latin), other, is_other);
}

// Writes the bytes of `kept`, one after the other, and others behind them.
AVX2 static inline uint8_t *write_kept(__m128i block, uint32_t kept, const uint64_t packing[256], uint8_t *out) {
  for (int half = 0; half < 2; half++, kept >>= 8, block = _mm_srli_si128(block, 8)) {
    __m128i places = _mm_loadl_epi64((const __m128i *)&packing[kept & 0xff]);
    _mm_storel_epi64((__m128i *)out, _mm_shuffle_epi8(block, places));
    out += __builtin_popcount(kept & 0xff);
  }
  return out;
}

AVX2 uint32_t bytelevel_convert(
    const uint64_t packing[256], const uint8_t *text, uint32_t count, uint8_t *out, byte_stretch *stretch) {
  uint32_t limit = count, number = 0;
  const uint8_t *start = out;
  for (uint32_t place = 0; place < limit; place += BLOCK_BYTES, number++) {
    __m128i good, block = _mm_loadu_si128((const __m128i *)(text + place));
    __m128i bytes = converted(block, _mm_loadu_si128((const __m128i *)(text + place + 1)), &good);
    uint32_t following = (uint32_t)_mm_movemask_epi8(is_below(block, 0xc0));
    uint32_t wrong = ~((uint32_t)_mm_movemask_epi8(good) | following) & 0xffff;
    stretch->before[number] = (uint32_t)(out - start);
    stretch->kept[number] = (uint16_t)~following;
    if (wrong) {
      uint32_t right = place + (uint32_t)__builtin_ctz(wrong);
      if (right < limit) limit = right;
    }
    out = write_kept(bytes, ~following & 0xffff, packing, out);
  }
  stretch->before[number] = (uint32_t)(out - start);
  stretch->kept[number] = 0;
  return limit;
}

AVX2 void bytelevel_places(
    const byte_stretch *stretch, const uint32_t *places, uint32_t count, uint32_t from, uint32_t base, uint32_t *out) {
  for (uint32_t index = 0; index < count; index++) {
    uint32_t place = places[index] - from, block = place / BLOCK_BYTES;
    uint32_t kept = stretch->kept[block] & ((1u << place % BLOCK_BYTES) - 1);
    out[index] = base + stretch->before[block] + (uint32_t)__builtin_popcount(kept);
  }
}
#else
bool bytelevel_has_blocks(const int16_t *byte_of, uint32_t scalar_count) {
  (void)is_alphabet, (void)byte_of, (void)scalar_count;
  return false;
}
void bytelevel_fill_packing(uint64_t packing[256]) { (void)packing; }
uint32_t bytelevel_convert(
    const uint64_t packing[256], const uint8_t *text, uint32_t count, uint8_t *out, byte_stretch *stretch) {
  (void)packing, (void)text, (void)count, (void)out, (void)stretch;
  return 0;
}
void bytelevel_places(
    const byte_stretch *stretch, const uint32_t *places, uint32_t count, uint32_t from, uint32_t base, uint32_t *out) {
  (void)stretch, (void)places, (void)count, (void)from, (void)base, (void)out;
}
#endif
