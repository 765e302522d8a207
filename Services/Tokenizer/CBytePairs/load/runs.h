// Merges that each make the token after the one before, as nearly all of most files do.
#pragma once
#include "merges.h"

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

// How long the next token is; more than any for one that is absent.
static inline size_t next_size(const merge_run *run) {
  return (size_t)(run->starts[run->id + 1] & ~WEIR_IS_ABSENT) - run->starts[run->id];
}

// Adds the merge that makes the next token of the halves at `text`. Returns how many bytes the first has; 0 where there is none.
static inline __attribute__((always_inline)) uint32_t add_to_run(
    merge_run *run, size_t size, const uint8_t *text, const known_text *between) {
  if (size > HALVED_MAX) return 0;
  const uint8_t *token = run->bytes + run->starts[run->id];
  uint32_t left = halved(token, (uint32_t)size, text, between);
  // With a branch, so that the next token does not wait for this.
  if (left == 0) return 0;
  __builtin_prefetch(text + TEXT_AHEAD), __builtin_prefetch(token + TOKENS_AHEAD);
  run->halves[2 * run->count] = (half){token, left};
  run->halves[2 * run->count + 1] = (half){token + left, size - left};
  run->merges[run->count].rank = run->rank + run->count;
  run->merges[run->count].merged = (int32_t)run->id;
  run->count++, run->id++;
  return left;
}

// Looks up what waits where there is no room for more.
static inline void end_run(merge_list *list, const merge_run *run) {
  list->count += run->count, list->waiting += run->count, list->last += (int32_t)run->count;
  if (list->waiting == WAITING_MERGES_MAX) find_waiting(list);
}
