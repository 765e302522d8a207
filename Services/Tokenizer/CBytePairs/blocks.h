// Sixteen bytes at a time.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(HAS_AVX512)
#include <immintrin.h>
#endif

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
#if defined(HAS_AVX512)
  return (block16)_mm_maskz_mov_epi8((__mmask16)((1u << count) - 1), (__m128i)block);
#else
  static const uint8_t ones[2 * BLOCK_BYTES] = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  };
  return block & load16(ones + BLOCK_BYTES - count);
#endif
}

#if defined(HAS_AVX512)
// Twice as many bytes, of which only those are read that are wanted.
enum { WIDE_BYTES = 2 * BLOCK_BYTES };

// A bit for each of the first `count` bytes.
static inline __mmask32 wide_mask(size_t count) { return (__mmask32)((1ull << count) - 1); }

static inline __m256i load_wide(const uint8_t *p, __mmask32 wanted) { return _mm256_maskz_loadu_epi8(wanted, p); }

// Whether these bytes are the same in both.
static inline bool same_wide(const uint8_t *a, const uint8_t *b, __mmask32 asked) {
  return !_mm256_mask_cmpneq_epi8_mask(asked, load_wide(a, asked), load_wide(b, asked));
}
#endif

// 0, 1, 2 …
static inline block16 block_places(void) { return (block16){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }
