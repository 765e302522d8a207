// Reads what a word is merged from, whatever merges it: `stride` is between the numbers of two slots, of which the first is
// left to what stands before the word.
#pragma once
#include "../blocks.h"
#include "../workspace.h"
#include "symbols.h"

// The token of the scalar at `index` if it is taken whole; NONE if not.
static inline uint32_t whole_token(const weir_bpe *bpe, const uint8_t *p, size_t size, size_t index, size_t length) {
  if (index + length > size) return NONE;
  uint32_t token = scalar_token(bpe, p + index, length);
  if (token == NONE || set_of(token) == NO_SET) return token;
  const neighbour_set *set = neighbours_of(bpe, whole_scalar_at(p + index, length), set_of(token));
  size_t start = index, end = index + length;
  if (index > 0) do start--; while ((p[start] & 0xc0) == 0x80);
  uint64_t before = index == 0 ? 0 : neighbour_hash(whole_scalar_at(p + start, index - start));
  uint64_t after = end == size ? 0 : neighbour_hash(whole_scalar_at(p + end, scalar_length(p[end])));
  return (set->lefts & before) | (set->rights & after) ? NONE : token & TOKEN_BITS;
}

// Whether the word is ASCII; its bytes are followed by READ_BEYOND readable ones.
static inline bool is_ascii(const uint8_t *p, size_t size) {
  uint64_t high = 0;
  for (size_t place = 0; place < size; place += BLOCK_BYTES) high |= (uint64_t)top_bits(load16(p + place)) << place;
  return !(high & ((1ull << size) - 1));
}

// The symbols and the values of their pairs.
static inline void read_ascii(
    const weir_bpe *bpe, const uint8_t *p, size_t size, uint32_t *tokens, uint32_t *values, size_t stride) {
  uint32_t before = p[0];
  tokens[stride] = bpe->byte_tokens[before];
  for (size_t slot = 1; slot < size; slot++) {
    uint32_t byte = p[slot];
    values[slot * stride] = bpe->byte_pairs[before * BYTE_COUNT + byte] | (uint32_t)slot << PLACE_SHIFT;
    tokens[(slot + 1) * stride] = bpe->byte_tokens[byte];
    before = byte;
  }
}

// Reads the symbols of a word at byte level, bytes and whole scalars, and the values of pairs of bytes; `asked` are the slots
// of the other pairs. Returns the slot behind them.
static inline uint32_t read_bytes(
    const weir_bpe *bpe, const uint8_t *p, size_t size, uint32_t *tokens, uint32_t *values, size_t stride,
    uint64_t *asked) {
  *asked = 0;
  if (is_ascii(p, size)) return read_ascii(bpe, p, size, tokens, values, stride), (uint32_t)size + 1;
  uint32_t slot = 1;
  const uint32_t *pairs = NULL;  // those of the byte before, if that was a symbol
  for (size_t index = 0; index < size; slot++) {
    uint8_t byte = p[index];
    if (byte >= 0xc0) {
      size_t length = scalar_length(byte);
      uint32_t token = whole_token(bpe, p, size, index, length);
      if (token != NONE) {
        tokens[slot * stride] = token;
        *asked |= 1ull << (slot - 1);
        pairs = NULL;
        index += length;
        continue;
      }
    }
    tokens[slot * stride] = bpe->byte_tokens[byte];
    if (__builtin_expect(pairs != NULL, 1)) values[(slot - 1) * stride] = pairs[byte] | (slot - 1) << PLACE_SHIFT;
    else *asked |= 1ull << (slot - 1);
    pairs = bpe->byte_pairs + byte * BYTE_COUNT;
    index++;
  }
  *asked &= ~1ull;
  return slot;
}

// The same at scalar level; 0 also for a scalar that is no token.
static inline uint32_t read_scalars(
    const weir_bpe *bpe, const uint8_t *p, size_t size, uint32_t *tokens, size_t stride, uint64_t *asked) {
  uint32_t slot = 1;
  for (size_t index = 0; index < size; slot++) {
    size_t length = scalar_length(p[index]);
    uint32_t token = scalar_token(bpe, p + index, length);
    if (token == NONE) return 0;
    tokens[slot * stride] = token & TOKEN_BITS;
    index += length;
  }
  *asked = (1ull << (slot - 1)) - 1 & ~1ull;
  return slot;
}

// The symbols at either level; 0 where they are not all tokens.
static inline uint32_t read_symbols(
    const weir_bpe *bpe, const missed *word, uint32_t *tokens, uint32_t *values, size_t stride, uint64_t *asked) {
  uint32_t end = bpe->is_scalar_level ? read_scalars(bpe, word->bytes, word->size, tokens, stride, asked)
                                      : read_bytes(bpe, word->bytes, word->size, tokens, values, stride, asked);
  if (end) tokens[0] = tokens[end * stride] = NO_TOKEN;
  return end;
}
