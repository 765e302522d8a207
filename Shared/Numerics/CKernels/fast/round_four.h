// Four tokens that lie together rounded at once: what is stored of a group is then whole vectors.
#pragma once
#include "round_rows.h"

#if HAS_VNNI
#define EACH_OF_FOUR for (int t = 0; t < WEIR_TOGETHER; t++)

// Lane t is the largest of x[t][0..<count], which is a multiple of 32.
INLINE __m128 four_magnitudes(const float *x, size_t x_stride, size_t count) {
  __m128 most[WEIR_TOGETHER];
  EACH_OF_FOUR {
    __m512 all = _mm512_setzero_ps();
    for (size_t i = 0; i < count; i += 16) {
      __m512 magnitude = _mm512_abs_ps(_mm512_loadu_ps(x + t * x_stride + i));
      all = _mm512_mask_mov_ps(all, _mm512_cmp_ps_mask(magnitude, all, _CMP_GT_OQ), magnitude);
    }
    __m256 half = _mm256_max_ps(_mm512_castps512_ps256(all), _mm512_extractf32x8_ps(all, 1));
    most[t] = _mm_max_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
  }
  _MM_TRANSPOSE4_PS(most[0], most[1], most[2], most[3]);
  return _mm_max_ps(_mm_max_ps(most[0], most[1]), _mm_max_ps(most[2], most[3]));
}

// The same, and that of each group of 32.
INLINE __m128 magnitudes_of_groups(__m128 *groups, const float *x, size_t x_stride, size_t count) {
  __m128 most = _mm_setzero_ps();
  for (size_t i = 0; i < count; i += WEIR_GROUP_ELEMENTS) {
    groups[i / WEIR_GROUP_ELEMENTS] = four_magnitudes(x + i, x_stride, WEIR_GROUP_ELEMENTS);
    most = _mm_max_ps(most, groups[i / WEIR_GROUP_ELEMENTS]);
  }
  return most;
}

INLINE __m256i nearest_bytes(const float *x, float inverse) {
  const __m512 factor = _mm512_set1_ps(inverse);
  __m128i low = _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(x), factor)));
  __m128i high = _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(x + 16), factor)));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

// Four bytes of each token in turn.
INLINE void store_four(int8_t *q, const __m256i bytes[WEIR_TOGETHER]) {
  __m256i first = _mm256_unpacklo_epi32(bytes[0], bytes[1]), second = _mm256_unpackhi_epi32(bytes[0], bytes[1]);
  __m256i third = _mm256_unpacklo_epi32(bytes[2], bytes[3]), fourth = _mm256_unpackhi_epi32(bytes[2], bytes[3]);
  __m256i fours[4] = {_mm256_unpacklo_epi64(first, third), _mm256_unpackhi_epi64(first, third),
                      _mm256_unpacklo_epi64(second, fourth), _mm256_unpackhi_epi64(second, fourth)};
  for (int i = 0; i < 4; i++) {
    _mm_storeu_si128((__m128i *)q + i, _mm256_castsi256_si128(fours[i]));
    _mm_storeu_si128((__m128i *)q + 4 + i, _mm256_extracti128_si256(fours[i], 1));
  }
}

// Sums of each token's first and last 16 bytes.
struct four_sums { __m128i of[2]; };
INLINE struct four_sums sum_four(const __m256i bytes[WEIR_TOGETHER]) {
  __m256i sums[WEIR_TOGETHER];
  EACH_OF_FOUR sums[t] = _mm256_dpbusd_epi32(_mm256_setzero_si256(), _mm256_set1_epi8(1), bytes[t]);
  __m256i all = _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));
  return (struct four_sums){{_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1)}};
}

// As in struct rounding, of each token, but that `scale` and `inverse` are the block's. `down`: 2^-halved; `first`: that of
// the block's first group.
struct four_roundings {
  __m128 scale, inverse, first, down;
};

// Each float is 2^e, which is turned over.
INLINE __m128 turned_over(__m128 power) {
  return _mm_castsi128_ps(_mm_sub_epi32(_mm_set1_epi32(254 << 23), _mm_castps_si128(power)));
}

// 2^-halvings of each token.
INLINE __m128 four_halvings(__m128 block, __m128 group) {
  __m128i most = _mm_sub_epi32(_mm_srli_epi32(_mm_castps_si128(_mm_div_ps(block, group)), 23), _mm_set1_epi32(127));
  most = _mm_min_epi32(most, _mm_set1_epi32(WEIR_HALVINGS_MAX));
  const __mmask8 is_halved =
    _mm_cmp_epi32_mask(most, _mm_set1_epi32(1), _MM_CMPINT_GT) & _mm_cmp_ps_mask(group, _mm_setzero_ps(), _CMP_GT_OQ);
  most = _mm_maskz_mov_epi32(is_halved, most);
  return _mm_castsi128_ps(_mm_slli_epi32(_mm_sub_epi32(_mm_set1_epi32(127), most), 23));
}

INLINE struct four_roundings four_roundings(__m128 most) {
  const __mmask8 is_any = _mm_cmp_ps_mask(most, _mm_setzero_ps(), _CMP_GT_OQ);
  return (struct four_roundings){_mm_div_ps(most, _mm_set1_ps(127)), _mm_maskz_div_ps(is_any, _mm_set1_ps(127), most),
                                 _mm_set1_ps(1), _mm_set1_ps(1)};
}

INLINE void store_four_sums(enum weir_panels kind, struct weir_int8_rows y, size_t place, struct four_roundings r,
                            struct four_sums sums, __m128i total) {
  const __m128 scale = _mm_mul_ps(r.scale, r.down);
  const __m128 lift = _mm_mul_ps(_mm_set1_ps(WEIR_LIFT), _mm_mul_ps(r.down, turned_over(r.first)));
  const __m128i bits = _mm_castps_si128(lift);
  _mm_storeu_ps(y.scale + place, scale);
  if (wants_sums(kind)) _mm_storeu_ps(y.sum + place, _mm_mul_ps(scale, _mm_cvtepi32_ps(total)));
  if (wants_starts(kind)) {
    const __m128i excess = kind == WEIR_PANELS_8 ? _mm_slli_epi32(total, 7) : _mm_slli_epi32(total, 3);
    _mm_storeu_si128((__m128i *)(y.start + place), _mm_sub_epi32(bits, excess));
    _mm_storeu_ps(y.lift + place, _mm_sub_ps(_mm_setzero_ps(), lift));
  }
  if (wants_half_starts(kind)) {
    __m128i first = _mm_sub_epi32(bits, _mm_slli_epi32(sums.of[0], 5)), last = _mm_sub_epi32(bits, _mm_slli_epi32(sums.of[1], 5));
    _mm_storeu_si128((__m128i *)(y.half_start + 2 * place), _mm_unpacklo_epi32(first, last));
    _mm_storeu_si128((__m128i *)(y.half_start + 2 * place) + 1, _mm_unpackhi_epi32(first, last));
  }
}

// Totals of two groups lie side by side; that of a last one alone by itself.
INLINE void store_totals(int16_t *totals, __m128i even, __m128i odd) {
  _mm_storeu_si128((__m128i *)totals, _mm_mask_blend_epi16(0xaa, even, _mm_slli_epi32(odd, 16)));
}

// Group g, whose inputs begin at x; y begins with the tokens. Returns its totals, `even` being those of the group before.
INLINE __m128i round_four_groups(enum weir_panels kind, struct weir_int8_rows y, const float *x, size_t x_stride,
                                 size_t groups, size_t g, struct four_roundings r, __m128i even) {
  const size_t place = WEIR_TOGETHER * g;
  float inverse[WEIR_TOGETHER];
  __m256i bytes[WEIR_TOGETHER];
  _mm_storeu_ps(inverse, _mm_mul_ps(r.inverse, turned_over(r.down)));
  EACH_OF_FOUR bytes[t] = nearest_bytes(x + t * x_stride, inverse[t]);
  store_four(y.q + place * WEIR_GROUP_ELEMENTS, bytes);
  const struct four_sums sums = sum_four(bytes);
  const __m128i total = _mm_add_epi32(sums.of[0], sums.of[1]);
  store_four_sums(kind, y, place, r, sums, total);
  if (!wants_totals(kind)) return total;
  if (g % 2) store_totals(y.total + place - WEIR_TOGETHER, even, total);
  else if (g + 1 == groups) _mm_storel_epi64((__m128i *)(y.total + place), _mm_packs_epi32(total, total));
  return total;
}

// Four tokens that lie together, from x on; y begins with them.
INLINE void round_four(enum weir_panels kind, struct weir_int8_rows y, const float *x, size_t x_stride, size_t columns) {
  const int halves = weir_panel_sharing(kind) == WEIR_HALVED_SCALES;
  const size_t groups = columns / WEIR_GROUP_ELEMENTS, shared = shared_columns(kind);
  __m128i even = _mm_setzero_si128();
  for (size_t from = 0; from < columns; from += shared) {
    const size_t count = columns - from < shared ? columns - from : shared;
    __m128 magnitudes[WEIR_BLOCK_ELEMENTS / WEIR_GROUP_ELEMENTS];
    const __m128 most = halves ? magnitudes_of_groups(magnitudes, x + from, x_stride, count)
                               : four_magnitudes(x + from, x_stride, count);
    struct four_roundings r = four_roundings(most);
    __mmask8 differ = 0;
    for (size_t i = from; i < from + count; i += WEIR_GROUP_ELEMENTS) {
      if (halves) r.down = four_halvings(most, magnitudes[(i - from) / WEIR_GROUP_ELEMENTS]);
      if (i == from) r.first = r.down;
      differ |= _mm_cmp_ps_mask(r.down, r.first, _CMP_NEQ_UQ);
      even = round_four_groups(kind, y, x + i, x_stride, groups, i / WEIR_GROUP_ELEMENTS, r, even);
    }
    if (halves) y.uneven[from / WEIR_BLOCK_ELEMENTS] = differ != 0;
  }
}
#endif

INLINE void quantize_for(enum weir_panels kind, struct weir_int8_rows y, const float *x, size_t x_stride, size_t tokens,
                         size_t columns) {
  size_t t = 0;
#if HAS_VNNI
  if (y.together == WEIR_TOGETHER)
    for (; t + WEIR_TOGETHER <= tokens; t += WEIR_TOGETHER)
      round_four(kind, rows_from(y, t, columns), x + t * x_stride, x_stride, columns);
#endif
  for (; t < tokens; t++) round_token(kind, y, x + t * x_stride, columns, weir_place(y.together, tokens, t));
}

static void quantize(struct weir_int8_rows y, const float *x, size_t x_stride, size_t tokens, size_t columns,
                     enum weir_panels kind) {
#define CASE(KIND) case KIND: quantize_for(KIND, y, x, x_stride, tokens, columns); break;
  switch (kind) {
    CASE(WEIR_PANELS_NONE)
    CASE(WEIR_PANELS_8)
    CASE(WEIR_PANELS_4)
    CASE(WEIR_PANELS_4_MINIMUM)
    CASE(WEIR_PANELS_6)
    CASE(WEIR_PANELS_Q4_K)
    CASE(WEIR_PANELS_Q5_K)
    CASE(WEIR_PANELS_Q6_K)
  }
#undef CASE
}
