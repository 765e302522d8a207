// Reads what a word is merged from, whatever merges it: `stride` is between the numbers of two slots, of which the first is
// left to what stands before the word.
#pragma once
#include "../blocks.h"
#include "../workspace.h"
#include "symbols.h"

// A scalar of a word: `token` is what it is if it is taken whole, with its set, NONE for none; `hash` is neighbour_hash, and 0
// beyond the word.
typedef struct {
  uint32_t scalar, length, token;
  uint64_t hash;
} read_scalar;

static inline __attribute__((always_inline)) read_scalar scalar_in(const weir_bpe *bpe, const uint8_t *p, size_t room) {
  if (room == 0) return (read_scalar){0, 0, NONE, 0};
  uint32_t length = p[0] < 0xc0 ? 1 : (uint32_t)scalar_length(p[0]);
  if (length == 1 || length > room) return (read_scalar){p[0], 1, NONE, neighbour_hash(p[0])};
  if (length < 4) {
    uint32_t scalar = length == 2 ? narrow_at(p) : wide_at(p);
    return (read_scalar){scalar, length, bpe->scalars[scalar], neighbour_hash(scalar)};
  }
  uint32_t scalar = whole_scalar_at(p, length);
  return (read_scalar){scalar, length, scalar_token(bpe, p, length), neighbour_hash(scalar)};
}

// Whether merging is sure to make the scalar whole first, with these scalars beside it.
static inline bool is_taken_whole(const weir_bpe *bpe, const read_scalar *s, uint64_t before, uint64_t after) {
  if (s->token == NONE) return false;
  if (set_of(s->token) == NO_SET) return true;
  const neighbour_set *set = neighbours_of(bpe, s->scalar, set_of(s->token));
  return !((set->lefts & before) | (set->rights & after));
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
  uint64_t before = 0;
  read_scalar s = scalar_in(bpe, p, size);
  for (size_t index = 0; index < size;) {
    read_scalar next = scalar_in(bpe, p + index + s.length, size - index - s.length);
    if (is_taken_whole(bpe, &s, before, next.hash)) {
      tokens[slot * stride] = s.token & TOKEN_BITS;
      *asked |= 1ull << (slot++ - 1);
      pairs = NULL;
    } else {
      for (size_t place = index; place < index + s.length; place++, slot++) {
        tokens[slot * stride] = bpe->byte_tokens[p[place]];
        if (pairs) values[(slot - 1) * stride] = pairs[p[place]] | (slot - 1) << PLACE_SHIFT;
        else *asked |= 1ull << (slot - 1);
        pairs = bpe->byte_pairs + p[place] * BYTE_COUNT;
      }
    }
    index += s.length;
    before = s.hash;
    s = next;
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
