// The alphabet of byte-level vocabularies (Radford et al., GPT-2): bytes that print stand for themselves as scalars, and the
// others in order for U+0100 and on.
#pragma once
#include <stdbool.h>

#include "blocks.h"

// Bytes that are converted at once at most.
enum { STRETCH_BYTES = 4096 };

// How many bytes stand before each block of a stretch once it is converted, and which of its bytes stand for one.
typedef struct {
  uint32_t before[STRETCH_BYTES / BLOCK_BYTES + 1];
  uint16_t kept[STRETCH_BYTES / BLOCK_BYTES + 1];
} byte_stretch;

// Whether this processor can convert by blocks, and the table, which has the byte of each scalar or -1, is of that alphabet.
bool bytelevel_has_blocks(const int16_t *byte_of, uint32_t scalar_count);

// Fills in for each set of eight bytes where they lie, one after the other.
void bytelevel_fill_packing(uint64_t packing[256]);

// Converts up to STRETCH_BYTES of UTF-8 as far as all of it is of the alphabet; returns how many bytes of `text` these are.
// Reads up to BLOCK_BYTES behind it and writes up to BLOCK_BYTES more.
uint32_t bytelevel_convert(
    const uint64_t packing[256], const uint8_t *text, uint32_t count, uint8_t *out, byte_stretch *stretch);

// How many bytes the first `place` bytes of the text become.
static inline uint32_t bytelevel_place(const byte_stretch *stretch, uint32_t place) {
  uint32_t block = place / BLOCK_BYTES, bits = stretch->kept[block] & ((1u << place % BLOCK_BYTES) - 1);
  // Few bits, without an instruction that not all processors have.
  bits = bits - (bits >> 1 & 0x5555);
  bits = (bits & 0x3333) + (bits >> 2 & 0x3333);
  bits = (bits + (bits >> 4)) & 0x0f0f;
  return stretch->before[block] + ((bits + (bits >> 8)) & 0x1f);
}
