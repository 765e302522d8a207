// Rows of floats rounded to bytes.
#pragma once
#include "bytes.h"

INLINE float largest_magnitude(const float *x, size_t count) {
  vec most = {0};
  for (size_t i = 0; i < count; i += LANES) {
    vec magnitude = (vec)((ivec)load(x + i) & 0x7fffffff);
    most = choose(magnitude > most, magnitude, most);
  }
  return max_of(most);
}

// A group's bytes q as they are summed up: of[half][pair] is the sum of elements 4i + 2 * pair and the next of a half.
struct pair_sums { int16_t of[2][2]; };

#if HAS_AVX2
INLINE __m256i nearest(const float *x, __m256 inverse) {
  return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(x), inverse));
}

INLINE struct pair_sums round_group(int8_t *q, const float *x, float inverse) {
  const __m256 factor = _mm256_set1_ps(inverse);
  __m256i low = _mm256_packs_epi32(nearest(x, factor), nearest(x + 8, factor));
  __m256i high = _mm256_packs_epi32(nearest(x + 16, factor), nearest(x + 24, factor));
  // Packing takes turns between the lanes of 128 bits.
  __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_packs_epi16(low, high), _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
  _mm256_storeu_si256((__m256i *)q, bytes);
  __m256i pairs = _mm256_maddubs_epi16(_mm256_set1_epi8(1), bytes);
  pairs = _mm256_add_epi16(pairs, _mm256_shuffle_epi32(pairs, 0x4e));
  pairs = _mm256_add_epi16(pairs, _mm256_shuffle_epi32(pairs, 0xb1));
  int32_t halves[2] = {_mm256_extract_epi32(pairs, 0), _mm256_extract_epi32(pairs, 4)};
  struct pair_sums sums;
  memcpy(&sums, halves, sizeof sums);
  return sums;
}
#else
INLINE struct pair_sums round_group(int8_t *q, const float *x, float inverse) {
// Times and plus are rounded apart, as in the reference: a fused multiply-add would round some halves the other way.
#pragma clang fp contract(off)
  const float round = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
  for (int i = 0; i < WEIR_GROUP_ELEMENTS; i++) {
    float shifted = x[i] * inverse + round;
    int32_t value;
    memcpy(&value, &shifted, sizeof value);
    q[i] = (int8_t)(value - 0x4b400000);
  }
  struct pair_sums sums = {0};
  for (int i = 0; i < WEIR_GROUP_ELEMENTS; i++) sums.of[i / 16][i % 4 / 2] += q[i];
  return sums;
}
#endif

// What sums begin with: `factor` times what has been summed up in pairs.
INLINE int32_t start_of(int factor, int first, int second) {
  if (!SUMS_PAIRS) return factor * (first + second);
  int16_t pairs[2] = {(int16_t)(factor * first), (int16_t)(factor * second)};
  int32_t start;
  memcpy(&start, pairs, sizeof start);
  return start;
}

INLINE void store_sums(struct weir_int8_rows y, size_t place, size_t total_place, float scale, struct pair_sums sums) {
  const int first = sums.of[0][0] + sums.of[1][0], second = sums.of[0][1] + sums.of[1][1], total = first + second;
  y.scale[place] = scale;
  y.sum[place] = scale * total;
  y.total[total_place] = (int16_t)total;
  y.start[place] = start_of(-8, first, second);
  for (int half = 0; half < 2; half++) y.half_start[2 * place + half] = start_of(-32, sums.of[half][0], sums.of[half][1]);
  if (LIFTS_SUMS) {
    y.signed_start[place] = (int32_t)0x4b400000 - 128 * total;
    y.lift[place] = -WEIR_LIFT * scale;
  }
}

// One group of a token.
INLINE void round_into(struct weir_int8_rows y, const float *x, size_t columns, struct weir_place at, size_t g, float scale,
                       float inverse) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  int8_t q[WEIR_GROUP_ELEMENTS], *place = y.q + weir_inputs_place(at, columns, g * WEIR_GROUP_ELEMENTS / 4);
  struct pair_sums sums = round_group(q, x, inverse);
  if (at.count == 1)
    memcpy(place, q, sizeof q);
  else
    for (size_t i = 0; i < WEIR_GROUP_ELEMENTS / 4; i++) memcpy(place + 4 * i * at.count, q + 4 * i, 4);
  store_sums(y, weir_group_place(at, groups, g), weir_total_place(at, groups, g), scale, sums);
}

static void round_token(struct weir_int8_rows y, const float *x, size_t columns, struct weir_place at, size_t shared) {
  for (size_t first = 0; first < columns; first += shared) {
    const size_t count = columns - first < shared ? columns - first : shared;
    const float most = largest_magnitude(x + first, count), inverse = most > 0 ? 127 / most : 0;
    for (size_t i = first; i < first + count; i += WEIR_GROUP_ELEMENTS)
      round_into(y, x + i, columns, at, i / WEIR_GROUP_ELEMENTS, most / 127, inverse);
  }
}
