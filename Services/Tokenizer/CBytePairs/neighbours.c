// Which scalars stand side by side in some token.
#include <stdlib.h>

#include "tables.h"

static void note_beside_part(weir_bpe *bpe, uint32_t first, uint32_t last) {
  for (uint32_t scalar = first; scalar <= last && scalar < BASIC_COUNT; scalar++)
    bpe->beside_part[scalar / 64] |= 1ull << scalar % 64;
}

// The scalars that begin as `p` does, of which `length` bytes are there: too few for a whole one.
static void note_beginnings(weir_bpe *bpe, const uint8_t *p, uint32_t length) {
  uint8_t low[3] = {p[0], 0x80, 0x80}, high[3] = {p[0], 0xbf, 0xbf};
  if (length > 1) low[1] = high[1] = p[1];
  note_beside_part(bpe, scalar_at(low), scalar_at(high));
}

// Where the whole scalar starts that ends before `place`; `place` if the token has only a part of it.
static uint32_t whole_before(const uint8_t *p, uint32_t place) {
  for (uint32_t back = 1; back <= 4 && back <= place; back++) {
    if ((p[place - back] & 0xc0) == 0x80) continue;
    return scalar_length(p[place - back]) == back ? place - back : place;
  }
  return place;
}

// Every place in the token where one scalar may end and another begin. Returns how many pairs were whole.
static uint32_t note_token(weir_bpe *bpe, const uint8_t *p, uint32_t length) {
  uint32_t pairs = 0;
  for (uint32_t place = 1; place < length; place++) {
    if ((p[place] & 0xc0) == 0x80) continue;
    uint32_t start = whole_before(p, place);
    bool is_left_whole = start < place, is_right_whole = place + scalar_length(p[place]) <= length;
    uint32_t left = is_left_whole ? scalar_at(p + start) : BASIC_COUNT - 1;
    if (!is_right_whole) {
      if (is_left_whole) note_beside_part(bpe, left, left);
      else note_beginnings(bpe, p + place, length - place);
      continue;
    }
    uint32_t right = scalar_at(p + place);
    if (!is_left_whole) note_beside_part(bpe, right, right);
    if ((left | right) < 0x800) continue;
    uint32_t bit = neighbour_bit(bpe, left, right);
    if (bpe->neighbours) bpe->neighbours[bit / 64] |= 1ull << bit % 64;
    pairs++;
  }
  return pairs;
}

static uint32_t note_tokens(weir_bpe *bpe, const weir_bpe_source *source) {
  uint32_t pairs = 0;
  for (uint32_t token = 0; token < bpe->token_count; token++)
    pairs += note_token(bpe, source->bytes + source->starts[token], bpe->tokens[token].length);
  return pairs;
}

static bool is_closed(const weir_bpe *bpe, const uint8_t *p, uint32_t length) {
  if (length < 2 || length > 3 || p[0] < 0xc0 || scalar_length(p[0]) != length) return false;
  uint32_t scalar = scalar_at(p);
  return !(bpe->beside_part[scalar / 64] >> scalar % 64 & 1);
}

static void note_closed(weir_bpe *bpe, const weir_bpe_source *source) {
  for (uint32_t token = 0; token < bpe->token_count; token++)
    bpe->tokens[token].is_closed = is_closed(bpe, source->bytes + source->starts[token], bpe->tokens[token].length);
}

bool bpe_build_neighbours(weir_bpe *bpe, const weir_bpe_source *source) {
  bpe->beside_part = calloc(BASIC_COUNT / 64, sizeof *bpe->beside_part);
  if (!bpe->beside_part) return false;
  note_beside_part(bpe, BASIC_COUNT - 1, BASIC_COUNT - 1);
  // The first time only counts.
  uint32_t pairs = note_tokens(bpe, source), bits = 1024;
  while (bits < pairs * 16) bits *= 2;
  bpe->neighbour_mask = bits - 1;
  bpe->neighbours = calloc(bits / 64, sizeof *bpe->neighbours);
  if (!bpe->neighbours) return false;
  note_tokens(bpe, source);
  note_closed(bpe, source);
  return true;
}

bool bpe_has_wide(const uint8_t *text, size_t count) {
  size_t position = 0;
  for (; position + 8 <= count; position += 8) {
    uint64_t eight;
    memcpy(&eight, text + position, 8);
    if (eight & eight << 1 & eight << 2 & 0x8080808080808080u) return true;
  }
  for (; position < count; position++)
    if (text[position] >= 0xe0) return true;
  return false;
}
