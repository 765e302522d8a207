// Finds out what merging may start from.
//
// At byte level a scalar may be taken whole from the start if merging is sure to make it whole before anything else happens
// to its bytes: the merges inside it go in the order of their ranks, no merge of a part of it with a neighbour goes before
// the part is gone, and no merge of the whole goes before the whole is there. Which neighbours have such merges is noted.
#include <stdlib.h>

#include "merge/pairs.h"
#include "merge/symbols.h"

// A merge of a part of a scalar with what is beyond the scalar's border, in a list of those of that part.
typedef struct {
  uint32_t order, next;
  uint64_t neighbours;
} crossing;

enum side { LEFT, RIGHT };

enum { CROSSINGS_MAX = 1024, SET_SLOTS = 4096 };

typedef struct {
  weir_bpe *bpe;
  const weir_bpe_source *source;
  const uint8_t *parts;
  crossing *crossings;
  uint32_t count, capacity;
  uint32_t *first[2];  // by part, the list of what merges with it from that side
  uint8_t *kinds;      // of the tokens
  uint32_t *earliest;  // of the scalars among them, the order of the first merge that they are part of
  rare_scalar *rare;
  uint32_t rare_count;
  uint16_t sets[SET_SLOTS];  // the numbers of sets, by a hash
  uint32_t set_count;
  bool has_room;
} finder;

static void note_crossing(finder *f, enum side side, uint32_t part, uint32_t order, uint64_t neighbours) {
  if (f->count == f->capacity) {
    uint32_t capacity = f->capacity * 2 + 1024;
    crossing *crossings = realloc(f->crossings, capacity * sizeof *crossings);
    if (!crossings) return (void)(f->has_room = false);
    f->crossings = crossings;
    f->capacity = capacity;
  }
  f->crossings[f->count] = (crossing){order, f->first[side][part], neighbours};
  f->first[side][part] = f->count++;
}

// The last scalar of a token; 0 bytes if only a part of it is there.
static size_t last_scalar(const uint8_t *p, size_t count) {
  for (size_t back = 1; back <= 4 && back <= count; back++) {
    if ((p[count - back] & 0xc0) == 0x80) continue;
    return scalar_length(p[count - back]) == back ? back : 0;
  }
  return 0;
}

// What a token is to the scalars at its borders.
enum {
  IS_EMPTY = 1,
  IS_SCALAR = 2,      // one of several bytes
  IS_BYTE = 32,
  BEGINS_INSIDE = 4,  // of a scalar
  BEGINS_PART = 8,    // with the first bytes of a scalar alone
  ENDS_PART = 16,     // with a part of a scalar
};

// Whether the bytes are one scalar in well-formed UTF-8: a token may be any bytes.
static bool is_scalar(const uint8_t *p, size_t count) {
  static const uint32_t lowest[5] = {0, 0, 0x80, 0x800, 0x10000};
  if (count == 0 || count > 4 || (p[0] & 0xc0) == 0x80 || count != scalar_length(p[0])) return false;
  for (size_t index = 1; index < count; index++)
    if ((p[index] & 0xc0) != 0x80) return false;
  return whole_scalar_at(p, count) >= lowest[count];
}

static uint8_t kind_of(const uint8_t *p, size_t count) {
  if (count == 0) return IS_EMPTY;
  uint8_t byte = count == 1 ? IS_BYTE : 0;
  // Most tokens are ASCII at both ends.
  if (p[0] < 0x80 && p[count - 1] < 0x80) return byte;
  bool is_inside = (p[0] & 0xc0) == 0x80;
  uint8_t begins = is_inside ? BEGINS_INSIDE : scalar_length(p[0]) > count ? BEGINS_PART : 0;
  uint8_t ends = last_scalar(p, count) ? 0 : ENDS_PART;
  return byte | begins | ends | (count > 1 && is_scalar(p, count) ? IS_SCALAR : 0);
}

static void note_across(finder *f, const weir_merge *merge, uint32_t order, uint8_t left_kind, uint8_t right_kind) {
  const weir_bpe_source *source = f->source;
  const uint8_t *left_end = source->bytes + source->starts[merge->left + 1];
  const uint8_t *right = source->bytes + source->starts[merge->right];
  size_t left_count = source->starts[merge->left + 1] - source->starts[merge->left];
  size_t last = last_scalar(left_end - left_count, left_count);
  if (right_kind & BEGINS_PART) {
    uint64_t neighbours = last ? neighbour_hash(whole_scalar_at(left_end - last, last)) : ~0ull;
    note_crossing(f, LEFT, (uint32_t)merge->right, order, neighbours);
  }
  if (left_kind & ENDS_PART) {
    bool is_whole = !(right_kind & BEGINS_PART);
    uint64_t neighbours = is_whole ? neighbour_hash(whole_scalar_at(right, scalar_length(right[0]))) : ~0ull;
    note_crossing(f, RIGHT, (uint32_t)merge->left, order, neighbours);
  }
}

static void note_byte_pair(finder *f, uint32_t left, uint32_t right) {
  weir_bpe *bpe = f->bpe;
  const weir_bpe_source *source = f->source;
  uint8_t first = source->bytes[source->starts[left]], second = source->bytes[source->starts[right]];
  bpe->byte_pairs[first * BYTE_COUNT + second] = value_of(bpe, bpe->byte_tokens[first], bpe->byte_tokens[second]);
}

// ASCII has no parts, and merges inside a scalar cross no border.
static void note_merge(finder *f, const weir_merge *merge) {
  uint8_t left = f->kinds[merge->left], right = f->kinds[merge->right];
  if (__builtin_expect((left | right) == 0, 1)) return;
  if (left & right & IS_BYTE) note_byte_pair(f, (uint32_t)merge->left, (uint32_t)merge->right);
  bool is_by_id = f->bpe->order == ORDER_BY_ID;
  uint32_t order = (is_by_id ? (uint32_t)merge->merged << f->bpe->sub_bits : merge->rank) + 1;
  if (left & IS_SCALAR && order < f->earliest[merge->left]) f->earliest[merge->left] = order;
  if (right & IS_SCALAR && order < f->earliest[merge->right]) f->earliest[merge->right] = order;
  bool is_across = !((left | right) & IS_EMPTY) && !(right & BEGINS_INSIDE);
  if (is_across && (left & ENDS_PART || right & BEGINS_PART)) note_across(f, merge, order, left, right);
}

// The neighbours that may merge with the part before `order`; all where that are too many to look through.
static uint64_t neighbours_before(const finder *f, enum side side, uint32_t part, uint32_t order) {
  uint64_t found = 0;
  int looked = 0;
  for (uint32_t at = f->first[side][part]; at != NONE; at = f->crossings[at].next) {
    if (looked++ == CROSSINGS_MAX) return ~0ull;
    if (f->crossings[at].order <= order) found |= f->crossings[at].neighbours;
  }
  return found;
}

// Merges the bytes of a scalar. False if they do not become one token in the order of ranks.
static bool merge_scalar(const finder *f, const uint8_t *p, size_t length, rare_scalar *scalar, uint32_t *last_order) {
  const weir_bpe *bpe = f->bpe;
  uint32_t tokens[4], values[4], before = 0;
  for (size_t index = 0; index < length; index++) tokens[index] = bpe->byte_tokens[p[index]];
  for (size_t index = 0; index + 1 < length; index++) values[index] = bpe->byte_pairs[p[index] * BYTE_COUNT + p[index + 1]];
  scalar->set.lefts = scalar->set.rights = 0;
  for (; length > 1; length--) {
    size_t place = 0;
    for (size_t index = 1; index + 1 < length; index++)
      if (values[index] >> ORDER_SHIFT < values[place] >> ORDER_SHIFT) place = index;
    uint32_t order = values[place] >> ORDER_SHIFT;
    if (values[place] >= NOT_A_PAIR || order <= before) return false;
    before = order;
    if (place == 0) scalar->set.lefts |= neighbours_before(f, LEFT, tokens[0] & ID_BITS, order);
    if (place + 2 == length) scalar->set.rights |= neighbours_before(f, RIGHT, tokens[length - 1] & ID_BITS, order);
    tokens[place] = merged_of(bpe, tokens[place], tokens[place + 1], values[place]);
    memmove(tokens + place + 1, tokens + place + 2, (length - place - 2) * sizeof *tokens);
    memmove(values + place, values + place + 1, (length - place - 2) * sizeof *values);
    if (place > 0) values[place - 1] = value_of(bpe, tokens[place - 1], tokens[place]);
    if (place + 2 < length) values[place] = value_of(bpe, tokens[place], tokens[place + 1]);
  }
  *last_order = before;
  scalar->token = tokens[0];
  return true;
}

static bool has_any(const neighbour_set *set) { return (set->lefts | set->rights) != 0; }

// The number of the set, which it gets if there is still one.
static uint32_t number_of(finder *f, const neighbour_set *set) {
  if (!has_any(set)) return NO_SET;
  uint32_t slot = (uint32_t)mix(set->lefts ^ mix(set->rights)) % SET_SLOTS;
  for (; f->sets[slot]; slot = (slot + 1) % SET_SLOTS)
    if (memcmp(&f->bpe->sets[f->sets[slot]], set, sizeof *set) == 0) return f->sets[slot];
  if (f->set_count + 1 == RARE_SET) return RARE_SET;
  f->bpe->sets[++f->set_count] = *set;
  return f->sets[slot] = (uint16_t)f->set_count;
}

static void note_scalar(finder *f, uint32_t token, const uint8_t *p, size_t length) {
  weir_bpe *bpe = f->bpe;
  rare_scalar scalar = {.token = token | (uint32_t)f->parts[token] << FLAGS_SHIFT};
  uint32_t order = 0, value = whole_scalar_at(p, length);
  if (!bpe->is_scalar_level) {
    if (length == 1 || !merge_scalar(f, p, length, &scalar, &order)) return;
    if ((scalar.token & ID_BITS) != token || f->earliest[token] <= order) return;
  }
  uint32_t set = length < 4 ? number_of(f, &scalar.set) : has_any(&scalar.set) ? RARE_SET : NO_SET;
  scalar.token = with_set(scalar.token, set);
  scalar.scalar = value + 1;
  if (length < 4) bpe->scalars[value] = scalar.token;
  if (length == 4 || set == RARE_SET) f->rare[f->rare_count++] = scalar;
}

static void note_kinds(finder *f) {
  const uint32_t *starts = f->source->starts;
  for (uint32_t token = 0; token < f->source->token_count; token++)
    f->kinds[token] = kind_of(f->source->bytes + starts[token], starts[token + 1] - starts[token]);
}

static bool find_scalars(finder *f) {
  const weir_bpe_source *source = f->source;
  note_kinds(f);
  if (!f->bpe->is_scalar_level)
    for (uint32_t index = 0; index < source->merge_count; index++) note_merge(f, &source->merges[index]);
  for (uint32_t token = 0; token < source->token_count && f->has_room; token++) {
    const uint8_t *p = source->bytes + source->starts[token];
    size_t count = source->starts[token + 1] - source->starts[token];
    if (f->kinds[token] & IS_SCALAR || (count == 1 && *p < 0x80)) note_scalar(f, token, p, count);
  }
  return f->has_room;
}

static uint32_t *filled(uint32_t count) {
  uint32_t *values = malloc(count * sizeof *values);
  if (values) memset(values, 0xff, count * sizeof *values);
  return values;
}

static void note_bytes(weir_bpe *bpe, const weir_bpe_source *source, const uint8_t *parts) {
  for (int byte = 0; byte < BYTE_COUNT; byte++) bpe->byte_tokens[byte] = NO_TOKEN;
  for (uint32_t pair = 0; pair < BYTE_COUNT * BYTE_COUNT; pair++) bpe->byte_pairs[pair] = NOT_A_PAIR;
  for (uint32_t token = 0; token < source->token_count; token++) {
    if (source->starts[token + 1] - source->starts[token] != 1) continue;
    bpe->byte_tokens[source->bytes[source->starts[token]]] = token | (uint32_t)parts[token] << FLAGS_SHIFT;
  }
  bpe->has_all_bytes = !bpe->is_scalar_level;
  for (int byte = 0; byte < BYTE_COUNT; byte++) bpe->has_all_bytes &= bpe->byte_tokens[byte] != NO_TOKEN;
}

static void keep_rare(weir_bpe *bpe, const finder *f) {
  bpe->rare_mask = rare_mask_for(f->rare_count);
  for (uint32_t index = 0; index < f->rare_count; index++)
    bpe->rare[find_rare(bpe, f->rare[index].scalar - 1) - bpe->rare] = f->rare[index];
}

bool bpe_build_symbols(weir_bpe *bpe, const weir_bpe_source *source, const uint8_t *parts) {
  note_bytes(bpe, source, parts);
  memset(bpe->scalars, 0xff, BASIC_COUNT * sizeof *bpe->scalars);
  uint32_t count = source->token_count + 1;
  finder f = {.bpe = bpe, .source = source, .parts = parts, .has_room = true};
  f.first[LEFT] = filled(count), f.first[RIGHT] = filled(count), f.earliest = filled(count);
  f.rare = malloc(count * sizeof *f.rare), f.kinds = malloc(count);
  bool is_built = f.first[LEFT] && f.first[RIGHT] && f.earliest && f.rare && f.kinds && find_scalars(&f);
  if (is_built) keep_rare(bpe, &f);
  free(f.crossings), free(f.first[LEFT]), free(f.first[RIGHT]), free(f.earliest), free(f.rare), free(f.kinds);
  return is_built;
}
