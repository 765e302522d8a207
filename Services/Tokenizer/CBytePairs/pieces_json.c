// Vocabularies as JSON objects of tokens and ids, read straight into flat tables.
#include <stdlib.h>

#include "json.h"
#include "pieces.h"

typedef struct {
  uint32_t start, count, id;
} member;

// A string and its place; a string that begins inside a scalar is no text, even if it goes on with the one before.
static bool read_member(json_reader *r, uint32_t id_max, uint8_t **out, uint32_t *id) {
  const uint8_t *start = *out;
  return json_string(r, out) && (*out == start || (*start & 0xc0) != 0x80) && json_take(r, ':') &&
         json_number(r, id_max, id);
}

// A whole number as text that counts up, its first digit in the lowest byte.
typedef struct {
  uint64_t digits;
  uint32_t size;
} counter;

static counter counter_of(uint32_t value) {
  counter c = {0, 0};
  do c.digits = c.digits << 8 | ('0' + value % 10), c.size++;
  while (value /= 10);
  return c;
}

static inline void count_up(counter *c) {
  uint32_t last = 8 * (c->size - 1);
  c->digits += 1ull << last;
  while ((c->digits >> last & 0xff) > '9') {
    c->digits -= 10ull << last;
    if (last == 0) {
      c->digits = c->digits << 8 | '1';
      c->size++;
      return;
    }
    last -= 8;
    c->digits += 1ull << last;
  }
}

// What the fast way may read of a member before it looks where the text ends.
enum { MARGIN = 4 * BLOCK_BYTES };

// The rest of a member behind its string, if it is the number and a comma; NULL for anything else.
static inline const uint8_t *skip_number(const uint8_t *p, counter number) {
  uint64_t eight;
  if (*p++ != ':') return NULL;
  p += *p == ' ';
  memcpy(&eight, p, sizeof eight);
  if ((eight ^ number.digits) << (64 - 8 * number.size)) return NULL;
  p += number.size;
  return *p == ',' ? p + 1 : NULL;
}

// Reads on where members are as nearly all are: without escapes, the number in order, a comma behind. `*out` is where
// the bytes go. Stops before any other.
static void read_plain_members(weir_pieces *v, json_reader *r, uint32_t id_max, uint8_t **out) {
  const uint8_t *p = r->text;
  uint8_t *start = *out;
  counter number = counter_of(v->count);
  while (v->count < id_max) {
    if (r->end - p < MARGIN) break;
    p = json_skip_gap(p);
    uint8_t *o = start;
    const uint8_t *q = p + 1;
    uint32_t stops = 0;
    while (r->end - q >= MARGIN) {
      block16 block = load16(q);
      memcpy(o, &block, BLOCK_BYTES);
      stops = json_stop_bits(block);
      if (stops) break;
      q += BLOCK_BYTES, o += BLOCK_BYTES;
    }
    if (!stops || *p != '"' || (p[1] & 0xc0) == 0x80) break;
    uint32_t plain = (uint32_t)__builtin_ctz(stops);
    if (q[plain] != '"' || !(q = skip_number(q + plain + 1, number))) break;
    v->starts[v->count++] = (uint32_t)(start - v->bytes);
    start = o + plain;
    p = r->text = q;
    count_up(&number);
  }
  *out = start;
}

// The members of an object whose ids are 0, 1, 2 … below `id_max`, as nearly all files have them. False for any other.
static bool read_in_order(weir_pieces *v, json_reader *r, uint32_t id_max) {
  uint8_t *out = v->bytes;
  if (!json_take(r, '{')) return false;
  do {
    uint32_t id;
    json_skip_space(r);
    read_plain_members(v, r, id_max, &out);
    if (v->count == id_max) return false;
    v->starts[v->count] = (uint32_t)(out - v->bytes);
    if (!read_member(r, id_max, &out, &id) || id != v->count) return false;
    v->count++;
  } while (json_take(r, ','));
  v->starts[v->count] = (uint32_t)(out - v->bytes);
  return json_take(r, '}');
}

// The members in the text's order, with their bytes one after the other.
typedef struct {
  member *members;
  uint8_t *bytes;
  uint32_t count, byte_count;
  uint32_t ids;  // one more than the highest
} member_list;

// False for what is irregular.
static bool read_members(json_reader *r, uint32_t id_max, uint32_t count_max, member_list *list) {
  uint8_t *out = list->bytes;
  if (!json_take(r, '{')) return false;
  if (json_take(r, '}')) return true;
  do {
    if (list->count == count_max) return false;
    member *m = &list->members[list->count++];
    m->start = (uint32_t)(out - list->bytes);
    if (!read_member(r, id_max, &out, &m->id)) return false;
    list->byte_count = (uint32_t)(out - list->bytes);
    m->count = list->byte_count - m->start;
    if (m->id >= list->ids) list->ids = m->id + 1;
  } while (json_take(r, ','));
  return json_take(r, '}');
}

// Puts the members in the order of their ids. False when an id is there twice, or memory is out.
static bool place_members(weir_pieces *v, const member_list *list) {
  uint32_t *by_id = malloc((list->ids + 1ull) * sizeof *by_id);
  bool is_good = by_id != NULL;
  v->count = list->ids;
  if (is_good) memset(by_id, 0xff, list->ids * sizeof *by_id);
  for (uint32_t index = 0; is_good && index < list->count; index++) {
    uint32_t id = list->members[index].id;
    is_good = by_id[id] == UINT32_MAX;
    by_id[id] = index;
  }
  uint32_t place = 0;
  for (uint32_t id = 0; is_good && id < list->ids; id++) {
    v->starts[id] = place | (by_id[id] == UINT32_MAX ? WEIR_IS_ABSENT : 0);
    if (by_id[id] == UINT32_MAX) continue;
    const member *m = &list->members[by_id[id]];
    memcpy(v->bytes + place, list->bytes + m->start, m->count);
    place += m->count;
  }
  if (is_good) v->starts[list->ids] = place;
  free(by_id);
  return is_good;
}

static weir_pieces *pieces_in_any_order(json_reader *r, uint32_t id_max) {
  size_t size = (size_t)(r->end - r->text);
  // A member has five bytes at least: quotes, colon, number, and a comma or brace.
  uint32_t count_max = size / 5 < id_max ? (uint32_t)(size / 5) : id_max;
  member_list list = {.members = malloc((count_max + 1ull) * sizeof *list.members), .bytes = malloc(size + BLOCK_BYTES)};
  bool is_good = list.members && list.bytes && read_members(r, id_max, count_max, &list);
  weir_pieces *v = is_good ? pieces_create(list.ids, list.byte_count) : NULL;
  if (v && !place_members(v, &list)) weir_pieces_destroy(v), v = NULL;
  free(list.members), free(list.bytes);
  return v;
}

// With room for a token for each `member_size` of the text, whose bytes lie behind that of all starts.
static weir_pieces *pieces_in_order(json_reader *r, uint32_t id_max, size_t member_size) {
  const uint8_t *text = r->text;
  size_t size = (size_t)(r->end - text), count_max = size / member_size + 16;
  weir_pieces *v = pieces_create(count_max, size);
  if (v && read_in_order(v, r, count_max < id_max ? (uint32_t)count_max : id_max)) return v;
  weir_pieces_destroy(v);
  r->text = text;
  return NULL;
}

weir_pieces *weir_pieces_from_json(const uint8_t *text, size_t count, uint32_t id_max, size_t *length) {
  if (count > WEIR_IS_ABSENT / 2 || id_max > PIECE_COUNT_MAX) return NULL;
  json_reader r = {text, text + count};
  // Most files have a merge for each token, so that starts and bytes share a large page. A text of shorter members than
  // nearly all are is read the other way.
  weir_pieces *v = pieces_in_order(&r, id_max, 32);
  if (!v) v = pieces_in_order(&r, id_max, 10);
  if (!v) v = pieces_in_any_order(&r, id_max);
  if (v && weir_is_utf8(v->bytes, piece_start(v, v->count)) && pieces_index(v, NULL)) {
    *length = (size_t)(r.text - text);
    return v;
  }
  weir_pieces_destroy(v);
  return NULL;
}
