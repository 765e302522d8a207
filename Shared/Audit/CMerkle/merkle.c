#include <string.h>
#include "include/merkle.h"

// FIPS 180-4 section 5.3.3: the first 32 bits of the fractional parts of the square roots of the first 8 primes.
static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static void fold(uint32_t state[8], const uint8_t *data, size_t blocks) {
  if (weir_sha256_is_accelerated()) weir_sha256_blocks_x86(state, data, blocks);
  else weir_sha256_blocks_reference(state, data, blocks);
}

// SHA-256(prefix || data) without a copy of data, which may be a whole bundle.
static void hash(uint8_t prefix, const uint8_t *data, size_t count, uint8_t out[32]) {
  uint32_t state[8];
  memcpy(state, initial, sizeof state);
  uint8_t block[128] = {prefix};
  size_t first = count < 63 ? count : 63;
  if (first) memcpy(block + 1, data, first);
  size_t used = 1 + first;  // bytes of the message in `block`
  if (used == 64) {
    fold(state, block, 1);
    size_t blocks = (count - first) / 64;
    if (blocks) fold(state, data + first, blocks);
    used = (count - first) % 64;
    if (used) memcpy(block, data + first + 64 * blocks, used);
  }
  size_t padded = used < 56 ? 64 : 128;
  memset(block + used, 0, padded - used);
  block[used] = 0x80;
  uint64_t bits = 8 * ((uint64_t)count + 1);
  for (int i = 0; i < 8; i++) block[padded - 1 - i] = (uint8_t)(bits >> (8 * i));
  fold(state, block, padded / 64);
  for (int i = 0; i < 32; i++) out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

void weir_merkle_leaf(const uint8_t *data, size_t count, uint8_t out[32]) { hash(0, data, count, out); }

void weir_merkle_node(const uint8_t left[32], const uint8_t right[32], uint8_t out[32]) {
  uint8_t both[64];
  memcpy(both, left, 32);
  memcpy(both + 32, right, 32);
  hash(1, both, 64, out);
}
