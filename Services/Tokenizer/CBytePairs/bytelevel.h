// The alphabet of byte-level vocabularies (Radford et al., GPT-2): bytes that print stand for themselves as scalars, and the
// others in order for U+0100 and on.
#pragma once
#include <stdbool.h>

#include "blocks.h"

// Bytes that are converted at once at most.
enum { STRETCH_BYTES = 4096 };

// How many bytes stand before each block of a stretch once it is converted, and which of its own begin one.
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

// Where the places in the converted text are in what it has become, each of them `base` further on. `places` are `from` further
// on in their turn.
void bytelevel_places(
    const byte_stretch *stretch, const uint32_t *places, uint32_t count, uint32_t from, uint32_t base, uint32_t *out);
