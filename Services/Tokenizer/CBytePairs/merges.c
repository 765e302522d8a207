// The merges of a file to the ids of their tokens. Tokens lie all over the index, so they are looked up many at a time.
#include <stdlib.h>

#include "json.h"
#include "pieces.h"

enum { BATCH = 32 };

// A token that is looked for; eight bytes can be read from `p`.
typedef struct {
  const uint8_t *p;
  size_t count;
  uint64_t key;
  int32_t *id;  // where its id belongs
  piece_slot *slot;
} wanted;

typedef struct {
  const weir_pieces *pieces;
  weir_merge *merges;
  size_t capacity, count;  // of the merges
  wanted wanted[3 * BATCH];
  size_t wanted_count, merge_count;
  weir_merge batch[BATCH];
  int32_t last;      // what a merge shortly before gives
  uint8_t *scratch;  // what of the batch does not lie in the text as it is
  uint8_t *scratch_end;
  bool is_good;
} collector;

// The two tokens of a merge, as they lie in memory.
typedef struct {
  const uint8_t *left, *right;
  size_t left_count, right_count;
} halves;

static void want(collector *c, const uint8_t *p, size_t count, int32_t *id) {
  uint64_t key = piece_key(p, count);
  wanted *w = &c->wanted[c->wanted_count++];
  *w = (wanted){p, count, key, id, piece_home(c->pieces, key)};
  __builtin_prefetch(w->slot);
}

// Looks at the slots, and asks for the bytes of the long tokens that may be there.
static void look_at_slots(collector *c) {
  for (size_t index = 0; index < c->wanted_count; index++) {
    wanted *w = &c->wanted[index];
    while (w->slot->id && w->slot->key != w->key)
      w->slot = w->slot == c->pieces->slots + c->pieces->mask ? c->pieces->slots : w->slot + 1;
    if (w->count > SHORT_PIECE_MAX && w->slot->id) __builtin_prefetch(&c->pieces->starts[w->slot->id - 1]);
  }
  for (size_t index = 0; index < c->wanted_count; index++) {
    wanted *w = &c->wanted[index];
    if (w->count > SHORT_PIECE_MAX && w->slot->id)
      __builtin_prefetch(c->pieces->bytes + piece_start(c->pieces, w->slot->id - 1));
  }
}

static void finish_batch(collector *c) {
  look_at_slots(c);
  for (size_t index = 0; index < c->wanted_count; index++) {
    wanted *w = &c->wanted[index];
    bool is_found = w->slot->id && (w->count <= SHORT_PIECE_MAX || is_piece(c->pieces, w->slot->id - 1, w->p, w->count));
    // Another token with the same hash, or none.
    if (!is_found) w->slot = piece_find(c->pieces, w->key, w->p, w->count);
    *w->id = (int32_t)w->slot->id - 1;
  }
  for (size_t index = 0; index < c->merge_count; index++) {
    const weir_merge *m = &c->batch[index];
    c->last = m->merged;
    c->is_good &= m->left >= 0 && m->right >= 0 && m->merged >= 0;
    if (c->count < c->capacity) c->merges[c->count] = *m;
    c->count++;
  }
  c->wanted_count = c->merge_count = 0;
  c->scratch_end = c->scratch;
}

static bool is_merged(const weir_pieces *v, uint32_t id, const halves *h) {
  if (id >= v->count || v->starts[id] & WEIR_IS_ABSENT) return false;
  const uint8_t *whole = v->bytes + piece_start(v, id);
  return piece_start(v, id + 1) - piece_start(v, id) == h->left_count + h->right_count &&
         same_bytes(whole, h->left, h->left_count) && same_bytes(whole + h->left_count, h->right, h->right_count);
}

// Both tokens one after the other, which `scratch` has room for.
static const uint8_t *joined(collector *c, const halves *h) {
  uint8_t *start = c->scratch_end;
  memcpy(start, h->left, h->left_count);
  memcpy(start + h->left_count, h->right, h->right_count);
  c->scratch_end += h->left_count + h->right_count;
  return start;
}

static bool add(collector *c, const halves *h) {
  if (h->left_count == 0 || h->right_count == 0) return false;
  weir_merge *m = &c->batch[c->merge_count];
  m->rank = (uint32_t)(c->count + c->merge_count);
  want(c, h->left, h->left_count, &m->left);
  want(c, h->right, h->right_count, &m->right);
  // Mostly the token after the one before, or another way to make that.
  if (is_merged(c->pieces, (uint32_t)(c->last + 1), h)) m->merged = ++c->last;
  else if (is_merged(c->pieces, (uint32_t)c->last, h)) m->merged = c->last;
  else want(c, joined(c, h), h->left_count + h->right_count, &m->merged);
  if (++c->merge_count == BATCH) finish_batch(c);
  return c->is_good;
}

// "left right", with just one space, inside.
static bool split(const uint8_t *p, size_t count, halves *h) {
  const uint8_t *space = memchr(p, ' ', count);
  if (!space) return false;
  *h = (halves){p, space + 1, (size_t)(space - p), count - (size_t)(space - p) - 1};
  return !memchr(h->right, ' ', h->right_count);
}

// The bytes of a string, in the text where it has no escapes and lies well before the end.
static bool read_string(collector *c, json_reader *r, const uint8_t **p, size_t *count) {
  if (!json_take(r, '"')) return false;
  if (r->end - r->text >= 2 * BLOCK_BYTES) {
    uint32_t stops = json_stop_bits(load16(r->text));
    uint32_t plain = stops ? (uint32_t)__builtin_ctz(stops) : 0;
    if (stops && r->text[plain] == '"') {
      *p = r->text, *count = plain;
      r->text += plain + 1;
      return true;
    }
  }
  r->text--;
  *p = c->scratch_end;
  if (!json_string(r, &c->scratch_end)) return false;
  *count = (size_t)(c->scratch_end - *p);
  return true;
}

static bool read_merge(collector *c, json_reader *r, halves *h) {
  if (json_take(r, '[')) {
    return read_string(c, r, &h->left, &h->left_count) && json_take(r, ',') &&
           read_string(c, r, &h->right, &h->right_count) && json_take(r, ']');
  }
  const uint8_t *p;
  size_t count;
  return read_string(c, r, &p, &count) && split(p, count, h);
}

// Room for the strings of a batch, and for the tokens that two of them make.
static bool has_scratch(collector *c, size_t count) {
  c->scratch = c->scratch_end = malloc(2 * count + 8 * BLOCK_BYTES);
  c->is_good = c->scratch != NULL;
  c->last = -2;
  return c->is_good;
}

long weir_merges_from_json(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  json_reader r = {text, text + count};
  collector c = {.pieces = v, .merges = merges, .capacity = capacity};
  bool is_good = has_scratch(&c, count) && json_take(&r, '[');
  if (is_good && !json_take(&r, ']')) {
    halves h;
    do is_good = read_merge(&c, &r, &h) && add(&c, &h);
    while (is_good && json_take(&r, ','));
    is_good = is_good && json_take(&r, ']');
  }
  finish_batch(&c);
  free(c.scratch);
  *length = (size_t)(r.text - text);
  return is_good && c.is_good ? (long)c.count : -1;
}

long weir_merges_from_strings(
    const weir_pieces *v, const uint8_t *bytes, const uint32_t *starts, uint32_t count, weir_merge *merges) {
  collector c = {.pieces = v, .merges = merges, .capacity = count};
  bool is_good = has_scratch(&c, starts[count] & ~WEIR_IS_ABSENT);
  const uint8_t *end = bytes + (starts[count] & ~WEIR_IS_ABSENT);
  for (uint32_t index = 0; is_good && index < count; index++) {
    const uint8_t *p = bytes + starts[index];
    size_t size = starts[index + 1] - starts[index];
    halves h;
    // Keys are read eight bytes at a time.
    if (end - p < (long)size + 8) p = memcpy(c.scratch_end, p, size), c.scratch_end += size;
    is_good = split(p, size, &h) && add(&c, &h);
  }
  finish_batch(&c);
  free(c.scratch);
  return is_good && c.is_good ? (long)c.count : -1;
}
