// Reads memory with independent additions and far ahead, so that the memory and not the adder is the limit.
#include "kernels.h"

typedef float lanes __attribute__((vector_size(64), aligned(4)));

float weir_read(const float *x, size_t count) {
  lanes sums[4] = {{0}};
  for (size_t i = 0; i + 64 <= count; i += 64)
    for (int j = 0; j < 4; j++) {
      __builtin_prefetch((const char *)(x + i + 16 * j) + 2048);
      sums[j] += *(const lanes *)(x + i + 16 * j);
    }
  lanes all = sums[0] + sums[1] + (sums[2] + sums[3]);
  float sum = 0;
  for (int i = 0; i < 16; i++) sum += all[i];
  return sum;
}
