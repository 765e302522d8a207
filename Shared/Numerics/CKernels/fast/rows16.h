// One number of each of a panel's 16 rows, in the registers of the instruction set.
//
// Bytes: four of each row. Products of a group of 32 are gathered in `ints16`: of small weights (0 to 15) or of signed
// ones, never mixed; those of weights from 0 to 63 in `medium16`, which begins with the bias that makes them -32 to 31.
// `six_bits` puts two bits above each nibble, of each byte of `high` those at 2 * place. SIGNED_BIAS is what the products of signed
// weights have too much, as a factor of the inputs' sum.
#pragma once
#include "bytes.h"

#if HAS_VNNI
struct bytes16 { __m512i v; };
struct signed16 { __m512i v; };
struct ints16 { __m512i v; };
struct floats16 { __m512 v; };
// The instruction takes unsigned weights: 128 is added to each.
#define SIGNED_BIAS 128

INLINE __m512i four_inputs(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm512_set1_epi32(four);
}

INLINE struct bytes16 load16(const uint8_t *p) { return (struct bytes16){_mm512_loadu_si512(p)}; }
INLINE struct bytes16 low_nibbles(struct bytes16 w) {
  return (struct bytes16){_mm512_and_si512(w.v, _mm512_set1_epi8(15))};
}
INLINE struct bytes16 high_nibbles(struct bytes16 w) {
  return (struct bytes16){_mm512_and_si512(_mm512_srli_epi16(w.v, 4), _mm512_set1_epi8(15))};
}
INLINE struct signed16 prepare_signed(struct bytes16 w) {
  return (struct signed16){_mm512_xor_si512(w.v, _mm512_set1_epi8(-128))};
}
INLINE struct ints16 no_products(void) { return (struct ints16){_mm512_setzero_si512()}; }
INLINE void add_small(struct ints16 *sum, struct bytes16 w, const int8_t *x) {
  sum->v = _mm512_dpbusd_epi32(sum->v, w.v, four_inputs(x));
}
INLINE void add_signed(struct ints16 *sum, struct signed16 w, const int8_t *x) {
  sum->v = _mm512_dpbusd_epi32(sum->v, w.v, four_inputs(x));
}
INLINE struct floats16 small_products(struct ints16 p) { return (struct floats16){_mm512_cvtepi32_ps(p.v)}; }
INLINE struct floats16 signed_products(struct ints16 p) { return small_products(p); }
struct medium16 { __m512i v; };
INLINE struct bytes16 six_bits(struct bytes16 low, struct bytes16 high, int place) {
  __m512i moved = place < 2 ? _mm512_slli_epi16(high.v, 4 - 2 * place) : _mm512_srli_epi16(high.v, 2 * place - 4);
  return (struct bytes16){_mm512_or_si512(low.v, _mm512_and_si512(moved, _mm512_set1_epi8(0x30)))};
}
INLINE struct medium16 medium_bias(const int16_t *bias) {
  return (struct medium16){_mm512_set1_epi32(bias[0] + bias[1])};
}
INLINE void add_medium(struct medium16 *sum, struct bytes16 w, const int8_t *x) {
  sum->v = _mm512_dpbusd_epi32(sum->v, w.v, four_inputs(x));
}
INLINE struct floats16 medium_products(struct medium16 p) { return (struct floats16){_mm512_cvtepi32_ps(p.v)}; }
INLINE struct floats16 zero16(void) { return (struct floats16){_mm512_setzero_ps()}; }
INLINE struct floats16 splat16(float x) { return (struct floats16){_mm512_set1_ps(x)}; }
INLINE struct floats16 halves16(const uint8_t *p) {
  return (struct floats16){_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p))};
}
INLINE struct floats16 times16(struct floats16 a, float x) {
  return (struct floats16){_mm512_mul_ps(a.v, _mm512_set1_ps(x))};
}
INLINE struct floats16 add_product16(struct floats16 sum, struct floats16 a, struct floats16 b) {
  return (struct floats16){_mm512_fmadd_ps(a.v, b.v, sum.v)};
}
INLINE void store16(float *y, struct floats16 a, size_t count) {
  _mm512_mask_storeu_ps(y, (__mmask16)((1u << count) - 1), a.v);
}

#elif HAS_AVX2
struct bytes16 { __m256i half[2]; };
struct signed16 { __m256i half[2], magnitude[2]; };
struct ints16 { __m256i half[2]; };
struct floats16 { __m256 half[2]; };
#define SIGNED_BIAS 0
#define BOTH(h) for (int h = 0; h < 2; h++)

INLINE __m256i four_inputs(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm256_set1_epi32(four);
}

INLINE struct bytes16 load16(const uint8_t *p) {
  struct bytes16 w;
  BOTH(h) w.half[h] = _mm256_loadu_si256((const __m256i *)p + h);
  return w;
}
INLINE struct bytes16 low_nibbles(struct bytes16 w) {
  BOTH(h) w.half[h] = _mm256_and_si256(w.half[h], _mm256_set1_epi8(15));
  return w;
}
INLINE struct bytes16 high_nibbles(struct bytes16 w) {
  BOTH(h) w.half[h] = _mm256_and_si256(_mm256_srli_epi16(w.half[h], 4), _mm256_set1_epi8(15));
  return w;
}
INLINE struct signed16 prepare_signed(struct bytes16 w) {
  struct signed16 s;
  BOTH(h) s.half[h] = w.half[h], s.magnitude[h] = _mm256_abs_epi8(w.half[h]);
  return s;
}
INLINE struct ints16 no_products(void) {
  return (struct ints16){{_mm256_setzero_si256(), _mm256_setzero_si256()}};
}
// In 16 bits: eight times two products of at most 15 * 127 fit.
INLINE void add_small(struct ints16 *sum, struct bytes16 w, const int8_t *x) {
  __m256i inputs = four_inputs(x);
  BOTH(h) sum->half[h] = _mm256_add_epi16(sum->half[h], _mm256_maddubs_epi16(w.half[h], inputs));
}
INLINE void add_signed(struct ints16 *sum, struct signed16 w, const int8_t *x) {
  __m256i inputs = four_inputs(x), ones = _mm256_set1_epi16(1);
  BOTH(h) {
    __m256i pairs = _mm256_maddubs_epi16(w.magnitude[h], _mm256_sign_epi8(inputs, w.half[h]));
    sum->half[h] = _mm256_add_epi32(sum->half[h], _mm256_madd_epi16(pairs, ones));
  }
}
INLINE struct floats16 signed_products(struct ints16 p) {
  struct floats16 f;
  BOTH(h) f.half[h] = _mm256_cvtepi32_ps(p.half[h]);
  return f;
}
INLINE struct floats16 small_products(struct ints16 p) {
  BOTH(h) p.half[h] = _mm256_madd_epi16(p.half[h], _mm256_set1_epi16(1));
  return signed_products(p);
}
struct medium16 { __m256i half[2]; };
INLINE struct bytes16 six_bits(struct bytes16 low, struct bytes16 high, int place) {
  BOTH(h) {
    __m256i moved = place < 2 ? _mm256_slli_epi16(high.half[h], 4 - 2 * place)
                              : _mm256_srli_epi16(high.half[h], 2 * place - 4);
    low.half[h] = _mm256_or_si256(low.half[h], _mm256_and_si256(moved, _mm256_set1_epi8(0x30)));
  }
  return low;
}
INLINE struct medium16 medium_bias(const int16_t *bias) {
  int32_t both;
  memcpy(&both, bias, sizeof both);
  return (struct medium16){{_mm256_set1_epi32(both), _mm256_set1_epi32(both)}};
}
// In 16 bits: sums may wrap on the way, but the whole, four times two products of at most 32 * 127, fits.
INLINE void add_medium(struct medium16 *sum, struct bytes16 w, const int8_t *x) {
  __m256i inputs = four_inputs(x);
  BOTH(h) sum->half[h] = _mm256_add_epi16(sum->half[h], _mm256_maddubs_epi16(w.half[h], inputs));
}
INLINE struct floats16 medium_products(struct medium16 p) {
  return small_products((struct ints16){{p.half[0], p.half[1]}});
}
INLINE struct floats16 splat16(float x) { return (struct floats16){{_mm256_set1_ps(x), _mm256_set1_ps(x)}}; }
INLINE struct floats16 zero16(void) { return splat16(0); }
INLINE struct floats16 halves16(const uint8_t *p) {
  struct floats16 f;
  BOTH(h) f.half[h] = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p + h));
  return f;
}
INLINE struct floats16 times16(struct floats16 a, float x) {
  BOTH(h) a.half[h] = _mm256_mul_ps(a.half[h], _mm256_set1_ps(x));
  return a;
}
INLINE struct floats16 add_product16(struct floats16 sum, struct floats16 a, struct floats16 b) {
  BOTH(h) sum.half[h] = _mm256_fmadd_ps(a.half[h], b.half[h], sum.half[h]);
  return sum;
}
INLINE void store16(float *y, struct floats16 a, size_t count) {
  float all[16];
  BOTH(h) _mm256_storeu_ps(all + 8 * h, a.half[h]);
  if (count == 16) memcpy(y, all, sizeof all);
  else memcpy(y, all, count * sizeof *all);
}
#undef BOTH

#else
struct bytes16 { int8_t b[64]; };
struct signed16 { int8_t b[64]; };
struct ints16 { int32_t v[16]; };
struct floats16 { float v[16]; };
#define SIGNED_BIAS 0
#define EACH(r) for (int r = 0; r < 16; r++)

INLINE struct bytes16 load16(const uint8_t *p) {
  struct bytes16 w;
  memcpy(w.b, p, sizeof w.b);
  return w;
}
INLINE struct bytes16 low_nibbles(struct bytes16 w) {
  for (int i = 0; i < 64; i++) w.b[i] &= 15;
  return w;
}
INLINE struct bytes16 high_nibbles(struct bytes16 w) {
  for (int i = 0; i < 64; i++) w.b[i] = (int8_t)((uint8_t)w.b[i] >> 4);
  return w;
}
INLINE struct signed16 prepare_signed(struct bytes16 w) {
  struct signed16 s;
  memcpy(s.b, w.b, sizeof s.b);
  return s;
}
INLINE struct ints16 no_products(void) { return (struct ints16){{0}}; }
INLINE void add_four(struct ints16 *sum, const int8_t *w, const int8_t *x) {
  EACH(r) sum->v[r] += w[4 * r] * x[0] + w[4 * r + 1] * x[1] + w[4 * r + 2] * x[2] + w[4 * r + 3] * x[3];
}
INLINE void add_small(struct ints16 *sum, struct bytes16 w, const int8_t *x) { add_four(sum, w.b, x); }
INLINE void add_signed(struct ints16 *sum, struct signed16 w, const int8_t *x) { add_four(sum, w.b, x); }
INLINE struct floats16 small_products(struct ints16 p) {
  struct floats16 f;
  EACH(r) f.v[r] = (float)p.v[r];
  return f;
}
INLINE struct floats16 signed_products(struct ints16 p) { return small_products(p); }
struct medium16 { int32_t v[16]; };
INLINE struct bytes16 six_bits(struct bytes16 low, struct bytes16 high, int place) {
  for (int i = 0; i < 64; i++) low.b[i] |= (int8_t)(((uint8_t)high.b[i] >> (2 * place) & 3) << 4);
  return low;
}
INLINE struct medium16 medium_bias(const int16_t *bias) {
  struct medium16 m;
  EACH(r) m.v[r] = bias[0] + bias[1];
  return m;
}
INLINE void add_medium(struct medium16 *sum, struct bytes16 w, const int8_t *x) {
  EACH(r) for (int j = 0; j < 4; j++) sum->v[r] += w.b[4 * r + j] * x[j];
}
INLINE struct floats16 medium_products(struct medium16 p) {
  struct floats16 f;
  EACH(r) f.v[r] = (float)p.v[r];
  return f;
}
INLINE struct floats16 splat16(float x) {
  struct floats16 f;
  EACH(r) f.v[r] = x;
  return f;
}
INLINE struct floats16 zero16(void) { return splat16(0); }
INLINE struct floats16 halves16(const uint8_t *p) {
  half h[16];
  struct floats16 f;
  memcpy(h, p, sizeof h);
  EACH(r) f.v[r] = half_to_float(h[r]);
  return f;
}
INLINE struct floats16 times16(struct floats16 a, float x) {
  EACH(r) a.v[r] *= x;
  return a;
}
INLINE struct floats16 add_product16(struct floats16 sum, struct floats16 a, struct floats16 b) {
  EACH(r) sum.v[r] += a.v[r] * b.v[r];
  return sum;
}
INLINE void store16(float *y, struct floats16 a, size_t count) { memcpy(y, a.v, count * sizeof *y); }
#undef EACH
#endif
