// From the visible characters of byte-level vocabularies to the bytes that they stand for.
#include "pieces.h"

// Scalars of two bytes and less.
enum { NARROW_COUNT = 1 << 11 };

// How many bytes of the block stand for themselves.
static inline uint32_t plain_count(block16 block) {
  uint32_t others = top_bits(block) | below_bits(block, 0x21) | equal_bits(block, 0x7f);
  return others ? (uint32_t)__builtin_ctz(others) : BLOCK_BYTES;
}

// Writes the bytes that the token's scalars stand for; NULL for a token with another scalar. Reads and writes up to
// BLOCK_BYTES more.
static inline uint8_t *write_as_bytes(const uint8_t *p, const uint8_t *end, const int16_t *byte_of, uint8_t *out) {
  while (p < end) {
    if (*p < 0x80) {
      block16 block = load16(p);
      uint32_t plain = plain_count(block);
      if (plain == 0) return NULL;
      memcpy(out, &block, BLOCK_BYTES);
      if (plain > end - p) plain = (uint32_t)(end - p);
      p += plain, out += plain;
      continue;
    }
    int16_t byte = *p < 0xe0 ? byte_of[(*p & 31u) << 6 | (p[1] & 63u)] : -1;
    if (byte < 0) return NULL;
    *out++ = (uint8_t)byte;
    p += 2;
  }
  return out;
}

void weir_pieces_as_bytes(
    const weir_pieces *v, const bool *is_left_out, const int16_t *byte_of, uint32_t scalar_count, uint8_t *bytes,
    uint32_t *starts) {
  int16_t narrow[NARROW_COUNT];
  for (uint32_t scalar = 0; scalar < NARROW_COUNT; scalar++) narrow[scalar] = scalar < scalar_count ? byte_of[scalar] : -1;
  uint8_t *out = bytes;
  for (uint32_t id = 0; id < v->count; id++) {
    bool is_absent = v->starts[id] & WEIR_IS_ABSENT || (is_left_out && is_left_out[id]);
    const uint8_t *p = v->bytes + piece_start(v, id), *end = v->bytes + piece_start(v, id + 1);
    uint8_t *written = is_absent ? NULL : write_as_bytes(p, end, narrow, out);
    starts[id] = (uint32_t)(out - bytes) | (written ? 0 : WEIR_IS_ABSENT);
    if (written) out = written;
  }
  starts[v->count] = (uint32_t)(out - bytes);
}
