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

// 2^e, e from -126 to 127.
INLINE float power_of_two(int e) {
  int32_t bits = (127 + e) << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return power;
}

// What a group's inputs are rounded with. `halved`: how often the scale is half that of its block; `first`: that of its
// block's first group.
struct rounding {
  float scale, inverse;
  int halved, first;
};

// How often the scale of a group is half that of its block.
INLINE int halvings(float block, float group) {
  if (group == 0) return 0;
  const float ratio = block / group;
  int32_t bits;
  memcpy(&bits, &ratio, sizeof bits);
  const int most = (bits >> 23) - 127;
  return most < 2 ? 0 : most < WEIR_HALVINGS_MAX ? most : WEIR_HALVINGS_MAX;
}

INLINE int32_t bits_of(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

// What of weir_int8_rows products with a kind of panels need.
INLINE int wants_sums(enum weir_panels kind) { return kind == WEIR_PANELS_NONE || kind == WEIR_PANELS_4_MINIMUM; }
INLINE int wants_totals(enum weir_panels kind) { return kind == WEIR_PANELS_Q4_K || kind == WEIR_PANELS_Q5_K; }
INLINE int wants_half_starts(enum weir_panels kind) { return kind == WEIR_PANELS_6 || kind == WEIR_PANELS_Q6_K; }
INLINE int wants_starts(enum weir_panels kind) { return kind == WEIR_PANELS_4 || (LIFTS_SUMS && kind == WEIR_PANELS_8); }

INLINE void store_sums(enum weir_panels kind, struct weir_int8_rows y, size_t place, size_t total_place, struct rounding r,
                       struct pair_sums sums) {
  const int first = sums.of[0][0] + sums.of[1][0], second = sums.of[0][1] + sums.of[1][1];
  const float lift = LIFTS_SUMS ? WEIR_LIFT * power_of_two(r.first - r.halved) : 0;
  y.scale[place] = r.scale;
  if (wants_sums(kind)) y.sum[place] = r.scale * (first + second);
  if (wants_totals(kind)) y.total[total_place] = (int16_t)(first + second);
  if (wants_starts(kind)) {
    y.start[place] = start_of(kind == WEIR_PANELS_8 ? -128 : -8, first, second) + bits_of(lift);
    if (LIFTS_SUMS) y.lift[place] = -lift;
  }
  for (int half = 0; wants_half_starts(kind) && half < 2; half++)
    y.half_start[2 * place + half] = start_of(-32, sums.of[half][0], sums.of[half][1]) + bits_of(lift);
}

// Whether the scales of block `block` differ in token `at` or in one of those before that it is together with.
INLINE void note_uneven(struct weir_int8_rows y, struct weir_place at, size_t columns, size_t block, int differ) {
  uint8_t *uneven = y.uneven + at.first * weir_blocks_of(columns) + block;
  *uneven = (uint8_t)(differ | (at.lane > 0 && *uneven));
}

// One group of a token.
INLINE void round_into(enum weir_panels kind, struct weir_int8_rows y, const float *x, size_t columns, struct weir_place at, size_t g,
                       struct rounding r) {
  const size_t groups = columns / WEIR_GROUP_ELEMENTS;
  int8_t q[WEIR_GROUP_ELEMENTS], *place = y.q + weir_inputs_place(at, columns, g * WEIR_GROUP_ELEMENTS / 4);
  struct pair_sums sums = round_group(q, x, r.inverse);
  if (at.count == 1)
    memcpy(place, q, sizeof q);
  else
    for (size_t i = 0; i < WEIR_GROUP_ELEMENTS / 4; i++) memcpy(place + 4 * i * at.count, q + 4 * i, 4);
  store_sums(kind, y, weir_group_place(at, groups, g), weir_total_place(at, groups, g), r, sums);
}

INLINE void round_block(enum weir_panels kind, struct weir_int8_rows y, const float *x, size_t columns, struct weir_place at,
                        size_t first, size_t count) {
  const int halves = weir_panel_sharing(kind) == WEIR_HALVED_SCALES;
  const float most = largest_magnitude(x + first, count), scale = most / 127, inverse = most > 0 ? 127 / most : 0;
  struct rounding r = {scale, inverse};
  int differ = 0;
  for (size_t i = first; i < first + count; i += WEIR_GROUP_ELEMENTS) {
    if (halves) {
      r.halved = halvings(most, largest_magnitude(x + i, WEIR_GROUP_ELEMENTS));
      r.scale = scale * power_of_two(-r.halved), r.inverse = inverse * power_of_two(r.halved);
      if (i == first) r.first = r.halved;
      differ |= r.halved != r.first;
    }
    round_into(kind, y, x + i, columns, at, i / WEIR_GROUP_ELEMENTS, r);
  }
  if (LIFTS_SUMS && halves) note_uneven(y, at, columns, first / WEIR_BLOCK_ELEMENTS, differ);
}

// Columns whose scales depend on each other.
INLINE size_t shared_columns(enum weir_panels kind) {
  return weir_panel_sharing(kind) == WEIR_OWN_SCALES ? WEIR_GROUP_ELEMENTS : WEIR_BLOCK_ELEMENTS;
}

static void round_token(enum weir_panels kind, struct weir_int8_rows y, const float *x, size_t columns, struct weir_place at) {
  const size_t shared = shared_columns(kind);
  for (size_t first = 0; first < columns; first += shared)
    round_block(kind, y, x, columns, at, first, columns - first < shared ? columns - first : shared);
}
