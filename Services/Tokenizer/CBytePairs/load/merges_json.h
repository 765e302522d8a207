// Merges as a JSON array of "left right" or ["left", "right"].
#pragma once
#include "../json.h"
#include "runs.h"

// Appends a string to `out`.
static bool read_half(json_reader *r, uint8_t **out, half *h) {
  uint8_t *start = *out;
  if (!json_string(r, out)) return false;
  *h = (half){start, (size_t)(*out - start)};
  *out += BLOCK_BYTES;
  return true;
}

static bool read_merge(merge_list *list, json_reader *r, half *left, half *right) {
  // The first half of the room is for joining.
  uint8_t *out = list->scratch + list->scratch_size / 2;
  if (json_take(r, '['))
    return read_half(r, &out, left) && json_take(r, ',') && read_half(r, &out, right) && json_take(r, ']');
  half whole;
  return read_half(r, &out, &whole) && split_merge(whole.p, whole.count, left, right);
}

// Longer strings and those with escapes are read the general way. A merge that is not takes less of the text than MERGE_MARGIN.
enum { PLAIN_MAX = 2 * BLOCK_BYTES, MERGE_MARGIN = 4 * JSON_GAP_MAX + 3 * PLAIN_MAX };

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
  if (!is_list) return split_merge(p, count, left, right) ? end : NULL;
  *left = (half){p, count};
  if (*end != ',' || !(p = behind_quote(end + 1))) return NULL;
  if ((count = plain_count(p)) > PLAIN_MAX) return NULL;
  *right = (half){p, count};
  end = json_skip_gap(p + count + 1);
  return *end == ']' ? end + 1 : NULL;
}

// What stands between the halves of a merge, and between two merges, where all are written alike. No count if it is long.
typedef struct {
  known_text in, between;
  size_t comma;        // where the comma in `between` ends
  const uint8_t *end;  // of the halves of the last merge; NULL before the first
} layout;

// Takes the layout of the plain merge with these halves, whose text begins at `start`, and the one before it.
static void note_layout(layout *l, const uint8_t *start, half left, half right) {
  size_t in = (size_t)(right.p - left.p) - left.count, between = l->end ? (size_t)(left.p - l->end) : BLOCK_BYTES + 1;
  l->in = known_text_at(left.p + left.count, in <= BLOCK_BYTES ? in : 0);
  if (l->end) l->between = known_text_at(l->end, between <= BLOCK_BYTES ? between : 0);
  l->comma = l->end ? (size_t)(start - l->end) : 0;
  l->end = right.p + right.count;
}

// Reads on as long as merges are written like the two before and each makes the token after the one before, or that once more.
// Where the next begins then follows from how long the token is, so that the processor need not wait for where this one's halves
// end. Returns whether it read any.
static bool read_alike_merges(merge_list *list, json_reader *r, layout *l) {
  merge_run run = begin_run(list);
  const known_text in = l->in, between = l->between;
  const uint8_t *end = l->end;
  while (run.count < run.room && r->end - end >= MERGE_MARGIN) {
    size_t size;
    const uint8_t *text = end + between.count;
    __builtin_prefetch(text + TEXT_AHEAD);
    uint32_t id = run.id, left = left_of(&run, id, text, 0, &in, &size);
    if (left == 0 && id > 0) left = left_of(&run, --id, text, 0, &in, &size);
    const uint8_t *next = text + in.count + size;
    if (left == 0 || !has_text(next, &between)) break;
    add_to_run(&run, id, left, size);
    end = next;
  }
  if (run.count > 0) l->end = end, r->text = end + l->comma;
  end_run(list, &run);
  return run.count > 0;
}

// Reads on as long as merges are plain. Stops before any other, and before one that is not followed by a comma.
static bool read_plain_merges(merge_list *list, json_reader *r) {
  half left, right;
  layout l = {.end = NULL};
  while (r->end - r->text >= MERGE_MARGIN) {
    const uint8_t *start = r->text, *end = plain_merge(json_skip_gap(start), &left, &right);
    if (!end || *end != ',') return true;
    if (!add_any_merge(list, left, right)) return false;
    r->text = end + 1;
    note_layout(&l, start, left, right);
    if (l.in.count == 0 || l.between.count == 0 || !has_text(l.end, &l.between)) continue;
    while (read_alike_merges(list, r, &l)) {}
  }
  return true;
}

static bool read_merges(merge_list *list, json_reader *r) {
  if (!json_take(r, '[')) return false;
  if (json_take(r, ']')) return true;
  half left, right;
  do {
    json_skip_space(r);
    if (!read_plain_merges(list, r)) return false;
    if (!read_merge(list, r, &left, &right) || !add_any_merge(list, left, right)) return false;
    find_waiting(list);
  } while (json_take(r, ','));
  return json_take(r, ']');
}

static long merges_from_json(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  json_reader r = {text, text + count};
  merge_list list = {.pieces = v, .merges = merges, .capacity = capacity};
  bool is_good = begin_merges(&list, count) && read_merges(&list, &r);
  *length = (size_t)(r.text - text);
  return end_merges(&list, is_good);
}
