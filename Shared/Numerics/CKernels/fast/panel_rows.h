// Some of a panel's 16 rows, as many as one register of the instruction set holds numbers: PANEL_LANES.
//
// Bytes: four of each row, and `four_inputs` that all rows meet. Products of a group of 32 are gathered in `int_products`: of
// small weights (0 to 15, of half a group to 31 or, with a start that makes them -32 to 31, to 63) or of signed ones, never
// mixed. `lifted_floats` and `signed_floats` of them are above by their lift where sums are lifted; `add_small_product` and
// `add_signed_product` add them without it, times the rows' scales and the inputs'. Products times the rows'
// small scales go to `scaled_sums`, whole numbers but for what lifted floats lose; those of pairs, two numbers of each row
// times two of the inputs, to `pair_sums`. `five_bits` puts one bit above each nibble, of each byte of `high` that at `place`,
// `six_bits` two, those at 2 * place.
#pragma once
#include "bytes.h"

#if HAS_VNNI
#define PANEL_LANES 16
typedef __m512i row_bytes;
typedef __m512i signed_bytes;
typedef __m512i int_products;
typedef __m512 row_floats;
typedef __m512i input_bytes;
// The compiler else reads inputs again for each vector of weights they meet, more than the processor can load.
#define IN_REGISTER(inputs) __asm__("" : "+v"(inputs))

INLINE input_bytes four_inputs(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm512_set1_epi32(four);
}

INLINE row_bytes load_row_bytes(const uint8_t *p) { return _mm512_loadu_si512(p); }
INLINE row_bytes low_nibbles(row_bytes w) { return _mm512_and_si512(w, _mm512_set1_epi8(15)); }
INLINE row_bytes high_nibbles(row_bytes w) { return low_nibbles(_mm512_srli_epi16(w, 4)); }
INLINE row_bytes five_bits(row_bytes low, row_bytes high, int place) {
  __m512i moved = place < 4 ? _mm512_slli_epi16(high, 4 - place) : _mm512_srli_epi16(high, place - 4);
  return _mm512_or_si512(low, _mm512_and_si512(moved, _mm512_set1_epi8(0x10)));
}
INLINE row_bytes six_bits(row_bytes low, row_bytes high, int place) {
  __m512i moved = place < 2 ? _mm512_slli_epi16(high, 4 - 2 * place) : _mm512_srli_epi16(high, 2 * place - 4);
  return _mm512_or_si512(low, _mm512_and_si512(moved, _mm512_set1_epi8(0x30)));
}
// The instruction takes unsigned weights: 128 is added to each.
INLINE signed_bytes prepare_signed(row_bytes w) { return _mm512_xor_si512(w, _mm512_set1_epi8(-128)); }
INLINE int_products no_products(void) { return _mm512_castps_si512(_mm512_set1_ps(WEIR_LIFT)); }
INLINE int_products products_from(const int32_t *start) { return _mm512_set1_epi32(*start); }
INLINE int_products add_small(int_products sum, row_bytes w, input_bytes x) { return _mm512_dpbusd_epi32(sum, w, x); }
INLINE int_products signed_start(const int32_t *start) { return products_from(start); }
INLINE int_products add_signed(int_products sum, signed_bytes w, input_bytes x) { return add_small(sum, w, x); }
INLINE row_floats lifted_floats(int_products p) { return _mm512_castsi512_ps(p); }
INLINE row_floats signed_floats(int_products p) { return lifted_floats(p); }
INLINE row_floats zero_floats(void) { return _mm512_setzero_ps(); }
INLINE row_floats splat_floats(float x) { return _mm512_set1_ps(x); }
INLINE row_floats row_halves(const uint8_t *p) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p)); }
INLINE row_floats multiply_add(row_floats sum, row_floats a, row_floats b) { return _mm512_fmadd_ps(a, b, sum); }
INLINE row_floats add_small_product(row_floats sum, int_products p, row_floats scale, float input_scale) {
  row_floats product = _mm512_fmadd_ps(lifted_floats(p), scale, _mm512_mul_ps(scale, _mm512_set1_ps(-WEIR_LIFT)));
  return multiply_add(sum, product, splat_floats(input_scale));
}
INLINE row_floats add_signed_product(row_floats sum, int_products p, row_floats scale, float input_scale) {
  return add_small_product(sum, p, scale, input_scale);
}
// Whole numbers in floats, which take an instruction less, with a rounding where 2^24 is passed.
typedef __m512 scaled_sums;
typedef __m512 row_scales;
typedef __m512i pair_sums;
typedef __m512i row_pairs;
INLINE row_scales load_scales(const uint8_t *p, int is_signed) {
  __m128i bytes = _mm_loadu_si128((const __m128i *)p);
  return _mm512_cvtepi32_ps(is_signed ? _mm512_cvtepi8_epi32(bytes) : _mm512_cvtepu8_epi32(bytes));
}
INLINE row_pairs load_pairs(const uint8_t *p) { return _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)p)); }
INLINE scaled_sums no_sums(void) { return _mm512_setzero_ps(); }
INLINE scaled_sums add_scaled(scaled_sums sum, int_products p, row_scales scale) {
  return _mm512_fmadd_ps(lifted_floats(p), scale, sum);
}
INLINE row_floats sum_floats(scaled_sums s) { return s; }
INLINE row_floats scale_floats(row_scales scale) { return scale; }
// They begin with the bits of 1.5 * 2^23, so that none has to be converted.
#define PAIRS_LIFT 12582912.0f
INLINE pair_sums no_pair_sums(void) { return _mm512_castps_si512(_mm512_set1_ps(PAIRS_LIFT)); }
INLINE pair_sums add_pairs(pair_sums sum, row_pairs pairs, const int16_t *x) {
  int32_t both;
  memcpy(&both, x, sizeof both);
  return _mm512_dpwssd_epi32(sum, pairs, _mm512_set1_epi32(both));
}
INLINE row_floats pair_floats(pair_sums s) { return _mm512_castsi512_ps(s); }
INLINE void store_floats(float *y, row_floats a, size_t count) {
  _mm512_mask_storeu_ps(y, (__mmask16)((1u << count) - 1), a);
}

#elif HAS_AVX2
#define PANEL_LANES 8
typedef __m256i row_bytes;
typedef struct { __m256i w, magnitude; } signed_bytes;
// Pairs of 16 bits for small weights, 32 bits for signed ones.
typedef __m256i int_products;
typedef __m256 row_floats;
typedef __m256i input_bytes;
#define IN_REGISTER(inputs)

INLINE input_bytes four_inputs(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm256_set1_epi32(four);
}

INLINE row_bytes load_row_bytes(const uint8_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE row_bytes low_nibbles(row_bytes w) { return _mm256_and_si256(w, _mm256_set1_epi8(15)); }
INLINE row_bytes high_nibbles(row_bytes w) { return low_nibbles(_mm256_srli_epi16(w, 4)); }
INLINE row_bytes five_bits(row_bytes low, row_bytes high, int place) {
  __m256i moved = place < 4 ? _mm256_slli_epi16(high, 4 - place) : _mm256_srli_epi16(high, place - 4);
  return _mm256_or_si256(low, _mm256_and_si256(moved, _mm256_set1_epi8(0x10)));
}
INLINE row_bytes six_bits(row_bytes low, row_bytes high, int place) {
  __m256i moved = place < 2 ? _mm256_slli_epi16(high, 4 - 2 * place) : _mm256_srli_epi16(high, 2 * place - 4);
  return _mm256_or_si256(low, _mm256_and_si256(moved, _mm256_set1_epi8(0x30)));
}
INLINE signed_bytes prepare_signed(row_bytes w) { return (signed_bytes){w, _mm256_abs_epi8(w)}; }
INLINE int_products no_products(void) { return _mm256_setzero_si256(); }
INLINE int_products products_from(const int32_t *start) { return _mm256_set1_epi32(*start); }
// In 16 bits fit eight times two products of at most 15 * 127, and four times of 31 * 127. With a start sums may wrap on the
// way, but the whole, four times two products of at most 32 * 127, fits.
INLINE int_products add_small(int_products sum, row_bytes w, input_bytes x) {
  return _mm256_add_epi16(sum, _mm256_maddubs_epi16(w, x));
}
INLINE int_products signed_start(const int32_t *start) { return no_products(); }
INLINE int_products add_signed(int_products sum, signed_bytes w, input_bytes x) {
  __m256i pairs = _mm256_maddubs_epi16(w.magnitude, _mm256_sign_epi8(x, w.w));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}
INLINE row_floats small_floats(int_products p) {
  return _mm256_cvtepi32_ps(_mm256_madd_epi16(p, _mm256_set1_epi16(1)));
}
INLINE row_floats lifted_floats(int_products p) { return small_floats(p); }
INLINE row_floats signed_floats(int_products p) { return _mm256_cvtepi32_ps(p); }
INLINE row_floats zero_floats(void) { return _mm256_setzero_ps(); }
INLINE row_floats splat_floats(float x) { return _mm256_set1_ps(x); }
INLINE row_floats row_halves(const uint8_t *p) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p)); }
INLINE row_floats multiply_add(row_floats sum, row_floats a, row_floats b) { return _mm256_fmadd_ps(a, b, sum); }
INLINE row_floats add_small_product(row_floats sum, int_products p, row_floats scale, float input_scale) {
  return multiply_add(sum, _mm256_mul_ps(small_floats(p), splat_floats(input_scale)), scale);
}
INLINE row_floats add_signed_product(row_floats sum, int_products p, row_floats scale, float input_scale) {
  return multiply_add(sum, _mm256_mul_ps(signed_floats(p), splat_floats(input_scale)), scale);
}
typedef __m256i scaled_sums;
typedef __m256i row_scales;  // each scale twice, in 16 bits
typedef __m256i pair_sums;
typedef __m256i row_pairs;
INLINE row_scales load_scales(const uint8_t *p, int is_signed) {
  const __m256i twice = _mm256_setr_epi8(0, 1, 0, 1, 4, 5, 4, 5, 8, 9, 8, 9, 12, 13, 12, 13, 0, 1, 0, 1, 4, 5, 4, 5, 8, 9,
                                         8, 9, 12, 13, 12, 13);
  __m128i bytes = _mm_loadl_epi64((const __m128i *)p);
  return _mm256_shuffle_epi8(is_signed ? _mm256_cvtepi8_epi32(bytes) : _mm256_cvtepu8_epi32(bytes), twice);
}
INLINE row_pairs load_pairs(const uint8_t *p) { return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)p)); }
INLINE scaled_sums no_sums(void) { return _mm256_setzero_si256(); }
INLINE scaled_sums add_scaled(scaled_sums sum, int_products p, row_scales scale) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(p, scale));
}
INLINE row_floats sum_floats(scaled_sums s) { return _mm256_cvtepi32_ps(s); }
INLINE row_floats scale_floats(row_scales scale) { return zero_floats(); }
#define PAIRS_LIFT 0
INLINE pair_sums no_pair_sums(void) { return no_sums(); }
INLINE pair_sums add_pairs(pair_sums sum, row_pairs pairs, const int16_t *x) {
  int32_t both;
  memcpy(&both, x, sizeof both);
  return add_scaled(sum, pairs, _mm256_set1_epi32(both));
}
INLINE row_floats pair_floats(pair_sums s) { return sum_floats(s); }
INLINE void store_floats(float *y, row_floats a, size_t count) {
  if (count == PANEL_LANES) {
    _mm256_storeu_ps(y, a);
    return;
  }
  float all[PANEL_LANES];
  _mm256_storeu_ps(all, a);
  memcpy(y, all, count * sizeof *all);
}

#else
#define PANEL_LANES 8
typedef int8_t row_bytes __attribute__((vector_size(4 * PANEL_LANES)));
typedef row_bytes signed_bytes;
typedef uint8_t unsigned_bytes __attribute__((vector_size(4 * PANEL_LANES)));
typedef int16_t row_shorts __attribute__((vector_size(8 * PANEL_LANES)));
typedef int16_t row_pairs __attribute__((vector_size(4 * PANEL_LANES)));
typedef int32_t wide_pairs __attribute__((vector_size(8 * PANEL_LANES)));
typedef eight_ints int_products;
typedef eight row_floats;
typedef row_bytes input_bytes;
#define IN_REGISTER(inputs)

INLINE input_bytes four_inputs(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return (input_bytes)(four - (eight_ints){0});
}

INLINE row_bytes load_row_bytes(const uint8_t *p) { return (row_bytes)load_bytes(p); }
INLINE row_bytes low_nibbles(row_bytes w) { return w & 15; }
INLINE row_bytes high_nibbles(row_bytes w) { return (row_bytes)((unsigned_bytes)w >> 4); }
INLINE row_bytes five_bits(row_bytes low, row_bytes high, int place) {
  return low | (row_bytes)(((unsigned_bytes)high >> (uint8_t)place & 1) << 4);
}
INLINE row_bytes six_bits(row_bytes low, row_bytes high, int place) {
  return low | (row_bytes)(((unsigned_bytes)high >> (uint8_t)(2 * place) & 3) << 4);
}
INLINE signed_bytes prepare_signed(row_bytes w) { return w; }
INLINE int_products no_products(void) { return (int_products){0}; }
INLINE int_products products_from(const int32_t *start) { return no_products() + *start; }
INLINE int_products sum_of_neighbours(wide_pairs all) {
  return __builtin_shufflevector(all, all, 0, 2, 4, 6, 8, 10, 12, 14)
         + __builtin_shufflevector(all, all, 1, 3, 5, 7, 9, 11, 13, 15);
}
// Two products of bytes fit 16 bits, since inputs are never -128.
INLINE int_products add_small(int_products sum, row_bytes w, input_bytes x) {
  row_shorts all = __builtin_convertvector(w, row_shorts) * __builtin_convertvector(x, row_shorts);
  row_pairs even = __builtin_shufflevector(all, all, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  row_pairs odd = __builtin_shufflevector(all, all, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  return sum + sum_of_neighbours(__builtin_convertvector(even + odd, wide_pairs));
}
INLINE int_products signed_start(const int32_t *start) { return no_products(); }
INLINE int_products add_signed(int_products sum, signed_bytes w, input_bytes x) { return add_small(sum, w, x); }
INLINE row_floats small_floats(int_products p) { return __builtin_convertvector(p, row_floats); }
INLINE row_floats lifted_floats(int_products p) { return small_floats(p); }
INLINE row_floats signed_floats(int_products p) { return small_floats(p); }
INLINE row_floats splat_floats(float x) { return splat8(x); }
INLINE row_floats zero_floats(void) { return splat8(0); }
INLINE row_floats row_halves(const uint8_t *p) {
  half h[PANEL_LANES];
  row_floats f;
  memcpy(h, p, sizeof h);
  for (int r = 0; r < PANEL_LANES; r++) f[r] = half_to_float(h[r]);
  return f;
}
INLINE row_floats multiply_add(row_floats sum, row_floats a, row_floats b) { return sum + a * b; }
INLINE row_floats add_small_product(row_floats sum, int_products p, row_floats scale, float input_scale) {
  return multiply_add(sum, small_floats(p) * input_scale, scale);
}
INLINE row_floats add_signed_product(row_floats sum, int_products p, row_floats scale, float input_scale) {
  return add_small_product(sum, p, scale, input_scale);
}
typedef int_products scaled_sums;
typedef int_products pair_sums;
typedef int_products row_scales;
INLINE row_scales load_scales(const uint8_t *p, int is_signed) {
  row_scales s;
  for (int r = 0; r < PANEL_LANES; r++) s[r] = is_signed ? (int8_t)p[r] : p[r];
  return s;
}
INLINE row_pairs load_pairs(const uint8_t *p) {
  row_pairs pairs;
  for (int i = 0; i < 2 * PANEL_LANES; i++) pairs[i] = p[i];
  return pairs;
}
INLINE scaled_sums no_sums(void) { return no_products(); }
INLINE scaled_sums add_scaled(scaled_sums sum, int_products p, row_scales scale) { return sum + p * scale; }
INLINE row_floats sum_floats(scaled_sums s) { return small_floats(s); }
INLINE row_floats scale_floats(row_scales scale) { return zero_floats(); }
#define PAIRS_LIFT 0
INLINE pair_sums no_pair_sums(void) { return no_products(); }
INLINE pair_sums add_pairs(pair_sums sum, row_pairs pairs, const int16_t *x) {
  int32_t both;
  memcpy(&both, x, sizeof both);
  row_pairs inputs = (row_pairs)(both - (eight_ints){0});
  return sum + sum_of_neighbours(__builtin_convertvector(pairs, wide_pairs) * __builtin_convertvector(inputs, wide_pairs));
}
INLINE row_floats pair_floats(pair_sums s) { return small_floats(s); }
INLINE void store_floats(float *y, row_floats a, size_t count) { memcpy(y, &a, count * sizeof *y); }
#endif
