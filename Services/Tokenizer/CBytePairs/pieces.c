// Vocabularies as files write them, read straight into flat tables.
#include <stdlib.h>

#include "json.h"
#include "pieces.h"
#include "tables.h"

enum { AHEAD = 16 };

// False when a token is there twice, or memory is out.
static bool make_index(weir_pieces *v) {
  uint32_t slots = 16;
  while (slots - slots / 4 < v->count) slots *= 2;
  v->mask = slots - 1;
  v->slots_size = slots * sizeof *v->slots;
  v->slots = large_alloc(v->slots_size);
  uint64_t *keys = malloc((v->count + 1ull) * sizeof *keys);
  bool is_good = v->slots && keys;
  for (uint32_t id = 0; is_good && id < v->count; id++)
    keys[id] = piece_key(v->bytes + piece_start(v, id), piece_start(v, id + 1) - piece_start(v, id));
  for (uint32_t id = 0; is_good && id < v->count; id++) {
    if (id + AHEAD < v->count) __builtin_prefetch(piece_home(v, keys[id + AHEAD]), 1);
    size_t count = piece_start(v, id + 1) - piece_start(v, id);
    if (v->starts[id] & WEIR_IS_ABSENT || count == 0) continue;
    piece_slot *slot = piece_find(v, keys[id], v->bytes + piece_start(v, id), count);
    is_good = slot->id == 0;
    *slot = (piece_slot){.key = keys[id], .id = id + 1};
  }
  free(keys);
  return is_good;
}

int32_t weir_pieces_find(const weir_pieces *v, const uint8_t *p, size_t count) {
  uint8_t few[8] = {0};
  if (count < 8) p = memcpy(few, p, count);
  return count ? (int32_t)piece_find(v, piece_key(p, count), p, count)->id - 1 : -1;
}

uint32_t weir_pieces_count(const weir_pieces *v) { return v->count; }
const uint8_t *weir_pieces_bytes(const weir_pieces *v) { return v->bytes; }
const uint32_t *weir_pieces_starts(const weir_pieces *v) { return v->starts; }

void weir_pieces_destroy(weir_pieces *v) {
  if (!v) return;
  if (v->slots) large_free(v->slots, v->slots_size);
  free(v->bytes), free(v->starts), free(v);
}

weir_pieces *weir_pieces_from_strings(const uint8_t *bytes, const uint32_t *starts, uint32_t count) {
  weir_pieces *v = calloc(1, sizeof *v);
  if (!v) return NULL;
  uint32_t byte_count = starts[count] & ~WEIR_IS_ABSENT;
  v->count = count;
  v->bytes = malloc(byte_count + BLOCK_BYTES);
  v->starts = malloc((count + 1ull) * sizeof *v->starts);
  if (v->bytes && v->starts) {
    memcpy(v->bytes, bytes, byte_count);
    memcpy(v->starts, starts, (count + 1ull) * sizeof *v->starts);
    if (make_index(v)) return v;
  }
  weir_pieces_destroy(v);
  return NULL;
}

typedef struct {
  uint32_t start, count, id;
} member;

static bool read_member(json_reader *r, uint32_t id_max, uint8_t **out, uint32_t *id) {
  return json_string(r, out) && json_take(r, ':') && json_number(r, id_max, id);
}

// The members of an object whose ids are 0, 1, 2 …, as nearly all files have them. False for any other.
static bool read_in_order(weir_pieces *v, json_reader *r, uint32_t id_max) {
  uint8_t *out = v->bytes;
  if (!json_take(r, '{')) return false;
  do {
    uint32_t id;
    if (v->count == id_max) return false;
    v->starts[v->count] = (uint32_t)(out - v->bytes);
    if (!read_member(r, id_max, &out, &id) || id != v->count) return false;
    v->count++;
  } while (json_take(r, ','));
  v->starts[v->count] = (uint32_t)(out - v->bytes);
  return json_take(r, '}');
}

// The members in the text's order, with their bytes one after the other. False for what is irregular.
static bool read_members(
    json_reader *r, uint32_t id_max, uint8_t *bytes, member *members, uint32_t count_max, uint32_t *count, uint32_t *ids) {
  uint8_t *out = bytes;
  *count = *ids = 0;
  if (!json_take(r, '{')) return false;
  if (json_take(r, '}')) return true;
  do {
    if (*count == count_max) return false;
    member *m = &members[(*count)++];
    m->start = (uint32_t)(out - bytes);
    if (!read_member(r, id_max, &out, &m->id)) return false;
    m->count = (uint32_t)(out - bytes) - m->start;
    if (m->id >= *ids) *ids = m->id + 1;
  } while (json_take(r, ','));
  return json_take(r, '}');
}

// Puts the members in the order of their ids. False when an id is there twice, or memory is out.
static bool place_members(weir_pieces *v, const uint8_t *bytes, const member *members, uint32_t count, uint32_t ids) {
  uint32_t *by_id = malloc((ids + 1ull) * sizeof *by_id);
  bool is_good = by_id != NULL;
  v->count = ids;
  if (is_good) memset(by_id, 0xff, ids * sizeof *by_id);
  for (uint32_t index = 0; is_good && index < count; index++) {
    is_good = by_id[members[index].id] == UINT32_MAX;
    by_id[members[index].id] = index;
  }
  uint32_t place = 0;
  for (uint32_t id = 0; is_good && id < ids; id++) {
    v->starts[id] = place | (by_id[id] == UINT32_MAX ? WEIR_IS_ABSENT : 0);
    if (by_id[id] == UINT32_MAX) continue;
    const member *m = &members[by_id[id]];
    memcpy(v->bytes + place, bytes + m->start, m->count);
    place += m->count;
  }
  if (is_good) v->starts[ids] = place;
  free(by_id);
  return is_good;
}

static bool read_in_any_order(weir_pieces *v, json_reader *r, uint32_t id_max, uint32_t count_max) {
  size_t count = (size_t)(r->end - r->text);
  uint8_t *bytes = malloc(count + BLOCK_BYTES);
  member *members = malloc((count_max + 1ull) * sizeof *members);
  uint32_t members_count, ids;
  bool is_good = bytes && members && read_members(r, id_max, bytes, members, count_max, &members_count, &ids) &&
                 place_members(v, bytes, members, members_count, ids);
  free(bytes), free(members);
  return is_good;
}

// Takes what the text may need at most, which is address space alone until it is written to, and gives the rest back.
static bool read_object(weir_pieces *v, json_reader *r, uint32_t id_max) {
  size_t count = (size_t)(r->end - r->text);
  // A member has five bytes at least: quotes, colon, number, and a comma or brace.
  uint32_t count_max = count / 5 < id_max ? (uint32_t)(count / 5) : id_max;
  json_reader again = *r;
  v->bytes = malloc(count + BLOCK_BYTES);
  v->starts = malloc((id_max + 1ull) * sizeof *v->starts);
  if (!v->bytes || !v->starts) return false;
  if (!read_in_order(v, r, id_max)) {
    *r = again;
    if (!read_in_any_order(v, r, id_max, count_max)) return false;
  }
  uint8_t *bytes = realloc(v->bytes, piece_start(v, v->count) + BLOCK_BYTES);
  uint32_t *starts = realloc(v->starts, (v->count + 1ull) * sizeof *starts);
  if (bytes) v->bytes = bytes;
  if (starts) v->starts = starts;
  return bytes && starts && weir_is_utf8(v->bytes, piece_start(v, v->count)) && make_index(v);
}

weir_pieces *weir_pieces_from_json(const uint8_t *text, size_t count, uint32_t id_max, size_t *length) {
  if (count > WEIR_IS_ABSENT / 2) return NULL;
  weir_pieces *v = calloc(1, sizeof *v);
  json_reader r = {text, text + count};
  if (v && read_object(v, &r, id_max)) {
    *length = (size_t)(r.text - text);
    return v;
  }
  weir_pieces_destroy(v);
  return NULL;
}

// How many bytes of the block stand for themselves.
static inline uint32_t plain_count(block16 block) {
  uint32_t others = top_bits(block) | below_bits(block, 0x21) | equal_bits(block, 0x7f);
  return others ? (uint32_t)__builtin_ctz(others) : BLOCK_BYTES;
}

// Writes the bytes that the token's scalars stand for; NULL for a token with another scalar. Reads and writes up to
// BLOCK_BYTES more.
static uint8_t *write_as_bytes(
    const uint8_t *p, const uint8_t *end, const int16_t *byte_of, uint32_t scalar_count, uint8_t *out) {
  while (p < end) {
    uint8_t lead = *p;
    if (lead < 0x80) {
      block16 block = load16(p);
      uint32_t plain = plain_count(block);
      if (plain == 0) return NULL;
      memcpy(out, &block, BLOCK_BYTES);
      if (plain > end - p) plain = (uint32_t)(end - p);
      p += plain, out += plain;
      continue;
    }
    // The others have two bytes.
    uint32_t scalar = (lead & 31u) << 6 | (p[1] & 63u);
    if (lead >= 0xe0 || scalar >= scalar_count || byte_of[scalar] < 0) return NULL;
    *out++ = (uint8_t)byte_of[scalar];
    p += 2;
  }
  return out;
}

void weir_pieces_as_bytes(
    const weir_pieces *v, const int16_t *byte_of, uint32_t scalar_count, uint8_t *bytes, uint32_t *starts) {
  uint8_t *out = bytes;
  for (uint32_t id = 0; id < v->count; id++) {
    const uint8_t *p = v->bytes + piece_start(v, id), *end = v->bytes + piece_start(v, id + 1);
    uint8_t *written = write_as_bytes(p, end, byte_of, scalar_count, out);
    starts[id] = (uint32_t)(out - bytes) | (v->starts[id] & WEIR_IS_ABSENT) | (written ? 0 : WEIR_IS_ABSENT);
    if (written) out = written;
  }
  starts[v->count] = (uint32_t)(out - bytes);
}
