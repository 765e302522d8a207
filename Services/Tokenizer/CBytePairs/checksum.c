// A sum of products of the halves of each eight bytes, as XXH3 accumulates (Collet 2019), with another key for each place.
// A change within eight bytes always shows; of others one in 2^64 does not. Four parts of the bytes are read side by side,
// since memory answers several requests in the time of one.
#include <string.h>

#include "CBytePairs.h"
#include "processor.h"

enum { PARTS = 4, LANES = 4, STEP = LANES * 8 };

typedef uint64_t lanes __attribute__((vector_size(STEP)));

#define LOW 0xffffffffu

// Adds the bytes to the sum. Each also goes to its neighbour as it is, in case its product is zero.
#define ADD(sum, bytes, key)                                                                   \
  do {                                                                                         \
    lanes added, keyed;                                                                        \
    memcpy(&added, bytes, STEP);                                                               \
    keyed = added ^ (key);                                                                     \
    (sum) += (keyed & LOW) * (keyed >> 32) + __builtin_shufflevector(added, added, 1, 0, 3, 2); \
  } while (0)

static inline uint64_t mixed(uint64_t sum, uint64_t value) {
  sum = (sum ^ value) * 0x9e3779b97f4a7c15u;
  return sum ^ sum >> 29;
}

static inline __attribute__((always_inline)) uint64_t sum_of(const uint8_t *bytes, size_t count) {
  const lanes step = {0x9e3779b97f4a7c15u, 0xc2b2ae3d27d4eb4fu, 0x165667b19e3779f9u, 0x85ebca77c2b2ae63u};
  lanes key = step, sums[PARTS] = {{1}, {2}, {3}, {4}};
  size_t part = count / PARTS / STEP * STEP;
  for (size_t place = 0; place < part; place += STEP, key += step)
    for (int index = 0; index < PARTS; index++) ADD(sums[index], bytes + (size_t)index * part + place, key);
  for (size_t place = part * PARTS; place < count; place += STEP, key += step) {
    uint8_t rest[STEP] = {0};
    memcpy(rest, bytes + place, count - place < STEP ? count - place : STEP);
    ADD(sums[0], rest, key);
  }
  uint64_t sum = mixed(count, 1);
  for (int index = 0; index < PARTS; index++)
    for (int lane = 0; lane < LANES; lane++) sum = mixed(sum, sums[index][lane]);
  return sum;
}

#if defined(__x86_64__)
// Twice as many lanes at once, with which it is no slower than reading.
__attribute__((target("avx2"))) static uint64_t sum_avx2(const uint8_t *bytes, size_t count) { return sum_of(bytes, count); }
#else
#define sum_avx2 sum_of
#endif

uint64_t weir_checksum(const uint8_t *bytes, size_t count) {
  return has_avx2() ? sum_avx2(bytes, count) : sum_of(bytes, count);
}
