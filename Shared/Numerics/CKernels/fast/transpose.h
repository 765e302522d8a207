// Squares of LANES vectors transposed: element r of vector e becomes element e of vector r.
#pragma once
#include "vector.h"

#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#if LANES == 16
#define LOW_OF_FOUR(a, b) SHUFFLE(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define HIGH_OF_FOUR(a, b) SHUFFLE(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define LOW_PAIRS(a, b) SHUFFLE(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define HIGH_PAIRS(a, b) SHUFFLE(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define EVEN_FOURS(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
#define ODD_FOURS(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)
#elif LANES == 8
#define LOW_OF_FOUR(a, b) SHUFFLE(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH_OF_FOUR(a, b) SHUFFLE(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW_PAIRS(a, b) SHUFFLE(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_PAIRS(a, b) SHUFFLE(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define EVEN_FOURS(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define ODD_FOURS(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#else
#define LOW_OF_FOUR(a, b) SHUFFLE(a, b, 0, 4, 1, 5)
#define HIGH_OF_FOUR(a, b) SHUFFLE(a, b, 2, 6, 3, 7)
#define LOW_PAIRS(a, b) SHUFFLE(a, b, 0, 1, 4, 5)
#define HIGH_PAIRS(a, b) SHUFFLE(a, b, 2, 3, 6, 7)
#endif

// Each four lanes of four vectors.
INLINE void transpose_fours(vec *x) {
  vec a = LOW_OF_FOUR(x[0], x[1]), b = HIGH_OF_FOUR(x[0], x[1]), c = LOW_OF_FOUR(x[2], x[3]), d = HIGH_OF_FOUR(x[2], x[3]);
  x[0] = LOW_PAIRS(a, c);
  x[1] = HIGH_PAIRS(a, c);
  x[2] = LOW_PAIRS(b, d);
  x[3] = HIGH_PAIRS(b, d);
}

INLINE void transpose(vec *x) {
#pragma clang loop unroll(full)
  for (int i = 0; i < LANES; i += 4) transpose_fours(x + i);
#if LANES > 4
  // Each round halves how many fours of a vector belong to other vectors.
#pragma clang loop unroll(full)
  for (int round = 4; round < LANES; round *= 2) {
    vec even[LANES], odd[LANES];
#pragma clang loop unroll(full)
    for (int i = 0; i < LANES / 2; i++) {
      int pair = i / 4 * 8 + i % 4;
      even[i] = EVEN_FOURS(x[pair], x[pair + 4]);
      odd[i] = ODD_FOURS(x[pair], x[pair + 4]);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < LANES / 2; i++) {
      x[i] = even[i];
      x[LANES / 2 + i] = odd[i];
    }
  }
#endif
}
