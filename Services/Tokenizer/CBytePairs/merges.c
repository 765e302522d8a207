// The merges of a file to the ids of their tokens. Tokens lie all over the index, so they are looked up many at a time.
#include <stdlib.h>

#include "json.h"
#include "pieces.h"

// Tokens that are looked up together.
enum { BATCH = 64 };

// A token as a merge names it, of whose text BLOCK_BYTES more can be read. Its first bytes are also in `block`, with zeros
// behind them.
typedef struct {
  block16 block;
  const uint8_t *p;
  size_t count;
} half;

// A token of up to BLOCK_BYTES that is looked for.
typedef struct {
  block16 block;
  uint64_t hash, *slot;
  size_t count;
  int32_t *id;  // where its id belongs
} wanted;

typedef struct {
  const weir_pieces *pieces;
  weir_merge *merges;
  size_t capacity, count;  // of the merges
  wanted wanted[BATCH];
  size_t wanted_count;
  int32_t last;      // what the merge before gives, or one before that
  uint8_t *scratch;  // what of one merge does not lie in the text as it is
  size_t scratch_size;
  bool is_good;
} collector;

static inline half half_at(const uint8_t *p, size_t count) {
  return (half){first_bytes(load16(p), count < BLOCK_BYTES ? count : BLOCK_BYTES), p, count};
}

// The next slot from `slot` on whose hash is the token's, or a free one.
static inline uint64_t *candidate(const weir_pieces *v, uint64_t *slot, uint64_t hash) {
  while (*slot && (*slot ^ hash) >> PIECE_ID_BITS) slot = piece_next(v, slot);
  return slot;
}

static inline bool is_wanted(const weir_pieces *v, const wanted *w) {
  uint32_t id = piece_in(*w->slot), start = piece_start(v, id);
  return piece_start(v, id + 1) - start == w->count && same_block(load16(v->bytes + start), w->block, w->count);
}

// Asks for what lies behind the slots before it is needed.
static void find_wanted(collector *c) {
  const weir_pieces *v = c->pieces;
  wanted *end = c->wanted + c->wanted_count;
  int32_t any = 0;
  for (wanted *w = c->wanted; w < end; w++) {
    w->slot = candidate(v, w->slot, w->hash);
    __builtin_prefetch(&v->starts[piece_in(*w->slot)]);
  }
  for (wanted *w = c->wanted; w < end; w++) __builtin_prefetch(v->bytes + piece_start(v, piece_in(*w->slot)));
  for (wanted *w = c->wanted; w < end; w++) {
    while (*w->slot && !is_wanted(v, w)) w->slot = candidate(v, piece_next(v, w->slot), w->hash);
    any |= *w->id = piece_id(*w->slot);
  }
  c->is_good &= any >= 0;
  if (c->count) c->last = c->merges[c->count - 1].merged;
  c->wanted_count = 0;
}

__attribute__((noinline)) static int32_t find_long(collector *c, const half *h) {
  int32_t id = piece_id(*piece_find(c->pieces, piece_hash(h->p, h->count), h->p, h->count));
  c->is_good &= id >= 0;
  return id;
}

static inline void want(collector *c, const half *h, int32_t *id) {
  if (h->count > BLOCK_BYTES) {
    *id = find_long(c, h);
    return;
  }
  uint64_t hash = block_hash(h->block);
  c->wanted[c->wanted_count++] = (wanted){h->block, hash, piece_home(c->pieces, hash), h->count, id};
  __builtin_prefetch(piece_home(c->pieces, hash));
}

static inline bool begins_with(const uint8_t *p, const half *h) {
  return h->count <= BLOCK_BYTES ? same_block(load16(p), h->block, h->count) : same_bytes(p, h->p, h->count);
}

static inline bool is_merged(const weir_pieces *v, uint32_t id, const half *left, const half *right) {
  if (id >= v->count || v->starts[id] & WEIR_IS_ABSENT) return false;
  uint32_t start = piece_start(v, id);
  return piece_start(v, id + 1) - start == left->count + right->count && begins_with(v->bytes + start, left) &&
         begins_with(v->bytes + start + left->count, right);
}

// Both tokens one after the other.
static half joined(collector *c, const half *left, const half *right) {
  uint8_t *p = c->scratch;
  memcpy(p, left->p, left->count);
  memcpy(p + left->count, right->p, right->count);
  memset(p + left->count + right->count, 0, BLOCK_BYTES);
  return half_at(p, left->count + right->count);
}

static inline bool add(collector *c, const half *left, const half *right) {
  if (left->count == 0 || right->count == 0 || c->count == c->capacity) return false;
  weir_merge *m = &c->merges[c->count];
  m->rank = (uint32_t)c->count++;
  want(c, left, &m->left);
  want(c, right, &m->right);
  // Mostly the token after the one before, or another way to make that.
  if (is_merged(c->pieces, (uint32_t)(c->last + 1), left, right)) {
    m->merged = ++c->last;
  } else if (is_merged(c->pieces, (uint32_t)c->last, left, right)) {
    m->merged = c->last;
  } else {
    half whole = joined(c, left, right);
    want(c, &whole, &m->merged);
  }
  if (c->wanted_count > BATCH - 3) find_wanted(c);
  return c->is_good;
}

// "left right", with just one space, inside. BLOCK_BYTES can be read behind.
static inline bool split(const uint8_t *p, size_t count, half *left, half *right) {
  const uint8_t *space = NULL;
  for (size_t place = 0; place < count; place += BLOCK_BYTES) {
    uint32_t spaces = equal_bits(load16(p + place), ' ');
    if (count - place < BLOCK_BYTES) spaces &= (1u << (count - place)) - 1;
    if (!spaces) continue;
    if (space || spaces & (spaces - 1)) return false;
    space = p + place + __builtin_ctz(spaces);
  }
  if (!space) return false;
  *left = half_at(p, (size_t)(space - p));
  *right = half_at(space + 1, count - (size_t)(space - p) - 1);
  return true;
}

// Appends a string to `out`.
static bool read_string(json_reader *r, uint8_t **out, half *h) {
  uint8_t *start = *out;
  if (!json_string(r, out)) return false;
  size_t count = (size_t)(*out - start);
  *out += BLOCK_BYTES;
  *h = half_at(start, count);
  return true;
}

static bool read_merge(collector *c, json_reader *r, half *left, half *right) {
  // The first half of the room is for joining.
  uint8_t *out = c->scratch + c->scratch_size / 2;
  if (json_take(r, '['))
    return read_string(r, &out, left) && json_take(r, ',') && read_string(r, &out, right) && json_take(r, ']');
  half whole;
  return read_string(r, &out, &whole) && split(whole.p, whole.count, left, right);
}

// Longer strings and those with escapes are read the general way. A merge that is not takes less of the text than MARGIN.
enum { PLAIN_MAX = 2 * BLOCK_BYTES, MARGIN = 4 * JSON_GAP_MAX + 3 * PLAIN_MAX };

// How long the string at `p` is if it has no escapes and up to PLAIN_MAX bytes; more otherwise.
static inline size_t plain_count(const uint8_t *p) {
  uint32_t stops = json_stop_bits(load16(p));
  if (!stops) stops = json_stop_bits(load16(p + BLOCK_BYTES)) << BLOCK_BYTES;
  size_t count = stops ? (size_t)__builtin_ctz(stops) : 0;
  return stops && p[count] == '"' ? count : PLAIN_MAX + 1;
}

// Behind the opening quote that is next; NULL where something else is.
static inline const uint8_t *behind_quote(const uint8_t *p) {
  p = json_skip_gap(p);
  return *p == '"' ? p + 1 : NULL;
}

// Reads a merge that is written as nearly all are, and what is behind it; NULL for any other.
static inline const uint8_t *plain_merge(const uint8_t *p, half *left, half *right) {
  bool is_list = *p == '[';
  if (!(p = behind_quote(p + is_list))) return NULL;
  size_t count = plain_count(p);
  if (count > PLAIN_MAX) return NULL;
  const uint8_t *end = p + count + 1;
  if (!is_list) return split(p, count, left, right) ? end : NULL;
  *left = half_at(p, count);
  if (*end != ',' || !(p = behind_quote(end + 1))) return NULL;
  if ((count = plain_count(p)) > PLAIN_MAX) return NULL;
  *right = half_at(p, count);
  end = json_skip_gap(p + count + 1);
  return *end == ']' ? end + 1 : NULL;
}

// Reads on as long as merges are plain. Stops before any other, and before one that is not followed by a comma.
static bool read_plain_merges(collector *c, json_reader *r) {
  half left, right;
  while (r->end - r->text >= MARGIN) {
    const uint8_t *end = plain_merge(json_skip_gap(r->text), &left, &right);
    if (!end || *end != ',') return true;
    if (!add(c, &left, &right)) return false;
    r->text = end + 1;
  }
  return true;
}

static bool read_merges(collector *c, json_reader *r) {
  if (!json_take(r, '[')) return false;
  if (json_take(r, ']')) return true;
  half left, right;
  do {
    json_skip_space(r);
    if (!read_plain_merges(c, r)) return false;
    if (!read_merge(c, r, &left, &right) || !add(c, &left, &right)) return false;
  } while (json_take(r, ','));
  return json_take(r, ']');
}

static bool begin(collector *c, size_t count) {
  // Twice what two strings of the text can have, joined and apart.
  c->scratch_size = 2 * (count + 4 * BLOCK_BYTES);
  c->scratch = malloc(c->scratch_size);
  c->is_good = c->scratch != NULL;
  c->last = -2;
  return c->is_good;
}

static long finish(collector *c, bool is_good) {
  find_wanted(c);
  free(c->scratch);
  return is_good && c->is_good ? (long)c->count : -1;
}

long weir_merges_from_json(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  json_reader r = {text, text + count};
  collector c = {.pieces = v, .merges = merges, .capacity = capacity};
  bool is_good = begin(&c, count) && read_merges(&c, &r);
  *length = (size_t)(r.text - text);
  return finish(&c, is_good);
}

long weir_merges_from_packed(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  collector c = {.pieces = v, .merges = merges, .capacity = count};
  const uint8_t *p = packed, *end = packed + size;
  bool is_good = begin(&c, size);
  for (uint32_t index = 0; is_good && index < count; index++) {
    size_t length = packed_length(p);
    const uint8_t *text = p + 8;
    half left, right;
    p = text + length;
    if (end - p < BLOCK_BYTES) text = memcpy(c.scratch + c.scratch_size / 2, text, length);
    is_good = split(text, length, &left, &right) && add(&c, &left, &right);
  }
  return finish(&c, is_good);
}
