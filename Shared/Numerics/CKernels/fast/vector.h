// Vectors of LANES floats for the instruction set that the including file is compiled for. Clang's vector extension
// maps each operation to that set's instructions, and a * b + c to a fused multiply-add where it has one.
#pragma once
#include <stdint.h>
#include <string.h>

typedef float vec __attribute__((vector_size(LANES * 4)));
typedef int32_t ivec __attribute__((vector_size(LANES * 4)));

#define INLINE static inline __attribute__((always_inline))

INLINE vec load(const float *p) {
  vec v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, vec v) { memcpy(p, &v, sizeof v); }

INLINE vec splat(float x) { return x - (vec){0}; }

INLINE vec choose(ivec mask, vec a, vec b) { return (vec)((mask & (ivec)a) | (~mask & (ivec)b)); }

// The sum of all lanes, halves added to halves.
typedef float two_lanes __attribute__((vector_size(8)));
typedef float four_lanes __attribute__((vector_size(16)));
typedef float eight_lanes __attribute__((vector_size(32)));
INLINE float sum_of_four(four_lanes v) {
  two_lanes pair = __builtin_shufflevector(v, v, 0, 1) + __builtin_shufflevector(v, v, 2, 3);
  return pair[0] + pair[1];
}
#if LANES >= 8
INLINE float sum_of_eight_lanes(eight_lanes v) {
  return sum_of_four(__builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7));
}
#endif
INLINE float sum_of(vec v) {
#if LANES == 16
  return sum_of_eight_lanes(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7)
                            + __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15));
#elif LANES == 8
  return sum_of_eight_lanes(v);
#else
  return sum_of_four(v);
#endif
}

// The largest lane, halves compared with halves.
INLINE float max_of_four(four_lanes v) {
  two_lanes pair =
    __builtin_elementwise_max(__builtin_shufflevector(v, v, 0, 1), __builtin_shufflevector(v, v, 2, 3));
  return pair[0] > pair[1] ? pair[0] : pair[1];
}
#if LANES >= 8
INLINE float max_of_eight_lanes(eight_lanes v) {
  four_lanes low = __builtin_shufflevector(v, v, 0, 1, 2, 3), high = __builtin_shufflevector(v, v, 4, 5, 6, 7);
  return max_of_four(__builtin_elementwise_max(low, high));
}
#endif
INLINE float max_of(vec v) {
#if LANES == 16
  eight_lanes low = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7);
  eight_lanes high = __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  return max_of_eight_lanes(__builtin_elementwise_max(low, high));
#elif LANES == 8
  return max_of_eight_lanes(v);
#else
  return max_of_four(v);
#endif
}

// exp(x) = 2^n p(r) with x = n ln 2 + r, to about 2 units in the last place. Source: Cephes expf (Moshier).
struct exponential { ivec n; vec p; };
INLINE struct exponential exponential(vec x) {
  const vec round = splat(12582912.0f);  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
  vec shifted = x * 1.44269504088896341f + round;
  vec n = shifted - round;
  vec r = x - n * 0.693359375f + n * 2.12194440e-4f;
  vec p = splat(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return (struct exponential){(ivec)shifted - (ivec)round, p * r * r + r + 1.0f};
}

// 0 below -87, infinity above 88.7, and NaN stays NaN.
INLINE vec exp_of(vec x) {
  const vec low = splat(-87.0f), high = splat(88.7f);
  ivec underflow = x < low, overflow = x > high;
  struct exponential e = exponential(choose(underflow, low, choose(overflow, high, x)));
  // 2^n in two factors, because 2^128 is no float.
  ivec half = e.n >> 1;
  vec result = e.p * (vec)((half + 127) << 23) * (vec)((e.n - half + 127) << 23);
  return choose(underflow, splat(0), choose(overflow, splat(__builtin_inff()), result));
}

// The same where x is at most 0.
INLINE vec exp_to_one(vec x) {
  const vec low = splat(-87.0f);
  ivec underflow = x < low;
  struct exponential e = exponential(choose(underflow, low, x));
  return choose(underflow, splat(0), e.p * (vec)((e.n + 127) << 23));
}
