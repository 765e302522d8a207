// Sixteen bytes at a time.
#pragma once
#include <stdint.h>
#include <string.h>

enum { BLOCK_BYTES = 16 };

typedef uint8_t block16 __attribute__((vector_size(BLOCK_BYTES)));

static inline block16 load16(const uint8_t *p) {
  block16 block;
  memcpy(&block, p, BLOCK_BYTES);
  return block;
}

// A bit for each byte whose top bit is set.
static inline uint32_t top_bits(block16 block) {
#if defined(__SSE2__)
  typedef char signed16 __attribute__((vector_size(BLOCK_BYTES)));
  return (uint32_t)__builtin_ia32_pmovmskb128((signed16)block);
#else
  uint32_t bits = 0;
  for (int index = 0; index < BLOCK_BYTES; index++) bits |= (uint32_t)(block[index] >> 7) << index;
  return bits;
#endif
}

// The same of four numbers.
static inline uint32_t sign_bits(uint32_t __attribute__((vector_size(BLOCK_BYTES))) numbers) {
#if defined(__SSE2__)
  typedef float floats __attribute__((vector_size(BLOCK_BYTES)));
  return (uint32_t)__builtin_ia32_movmskps((floats)numbers);
#else
  return numbers[0] >> 31 | numbers[1] >> 31 << 1 | numbers[2] >> 31 << 2 | numbers[3] >> 31 << 3;
#endif
}

static inline uint32_t equal_bits(block16 block, uint8_t byte) {
  block16 all = (block16){} + byte;
  return top_bits((block16)(block == all));
}

// Bytes below `limit`.
static inline uint32_t below_bits(block16 block, uint8_t limit) {
  block16 all = (block16){} + limit;
  return top_bits((block16)(block < all));
}

// The first `count` bytes, of BLOCK_BYTES at most; zeros behind them.
static inline block16 first_bytes(block16 block, size_t count) {
  static const uint8_t ones[2 * BLOCK_BYTES] = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  };
  return block & load16(ones + BLOCK_BYTES - count);
}

// 0, 1, 2 …
static inline block16 block_places(void) { return (block16){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }
