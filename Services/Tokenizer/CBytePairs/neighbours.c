// Which scalars stand side by side in some token.
#include <stdlib.h>

#include "blocks.h"
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

// Pairs of scalars that stand side by side in some token.
typedef struct {
  uint32_t *pairs;
  size_t count, capacity;
  bool has_room;
} pair_list;

static void add_pair(pair_list *list, uint32_t left, uint32_t right) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity * 2 + 1024;
    uint32_t *pairs = realloc(list->pairs, capacity * sizeof *pairs);
    if (!pairs) return (void)(list->has_room = false);
    list->pairs = pairs;
    list->capacity = capacity;
  }
  list->pairs[list->count++] = left << 16 | right;
}

// Every place in the token where one scalar may end and another begin.
static void note_token(weir_bpe *bpe, const uint8_t *p, uint32_t length, pair_list *list) {
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
    if ((left | right) >= first_asked(bpe)) add_pair(list, left, right);
    else if (bpe->is_scalar_level) bpe->ascii_neighbours[left * 2 + right / 64] |= 1ull << right % 64;
  }
}

static inline bool is_ascii(const uint8_t *p, uint32_t length, bool is_readable) {
  if (is_readable && length <= BLOCK_BYTES) return !(top_bits(load16(p)) & ((1u << length) - 1));
  for (uint32_t index = 0; index < length; index++)
    if (p[index] >= 0x80) return false;
  return true;
}

bool bpe_build_neighbours(weir_bpe *bpe, const weir_bpe_source *source) {
  pair_list list = {.has_room = true};
  bpe->beside_part = calloc(BASIC_COUNT / 64, sizeof *bpe->beside_part);
  bpe->ascii_neighbours = calloc(ASCII_COUNT * 2, sizeof *bpe->ascii_neighbours);
  if (!bpe->beside_part || !bpe->ascii_neighbours) return false;
  note_beside_part(bpe, BASIC_COUNT - 1, BASIC_COUNT - 1);
  for (uint32_t token = 0; token < source->token_count; token++) {
    uint32_t start = source->starts[token], end = source->starts[token + 1];
    bool is_readable = start + BLOCK_BYTES <= source->starts[source->token_count];
    // At byte level nothing is asked of ASCII.
    if (bpe->is_scalar_level || !is_ascii(source->bytes + start, end - start, is_readable))
      note_token(bpe, source->bytes + start, end - start, &list);
  }
  uint32_t bits = 1024;
  while (bits < list.count * 16) bits *= 2;
  bpe->neighbour_mask = bits - 1;
  bpe->neighbours = calloc(bits / 64, sizeof *bpe->neighbours);
  bool is_built = list.has_room && bpe->neighbours;
  for (size_t index = 0; is_built && index < list.count; index++) {
    uint32_t bit = neighbour_bit(bpe, list.pairs[index] >> 16, list.pairs[index] & 0xffff);
    bpe->neighbours[bit / 64] |= 1ull << bit % 64;
  }
  free(list.pairs);
  return is_built;
}

bool bpe_has_wide(const uint8_t *text, size_t count) {
  uint8_t highest = 0;
  for (size_t index = 0; index < count; index++) highest = text[index] > highest ? text[index] : highest;
  return highest >= 0xe0;
}
