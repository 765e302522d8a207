// Merges that each make the token after the one before, or that once more, as nearly all of most files do.
#pragma once
#include "merges.h"

// Bytes that are asked for ahead of those compared: processors that do so by themselves stop at the end of a small page.
enum { TEXT_AHEAD = 1024, TOKENS_AHEAD = 512 };

// Merges on their way into a list. What a loop over them needs is in variables of its own: for all the compiler knows, a merge
// that is written may lie anywhere.
typedef struct {
  const uint8_t *bytes;
  const uint32_t *starts;
  weir_merge *merges;
  half *halves;
  uint32_t id, rank, count, room;  // the next token and its merge's rank, how many there are, and may be
} merge_run;

static inline merge_run begin_run(merge_list *list) {
  const weir_pieces *v = list->pieces;
  size_t room = list->capacity - list->count, waiting = WAITING_MERGES_MAX - list->waiting;
  uint32_t next = (uint32_t)list->last + 1, left = next < v->count ? v->count - next : 0;
  if (room > waiting) room = waiting;
  if (room > left) room = left;
  weir_merge *merges = list->merges + list->count;
  half *halves = list->halves + 2 * list->waiting;
  return (merge_run){v->bytes, v->starts, merges, halves, next, (uint32_t)list->count, 0, (uint32_t)room};
}

// How many bytes the first half of a token's merge has that begins at `text`, and the token; 0 where that is none of its merges.
// A text of `wanted` bytes has to be as long; 0 says nothing of that.
static inline __attribute__((always_inline)) uint32_t left_of(
    const merge_run *run, uint32_t id, const uint8_t *text, size_t wanted, const known_text *between, size_t *size) {
  uint32_t start = run->starts[id];
  // More than any for a token that is absent.
  *size = (size_t)(run->starts[id + 1] & ~WEIR_IS_ABSENT) - start;
  if (*size > HALVED_MAX || (wanted && *size != wanted)) return 0;
  return halved(run->bytes + start, (uint32_t)*size, text, between);
}

static inline void add_to_run(merge_run *run, uint32_t id, uint32_t left, size_t size) {
  const uint8_t *token = run->bytes + run->starts[id];
  __builtin_prefetch(token + TOKENS_AHEAD);
  run->halves[2 * run->count] = (half){token, left};
  run->halves[2 * run->count + 1] = (half){token + left, size - left};
  run->merges[run->count].rank = run->rank + run->count;
  run->merges[run->count].merged = (int32_t)id;
  run->count++, run->id = id + 1;
}

// Looks up what waits where there is no room for more.
static inline void end_run(merge_list *list, const merge_run *run) {
  list->count += run->count, list->waiting += run->count, list->last = (int32_t)run->id - 1;
  if (list->waiting == WAITING_MERGES_MAX) find_waiting(list);
}
