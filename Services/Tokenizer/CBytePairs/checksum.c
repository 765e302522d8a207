// A multiplicative checksum in eight lanes, so that no multiplication waits for another.
#include <string.h>

#include "CBytePairs.h"

enum { LANES = 8, BLOCK = LANES * 8 };

static const uint64_t factor = 0x9e3779b97f4a7c15u;

static inline uint64_t added(uint64_t sum, uint64_t eight) {
  sum ^= eight;
  return (sum << 29 | sum >> 35) * factor;
}

uint64_t weir_checksum(const uint8_t *bytes, size_t count) {
  uint64_t lanes[LANES] = {1, 2, 3, 4, 5, 6, 7, 8}, eights[LANES];
  size_t place = 0;
  for (; place + BLOCK <= count; place += BLOCK) {
    memcpy(eights, bytes + place, BLOCK);
    for (int lane = 0; lane < LANES; lane++) lanes[lane] = added(lanes[lane], eights[lane]);
  }
  memset(eights, 0, BLOCK);
  memcpy(eights, bytes + place, count - place);
  uint64_t sum = added(factor, count);
  for (int lane = 0; lane < LANES; lane++) sum = added(added(sum, lanes[lane]), eights[lane]);
  return sum ^ sum >> 32;
}
