// Which scalars stand side by side in some token.
#pragma once
#include <stdlib.h>

#include "../notes.h"

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

// Pairs of scalars that stand side by side in some token.
typedef struct {
  uint32_t *pairs;
  size_t count;
} pair_list;

// A place in a token where one scalar may end and another begin; `left` is NONE if the token has only a part of that.
static inline void note_border(
    weir_bpe *bpe, const uint8_t *p, uint32_t place, uint32_t length, uint32_t left, pair_list *list) {
  bool is_left_whole = left != NONE, is_right_whole = place + scalar_length(p[place]) <= length;
  if (!is_right_whole) {
    if (is_left_whole) note_beside_part(bpe, left, left);
    else note_beginnings(bpe, p + place, length - place);
    return;
  }
  uint32_t right = scalar_at(p + place);
  if (!is_left_whole) note_beside_part(bpe, right, right), left = BASIC_COUNT - 1;
  if ((left | right) >= first_asked(bpe)) list->pairs[list->count++] = left << 16 | right;
  else if (bpe->is_scalar_level) bpe->ascii_neighbours[left * 2 + right / 64] |= 1ull << right % 64;
}

static void note_token(weir_bpe *bpe, const uint8_t *p, uint32_t length, pair_list *list) {
  uint32_t lead = NONE;  // where the scalar before begins
  for (uint32_t place = 0; place < length; place++) {
    if ((p[place] & 0xc0) == 0x80) continue;
    bool is_left_whole = lead != NONE && place - lead == scalar_length(p[lead]);
    if (place > 0) note_border(bpe, p, place, length, is_left_whole ? scalar_at(p + lead) : NONE, list);
    lead = place;
  }
}

// The same of a token of whole scalars.
static void note_whole(weir_bpe *bpe, const uint8_t *p, uint32_t leads, pair_list *list) {
  uint32_t left = scalar_at(p);
  while ((leads &= leads - 1)) {
    uint32_t right = scalar_at(p + __builtin_ctz(leads));
    if ((left | right) >= first_asked(bpe)) list->pairs[list->count++] = left << 16 | right;
    else if (bpe->is_scalar_level) bpe->ascii_neighbours[left * 2 + right / 64] |= 1ull << right % 64;
    left = right;
  }
}

// Bits of the filter for each pair that was noted, some of them several times; two of them are set.
enum { BITS_OF_PAIR = 8 };

static bool keep_neighbours(weir_bpe *bpe, const pair_list *list) {
  uint32_t bits = 1024;
  while (bits < list->count * BITS_OF_PAIR) bits *= 2;
  bpe->neighbour_mask = bits - 1;
  bpe->neighbours = calloc(bits / 64, sizeof *bpe->neighbours);
  for (size_t index = 0; bpe->neighbours && index < list->count; index++) {
    neighbour_place place = neighbour_place_of(bpe, list->pairs[index]);
    bpe->neighbours[place.word] |= 1ull << (place.first & 63) | 1ull << (place.second & 63);
  }
  return bpe->neighbours != NULL;
}

static bool build_neighbours(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes) {
  pair_list list = {.pairs = notes_memory(notes)};
  bpe->beside_part = calloc(BASIC_COUNT / 64, sizeof *bpe->beside_part);
  bpe->ascii_neighbours = calloc(ASCII_COUNT * 2, sizeof *bpe->ascii_neighbours);
  if (!bpe->beside_part || !bpe->ascii_neighbours) return false;
  note_beside_part(bpe, BASIC_COUNT - 1, BASIC_COUNT - 1);
  // At byte level nothing is asked of ASCII.
  uint32_t count = bpe->is_scalar_level ? source->token_count : notes->odd_count;
  for (uint32_t index = 0; index < count; index++) {
    uint32_t token = bpe->is_scalar_level ? index : notes->odd[index], start = token_start(source, token);
    uint32_t length = token_length(source, token);
    const uint8_t *p = source->bytes + start;
    token_shape shape = is_short(source, start, length) ? shape_of(p, length) : (token_shape){0};
    if (!shape.is_whole) note_token(bpe, p, length, &list);
    else if (shape.has_wide || bpe->is_scalar_level) note_whole(bpe, p, shape.leads, &list);
  }
  bool is_built = keep_neighbours(bpe, &list);
  memset(list.pairs, 0, list.count * sizeof *list.pairs);
  return is_built;
}
