// Finds out what merging may start from.
//
// At byte level a scalar may be taken whole from the start if merging is sure to make it whole before anything else happens
// to its bytes: the merges inside it go in the order of their ranks, no merge of a part of it with a neighbour goes before
// the part is gone, and no merge of the whole goes before the whole is there. Which neighbours have such merges is noted.
#include <stdlib.h>

#include "merge/pairs.h"
#include "merge/symbols.h"
#include "notes.h"

// A merge of a part of a scalar with what is beyond the scalar's border, in a list of those of that part.
enum side { LEFT, RIGHT };

typedef struct {
  uint32_t order, next;
  enum side side;
  uint64_t neighbours;
} crossing;

enum { CROSSINGS_MAX = 1024, SET_SLOTS = 4096 };

typedef struct {
  weir_bpe *bpe;
  const weir_bpe_source *source;
  const token_notes *notes;
  crossing *crossings;
  uint32_t count, capacity;
  // By part, one more than the first of the list of what merges with it; by scalar, which is no part, the order of the first
  // merge that it is in. 0 for none.
  uint32_t *first;
  rare_scalar *rare;
  uint32_t rare_count;
  uint16_t sets[SET_SLOTS];  // the numbers of sets, by a hash
  uint32_t set_count;
  bool has_repeats, has_room;
} finder;

static void note_crossing(finder *f, enum side side, uint32_t part, uint32_t order, uint64_t neighbours) {
  if (f->count == f->capacity) {
    uint32_t capacity = f->capacity * 2 + 1024;
    crossing *crossings = realloc(f->crossings, capacity * sizeof *crossings);
    if (!crossings) return (void)(f->has_room = false);
    f->crossings = crossings;
    f->capacity = capacity;
  }
  f->crossings[f->count] = (crossing){order, f->first[part], side, neighbours};
  f->first[part] = ++f->count;
}

static void note_across(finder *f, const weir_merge *merge, uint32_t order, uint32_t left_kind, uint32_t right_kind) {
  const weir_bpe_source *source = f->source;
  const uint8_t *left_end = source->bytes + token_start(source, (uint32_t)merge->left + 1);
  const uint8_t *right = source->bytes + token_start(source, (uint32_t)merge->right);
  size_t left_count = token_length(source, (uint32_t)merge->left);
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

// The merge's value, whose flags are those of what it becomes.
static inline uint32_t value_by(const finder *f, const weir_merge *merge, uint32_t sub) {
  return bpe_order_of(f->bpe, merge, sub) << ORDER_SHIFT | flags_of(f->notes, (uint32_t)merge->merged);
}

static void note_byte_pair(finder *f, const weir_merge *merge, uint32_t sub) {
  const weir_bpe_source *source = f->source;
  uint8_t first = source->bytes[token_start(source, (uint32_t)merge->left)];
  uint8_t second = source->bytes[token_start(source, (uint32_t)merge->right)];
  f->bpe->byte_pairs[first * BYTE_COUNT + second] = value_by(f, merge, sub);
}

static inline void note_earliest(finder *f, int32_t token, uint32_t order) {
  if (f->first[token] == 0 || order < f->first[token]) f->first[token] = order;
}

// Merges inside a scalar cross no border.
static inline void note_merge(finder *f, numbered_merge numbered) {
  const weir_merge *merge = &f->source->merges[numbered.index];
  uint32_t left = kind_of(f->notes, (uint32_t)merge->left), right = kind_of(f->notes, (uint32_t)merge->right);
  if (left & right & IS_BYTE) note_byte_pair(f, merge, numbered.sub);
  uint32_t order = bpe_order_of(f->bpe, merge, 0);
  if (left & IS_SCALAR) note_earliest(f, merge->left, order);
  if (right & IS_SCALAR) note_earliest(f, merge->right, order);
  bool is_across = !((left | right) & IS_EMPTY) && !(right & BEGINS_INSIDE);
  if (is_across && (left & ENDS_PART || right & BEGINS_PART)) note_across(f, merge, order, left, right);
}

// The neighbours that may merge with the part before `order`; all where that are too many to look through.
static inline uint64_t neighbours_before(const finder *f, enum side side, uint32_t part, uint32_t order) {
  uint64_t found = 0;
  int looked = 0;
  if (kind_of(f->notes, part) & IS_SCALAR) return ~0ull;
  for (uint32_t at = f->first[part]; at != 0; at = f->crossings[at - 1].next) {
    const crossing *c = &f->crossings[at - 1];
    if (looked++ == CROSSINGS_MAX) return ~0ull;
    if (c->side == side && c->order <= order) found |= c->neighbours;
  }
  return found;
}

// The symbols of a scalar, and the values of each with the next.
typedef struct {
  uint32_t tokens[4], values[4];
  size_t count;
} symbols;

static symbols symbols_of(const weir_bpe *bpe, const uint8_t *p, size_t length) {
  symbols s = {.count = length};
  for (size_t index = 0; index < length; index++) s.tokens[index] = bpe->byte_tokens[p[index]];
  for (size_t index = 0; index + 1 < length; index++) s.values[index] = bpe->byte_pairs[p[index] * BYTE_COUNT + p[index + 1]];
  return s;
}

static size_t first_to_merge(const symbols *s) {
  size_t place = 0;
  for (size_t index = 1; index + 1 < s->count; index++)
    if (s->values[index] >> ORDER_SHIFT < s->values[place] >> ORDER_SHIFT) place = index;
  return place;
}

// Whether the two tokens are those of `merge`, whose value is `value`. Of two merges of one pair the later counts.
static inline bool is_merge(const finder *f, const weir_merge *merge, uint32_t value, uint32_t left, uint32_t right) {
  bool is_pair = (left & ID_BITS) == (uint32_t)merge->left && (right & ID_BITS) == (uint32_t)merge->right;
  return is_pair && (!f->has_repeats || value_of(f->bpe, left, right) == value);
}

// The value of the two symbols at `place`, which if no others are left have to be those of `merge`.
static uint32_t value_at(const finder *f, const symbols *s, size_t place, const weir_merge *merge, uint32_t value) {
  uint32_t left = s->tokens[place], right = s->tokens[place + 1];
  if (s->count > 2) return value_of(f->bpe, left, right);
  return is_merge(f, merge, value, left, right) ? value : NOT_A_PAIR;
}

// Merges the bytes of a scalar. False if their last merge is not `merge`, whose value is `value`, or if they do not become
// one token in the order of ranks.
static bool merge_scalar(
    const finder *f, const uint8_t *p, size_t length, const weir_merge *merge, uint32_t value, rare_scalar *scalar) {
  const weir_bpe *bpe = f->bpe;
  symbols s = symbols_of(bpe, p, length);
  if (length == 2) s.values[0] = value_at(f, &s, 0, merge, value);
  for (uint32_t before = 0; s.count > 1;) {
    size_t place = first_to_merge(&s);
    uint32_t order = s.values[place] >> ORDER_SHIFT;
    if (s.values[place] >= NOT_A_PAIR || order <= before) return false;
    before = order;
    if (place == 0) scalar->set.lefts |= neighbours_before(f, LEFT, s.tokens[0] & ID_BITS, order);
    if (place + 2 == s.count) scalar->set.rights |= neighbours_before(f, RIGHT, s.tokens[place + 1] & ID_BITS, order);
    s.tokens[place] = merged_of(bpe, s.tokens[place], s.tokens[place + 1], s.values[place]);
    s.count--;
    for (size_t index = place + 1; index < s.count; index++) s.tokens[index] = s.tokens[index + 1];
    for (size_t index = place; index + 1 < s.count; index++) s.values[index] = s.values[index + 1];
    if (place > 0) s.values[place - 1] = value_at(f, &s, place - 1, merge, value);
    if (place + 1 < s.count) s.values[place] = value_at(f, &s, place, merge, value);
  }
  scalar->token = s.tokens[0];
  return true;
}

// The same of three bytes, as nearly all scalars have: two of them merge, and then that with the third.
static bool merge_three(
    const finder *f, const uint8_t *p, const weir_merge *merge, uint32_t value, rare_scalar *scalar) {
  const weir_bpe *bpe = f->bpe;
  uint32_t low = bpe->byte_pairs[p[0] * BYTE_COUNT + p[1]], high = bpe->byte_pairs[p[1] * BYTE_COUNT + p[2]];
  bool is_high = high >> ORDER_SHIFT < low >> ORDER_SHIFT;
  uint32_t first = is_high ? high : low, order = first >> ORDER_SHIFT, last = value >> ORDER_SHIFT;
  uint32_t left = bpe->byte_tokens[p[is_high]], right = bpe->byte_tokens[p[is_high + 1]];
  if (first >= NOT_A_PAIR || last <= order) return false;
  neighbour_set *set = &scalar->set;
  if (is_high) set->rights |= neighbours_before(f, RIGHT, right & ID_BITS, order);
  else set->lefts |= neighbours_before(f, LEFT, left & ID_BITS, order);
  uint32_t both = merged_of(bpe, left, right, first);
  left = is_high ? bpe->byte_tokens[p[0]] : both, right = is_high ? both : bpe->byte_tokens[p[2]];
  if (!is_merge(f, merge, value, left, right)) return false;
  set->lefts |= neighbours_before(f, LEFT, left & ID_BITS, last);
  set->rights |= neighbours_before(f, RIGHT, right & ID_BITS, last);
  scalar->token = merged_of(bpe, left, right, value);
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

static void keep_scalar(finder *f, const uint8_t *p, size_t length, rare_scalar scalar) {
  uint32_t value = whole_scalar_at(p, length);
  uint32_t set = length < 4 ? number_of(f, &scalar.set) : has_any(&scalar.set) ? RARE_SET : NO_SET;
  scalar.token = with_set(scalar.token, set);
  scalar.scalar = value + 1;
  if (length < 4) f->bpe->scalars[value] = scalar.token;
  if (length == 4 || set == RARE_SET) f->rare[f->rare_count++] = scalar;
}

// At byte level: of the merges that make a scalar the one that merging gets to.
static void find_made_scalars(finder *f) {
  const weir_bpe_source *source = f->source;
  const numbered_merge *end = f->notes->odd_merges + f->notes->odd_merge_count;
  for (const numbered_merge *making = f->notes->odd_merges; making < end; making++) {
    const weir_merge *merge = &source->merges[making->index];
    if (!(kind_of(f->notes, (uint32_t)merge->merged) & IS_SCALAR)) continue;
    const uint8_t *p = source->bytes + token_start(source, (uint32_t)merge->merged);
    size_t length = token_length(source, (uint32_t)merge->merged);
    uint32_t value = value_by(f, merge, making->sub), earliest = f->first[merge->merged];
    rare_scalar scalar = {.scalar = 0};
    bool is_made =
        length == 3 ? merge_three(f, p, merge, value, &scalar) : merge_scalar(f, p, length, merge, value, &scalar);
    if (!is_made || (scalar.token & ID_BITS) != (uint32_t)merge->merged) continue;
    if (earliest == 0 || earliest > value >> ORDER_SHIFT) keep_scalar(f, p, length, scalar);
  }
}

// At scalar level: all that are tokens.
static void find_scalar_tokens(finder *f) {
  for (uint32_t index = 0; index < f->notes->odd_count; index++) {
    uint32_t token = f->notes->odd[index];
    const uint8_t *p = f->source->bytes + token_start(f->source, token);
    size_t length = token_length(f->source, token);
    bool is_ascii = length == 1 && *p < 0x80;
    if (!is_ascii && !(kind_of(f->notes, token) & IS_SCALAR)) continue;
    keep_scalar(f, p, length, (rare_scalar){.token = token | flags_of(f->notes, token) << FLAGS_SHIFT});
  }
}

static void find_scalars(finder *f) {
  if (f->bpe->is_scalar_level) return find_scalar_tokens(f);
  for (uint32_t index = 0; index < f->notes->odd_merge_count; index++) note_merge(f, f->notes->odd_merges[index]);
  if (f->has_room) find_made_scalars(f);
}

static void note_bytes(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes) {
  for (int byte = 0; byte < BYTE_COUNT; byte++) bpe->byte_tokens[byte] = NO_TOKEN;
  for (uint32_t pair = 0; pair < BYTE_COUNT * BYTE_COUNT; pair++) bpe->byte_pairs[pair] = NOT_A_PAIR;
  for (uint32_t index = 0; index < notes->odd_count; index++) {
    uint32_t token = notes->odd[index];
    if (token_length(source, token) != 1) continue;
    bpe->byte_tokens[source->bytes[token_start(source, token)]] = token | flags_of(notes, token) << FLAGS_SHIFT;
  }
  bpe->has_all_bytes = !bpe->is_scalar_level;
  for (int byte = 0; byte < BYTE_COUNT; byte++) bpe->has_all_bytes &= bpe->byte_tokens[byte] != NO_TOKEN;
}

static void keep_rare(weir_bpe *bpe, const finder *f) {
  // Of two merges of one pair both may have made a scalar, of which there are no more than there is room for.
  uint32_t mask = rare_mask_for(f->rare_count);
  if (mask < bpe->rare_mask) bpe->rare_mask = mask;
  for (uint32_t index = 0; index < f->rare_count; index++)
    bpe->rare[find_rare(bpe, f->rare[index].scalar - 1) - bpe->rare] = f->rare[index];
}

bool bpe_build_symbols(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes, bool has_repeats) {
  note_bytes(bpe, source, notes);
  memset(bpe->scalars, 0xff, BASIC_COUNT * sizeof *bpe->scalars);
  size_t count = source->token_count + 1ull;
  finder f = {.bpe = bpe, .source = source, .notes = notes, .has_repeats = has_repeats, .has_room = true};
  f.first = notes_memory(notes);
  f.rare = (rare_scalar *)(f.first + (count + 1) / 2 * 2);
  find_scalars(&f);
  if (f.has_room) keep_rare(bpe, &f);
  free(f.crossings);
  return f.has_room;
}
