// Merges as texts "left right", each behind its length.
#pragma once
#include "merges.h"

// A text and what is behind it.
typedef struct {
  const uint8_t *p, *end;
} packed_texts;

// Reads on as long as each merge makes the token after the one before, up to `count` of them; returns how many. What the loop
// needs is in variables of its own: for all the compiler knows, a merge that is written may lie anywhere.
static uint32_t read_next_merges(merge_list *list, packed_texts *texts, uint32_t count, const known_text *space) {
  const weir_pieces *v = list->pieces;
  const uint32_t *starts = v->starts;
  const uint8_t *p = texts->p, *end = texts->end, *bytes = v->bytes;
  weir_merge *merges = list->merges + list->count;
  half *halves = list->halves + 2 * list->waiting;
  uint32_t rank = (uint32_t)list->count, room = WAITING_MERGES_MAX - (uint32_t)list->waiting, read = 0;
  uint32_t id = (uint32_t)list->last + 1;
  if (count > room) count = room;
  for (; read < count && id < v->count && end - p >= 8; read++, id++) {
    size_t length = packed_length(p), start = starts[id], size = (starts[id + 1] & ~WEIR_IS_ABSENT) - start;
    if (length != size + 1 || (size_t)(end - p) < length + 8 + HALVED_MAX + BLOCK_BYTES) break;
    const uint8_t *token = bytes + start;
    uint32_t left = halved(token, (uint32_t)size, p + 8, space);
    if (left == 0) break;
    __builtin_prefetch(p + TEXT_AHEAD), __builtin_prefetch(token + TOKENS_AHEAD);
    halves[2 * read] = (half){token, left}, halves[2 * read + 1] = (half){token + left, size - left};
    merges[read].rank = rank + read, merges[read].merged = (int32_t)id;
    p += 8 + length;
  }
  texts->p = p;
  list->count += read, list->waiting += read, list->last = (int32_t)id - 1;
  return read;
}

static long merges_from_packed(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  merge_list list = {.pieces = v, .merges = merges, .capacity = count};
  packed_texts texts = {packed, packed + size};
  const known_text space = {(block16){' '}, 1, 1, false};
  bool is_good = begin_merges(&list, size);
  for (uint32_t index = 0; is_good && index < count; index++) {
    index += read_next_merges(&list, &texts, count - index, &space);
    if (list.waiting == WAITING_MERGES_MAX) find_waiting(&list);
    if (index == count) break;
    size_t length = packed_length(texts.p);
    const uint8_t *text = texts.p + 8;
    half left, right;
    texts.p = text + length;
    if (texts.end - texts.p < HALVED_MAX + BLOCK_BYTES) {
      // The first half of the room is for joining.
      find_waiting(&list);
      text = memcpy(list.scratch + list.scratch_size / 2, text, length);
    } else if (length > 1) {
      next_merge next = next_merge_at(&list, text, length - 1, &space);
      if (next.count && (is_good = add_next_merge(&list, next))) continue;
    }
    is_good = is_good && split_merge(text, length, &left, &right) && add_any_merge(&list, left, right);
  }
  return end_merges(&list, is_good);
}
