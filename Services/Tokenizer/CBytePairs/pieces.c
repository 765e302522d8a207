// Vocabularies as files write them, read straight into flat tables.
#include <stdlib.h>
#include <string.h>

#include "CBytePairs.h"

struct weir_pieces {
  uint32_t count;
  uint8_t *bytes;
  uint32_t *starts;
  uint32_t mask;
  int32_t *slots;  // open addressing, at most half full; -1 is free
};

static uint64_t hash_of(const uint8_t *p, size_t count) {
  uint64_t hash = count * 0x9e3779b97f4a7c15u, eight;
  for (; count >= 8; count -= 8, p += 8) {
    memcpy(&eight, p, 8);
    hash = (hash ^ eight) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
  }
  eight = 0;
  memcpy(&eight, p, count);
  hash = (hash ^ eight) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 29;
}

static uint32_t start_of(const weir_pieces *v, uint32_t id) { return v->starts[id] & ~WEIR_IS_ABSENT; }

static bool is_token(const weir_pieces *v, uint32_t id, const uint8_t *p, size_t count) {
  return !(v->starts[id] & WEIR_IS_ABSENT) && start_of(v, id + 1) - start_of(v, id) == count &&
         memcmp(v->bytes + start_of(v, id), p, count) == 0;
}

int32_t weir_pieces_find(const weir_pieces *v, const uint8_t *p, size_t count) {
  uint32_t slot = (uint32_t)hash_of(p, count) & v->mask;
  while (v->slots[slot] >= 0 && !is_token(v, (uint32_t)v->slots[slot], p, count)) slot = (slot + 1) & v->mask;
  return v->slots[slot];
}

// False when a token is there twice, or memory is out.
static bool make_index(weir_pieces *v) {
  uint32_t slots = 16;
  while (slots < v->count * 2) slots *= 2;
  v->mask = slots - 1;
  v->slots = malloc(slots * sizeof *v->slots);
  if (!v->slots) return false;
  memset(v->slots, 0xff, slots * sizeof *v->slots);
  for (uint32_t id = 0; id < v->count; id++) {
    size_t count = start_of(v, id + 1) - start_of(v, id);
    if (v->starts[id] & WEIR_IS_ABSENT || count == 0) continue;
    const uint8_t *p = v->bytes + start_of(v, id);
    uint32_t slot = (uint32_t)hash_of(p, count) & v->mask;
    for (; v->slots[slot] >= 0; slot = (slot + 1) & v->mask)
      if (is_token(v, (uint32_t)v->slots[slot], p, count)) return false;
    v->slots[slot] = (int32_t)id;
  }
  return true;
}

uint32_t weir_pieces_count(const weir_pieces *v) { return v->count; }
const uint8_t *weir_pieces_bytes(const weir_pieces *v) { return v->bytes; }
const uint32_t *weir_pieces_starts(const weir_pieces *v) { return v->starts; }

void weir_pieces_destroy(weir_pieces *v) {
  if (!v) return;
  free(v->bytes), free(v->starts), free(v->slots), free(v);
}

weir_pieces *weir_pieces_from_strings(const uint8_t *bytes, const uint32_t *starts, uint32_t count) {
  weir_pieces *v = calloc(1, sizeof *v);
  if (!v) return NULL;
  uint32_t byte_count = starts[count] & ~WEIR_IS_ABSENT;
  v->count = count;
  v->bytes = malloc(byte_count + 1);
  v->starts = malloc((count + 1ull) * sizeof *v->starts);
  if (v->bytes && v->starts) {
    memcpy(v->bytes, bytes, byte_count);
    memcpy(v->starts, starts, (count + 1ull) * sizeof *v->starts);
    if (make_index(v)) return v;
  }
  weir_pieces_destroy(v);
  return NULL;
}

// JSON as far as it is regular.
typedef struct {
  const uint8_t *text, *end;
} reader;

static void skip_space(reader *r) {
  while (r->text < r->end && (*r->text == ' ' || *r->text == '\n' || *r->text == '\r' || *r->text == '\t')) r->text++;
}

static bool take(reader *r, uint8_t byte) {
  skip_space(r);
  if (r->text == r->end || *r->text != byte) return false;
  r->text++;
  return true;
}

static int digit_of(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  byte |= 0x20;
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool unit(reader *r, uint32_t *value) {
  if (r->end - r->text < 4) return false;
  *value = 0;
  for (int index = 0; index < 4; index++) {
    int digit = digit_of(*r->text++);
    if (digit < 0) return false;
    *value = *value << 4 | (uint32_t)digit;
  }
  return true;
}

// A scalar of a \u escape, and of two for one beyond the basic plane; lone surrogates are irregular.
static bool escaped_scalar(reader *r, uint8_t **out) {
  uint32_t scalar, low;
  if (!unit(r, &scalar)) return false;
  if (scalar >= 0xd800 && scalar < 0xe000) {
    if (scalar >= 0xdc00 || r->end - r->text < 6 || r->text[0] != '\\' || r->text[1] != 'u') return false;
    r->text += 2;
    if (!unit(r, &low) || low < 0xdc00 || low >= 0xe000) return false;
    scalar = 0x10000 + ((scalar - 0xd800) << 10) + (low - 0xdc00);
  }
  uint8_t *p = *out;
  if (scalar < 0x80) {
    *p++ = (uint8_t)scalar;
  } else if (scalar < 0x800) {
    *p++ = (uint8_t)(0xc0 | scalar >> 6);
    *p++ = (uint8_t)(0x80 | (scalar & 63));
  } else {
    if (scalar < 0x10000) {
      *p++ = (uint8_t)(0xe0 | scalar >> 12);
    } else {
      *p++ = (uint8_t)(0xf0 | scalar >> 18);
      *p++ = (uint8_t)(0x80 | (scalar >> 12 & 63));
    }
    *p++ = (uint8_t)(0x80 | (scalar >> 6 & 63));
    *p++ = (uint8_t)(0x80 | (scalar & 63));
  }
  *out = p;
  return true;
}

static bool escape(reader *r, uint8_t **out) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  if (r->text == r->end) return false;
  uint8_t name = *r->text++;
  if (name == 'u') return escaped_scalar(r, out);
  const char *found = memchr(names, name, sizeof names - 1);
  if (!found) return false;
  *(*out)++ = (uint8_t)values[found - names];
  return true;
}

// The bytes of a string, which has no more of them than it is long in the text.
static bool string(reader *r, uint8_t **out) {
  if (!take(r, '"')) return false;
  uint8_t *p = *out;
  while (r->text < r->end) {
    uint8_t byte = *r->text++;
    if (byte == '"') {
      *out = p;
      return true;
    }
    if (byte < 0x20) return false;
    if (byte != '\\') *p++ = byte;
    else if (!escape(r, &p)) return false;
  }
  return false;
}

static bool number(reader *r, uint32_t max, uint32_t *value) {
  skip_space(r);
  const uint8_t *start = r->text;
  uint64_t found = 0;
  while (r->text < r->end && *r->text >= '0' && *r->text <= '9' && found < max) found = found * 10 + (*r->text++ - '0');
  bool is_whole = r->text < r->end && (*r->text == ',' || *r->text == '}' || *r->text <= ' ');
  *value = (uint32_t)found;
  return r->text > start && (*start != '0' || r->text == start + 1) && is_whole && found < max;
}

typedef struct {
  uint32_t start, count, id;
} member;

// The members in the text's order, with their bytes one after the other. False for what is irregular.
static bool read_members(reader *r, uint32_t id_max, uint8_t *bytes, member *members, uint32_t *count, uint32_t *ids) {
  uint8_t *out = bytes;
  *count = *ids = 0;
  if (!take(r, '{')) return false;
  if (take(r, '}')) return true;
  do {
    if (*count == id_max) return false;
    member *m = &members[(*count)++];
    m->start = (uint32_t)(out - bytes);
    if (!string(r, &out) || !take(r, ':') || !number(r, id_max, &m->id)) return false;
    m->count = (uint32_t)(out - bytes) - m->start;
    if (m->id >= *ids) *ids = m->id + 1;
  } while (take(r, ','));
  return take(r, '}');
}

// Puts the members in the order of their ids. False when an id is there twice, or memory is out.
static bool place_members(weir_pieces *v, const uint8_t *bytes, const member *members, uint32_t count, uint32_t ids) {
  uint32_t *by_id = malloc((ids + 1ull) * sizeof *by_id);
  v->count = ids;
  v->starts = malloc((ids + 1ull) * sizeof *v->starts);
  v->bytes = malloc(count ? members[count - 1].start + members[count - 1].count + 1ull : 1);
  bool is_good = by_id && v->starts && v->bytes;
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

// Commas outside of strings are at least one fewer than members; inside they only make the guess too high.
static size_t member_count_max(const uint8_t *text, size_t count) {
  size_t commas = 0;
  for (size_t index = 0; index < count; index++) commas += text[index] == ',';
  return commas + 1;
}

weir_pieces *weir_pieces_from_json(const uint8_t *text, size_t count, uint32_t id_max) {
  if (count > WEIR_IS_ABSENT / 2) return NULL;
  weir_pieces *v = calloc(1, sizeof *v);
  uint8_t *bytes = malloc(count + 1);
  member *members = malloc(member_count_max(text, count) * sizeof *members);
  reader r = {text, text + count};
  uint32_t members_count, ids;
  bool is_good = v && bytes && members && read_members(&r, id_max, bytes, members, &members_count, &ids) &&
                 r.text == r.end && place_members(v, bytes, members, members_count, ids) && make_index(v);
  free(bytes), free(members);
  if (is_good) return v;
  weir_pieces_destroy(v);
  return NULL;
}

// The merge of two neighbours in memory. The token that it makes mostly has the id after the one before.
static bool find_merge(const weir_pieces *v, const uint8_t *left, size_t left_count, size_t right_count, weir_merge *merge) {
  uint32_t guess = (uint32_t)merge->merged + 1;
  size_t count = left_count + right_count;
  merge->left = weir_pieces_find(v, left, left_count);
  merge->right = weir_pieces_find(v, left + left_count, right_count);
  bool is_guessed = guess < v->count && is_token(v, guess, left, count);
  merge->merged = is_guessed ? (int32_t)guess : weir_pieces_find(v, left, count);
  return left_count && right_count && merge->left >= 0 && merge->right >= 0 && merge->merged >= 0;
}

// "left right", with the space taken out. False unless there is just one, inside.
static bool split(uint8_t *bytes, size_t count, size_t *left_count) {
  uint8_t *space = memchr(bytes, ' ', count);
  if (!space) return false;
  *left_count = (size_t)(space - bytes);
  size_t right_count = count - *left_count - 1;
  if (memchr(space + 1, ' ', right_count)) return false;
  memmove(space, space + 1, right_count);
  return true;
}

static bool read_merge(reader *r, uint8_t *bytes, size_t *left_count, size_t *right_count) {
  uint8_t *out = bytes;
  if (take(r, '[')) {
    if (!string(r, &out)) return false;
    *left_count = (size_t)(out - bytes);
    if (!take(r, ',') || !string(r, &out)) return false;
    *right_count = (size_t)(out - bytes) - *left_count;
    return take(r, ']');
  }
  if (!string(r, &out) || !split(bytes, (size_t)(out - bytes), left_count)) return false;
  *right_count = (size_t)(out - bytes) - *left_count - 1;
  return true;
}

long weir_merges_from_json(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity) {
  reader r = {text, text + count};
  uint8_t *bytes = malloc(count + 1);
  size_t found = 0, left_count, right_count;
  weir_merge last = {.merged = -2};
  bool is_good = bytes && take(&r, '[');
  if (is_good && !take(&r, ']')) {
    do {
      is_good = read_merge(&r, bytes, &left_count, &right_count) && find_merge(v, bytes, left_count, right_count, &last);
      last.rank = (uint32_t)found;
      if (found < capacity) merges[found] = last;
      found++;
    } while (is_good && take(&r, ','));
    is_good = is_good && take(&r, ']');
  }
  free(bytes);
  return is_good && r.text == r.end ? (long)found : -1;
}

long weir_merges_from_strings(
    const weir_pieces *v, const uint8_t *bytes, const uint32_t *starts, uint32_t count, weir_merge *merges) {
  uint8_t *copy = malloc((starts[count] & ~WEIR_IS_ABSENT) + 1ull);
  if (!copy) return -1;
  weir_merge last = {.merged = -2};
  bool is_good = true;
  for (uint32_t index = 0; is_good && index < count; index++) {
    size_t size = starts[index + 1] - starts[index], left_count;
    memcpy(copy, bytes + starts[index], size);
    is_good = split(copy, size, &left_count) && find_merge(v, copy, left_count, size - left_count - 1, &last);
    last.rank = index;
    merges[index] = last;
  }
  free(copy);
  return is_good ? (long)count : -1;
}

size_t weir_json_value_end(const uint8_t *text, size_t count, size_t start) {
  size_t depth = 0;
  for (size_t index = start; index < count; index++) {
    uint8_t byte = text[index];
    if (byte == '"') {
      for (index++; index < count && text[index] != '"'; index++) index += text[index] == '\\';
    } else if (byte == '{' || byte == '[') {
      depth++;
    } else if (byte == '}' || byte == ']') {
      if (depth == 0) return 0;
      if (--depth == 0) return index + 1;
    }
  }
  return 0;
}

void weir_pieces_as_bytes(
    const weir_pieces *v, const int16_t *byte_of, uint32_t scalar_count, uint8_t *bytes, uint32_t *starts) {
  uint32_t place = 0;
  for (uint32_t id = 0; id < v->count; id++) {
    starts[id] = place | (v->starts[id] & WEIR_IS_ABSENT);
    uint32_t index = start_of(v, id), end = start_of(v, id + 1), from = place;
    while (index < end) {
      uint8_t lead = v->bytes[index];
      // The alphabet has scalars of one and two bytes.
      bool is_pair = lead >= 0xc2 && lead < 0xe0 && index + 1 < end;
      uint32_t scalar = lead < 0x80 ? lead : is_pair ? (lead & 31u) << 6 | (v->bytes[index + 1] & 63u) : UINT32_MAX;
      if (scalar >= scalar_count || byte_of[scalar] < 0) {
        place = from;
        starts[id] = from | WEIR_IS_ABSENT;
        break;
      }
      bytes[place++] = (uint8_t)byte_of[scalar];
      index += lead < 0x80 ? 1 : 2;
    }
  }
  starts[v->count] = place;
}
