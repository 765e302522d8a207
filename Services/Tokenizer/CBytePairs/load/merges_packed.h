// Merges as texts "left right", each behind its length.
#pragma once
#include "runs.h"

// A text and what is behind it.
typedef struct {
  const uint8_t *p, *end;
} packed_texts;

// Reads on as long as each merge makes the token after the one before, or that once more, up to `count` of them; returns how
// many.
static uint32_t read_next_merges(merge_list *list, packed_texts *texts, uint32_t count, const known_text *space) {
  merge_run run = begin_run(list);
  const uint8_t *p = texts->p, *end = texts->end;
  if (run.room > count) run.room = count;
  while (run.count < run.room && end - p >= 8) {
    size_t length = packed_length(p), size;
    if (length < 2 || (size_t)(end - p) < length + 8 + HALVED_MAX + BLOCK_BYTES) break;
    __builtin_prefetch(p + TEXT_AHEAD);
    uint32_t id = run.id, left = left_of(&run, id, p + 8, length - 1, space, &size);
    if (left == 0 && id > 0) left = left_of(&run, --id, p + 8, length - 1, space, &size);
    if (left == 0) break;
    add_to_run(&run, id, left, size);
    p += 8 + length;
  }
  texts->p = p;
  end_run(list, &run);
  return run.count;
}

static long merges_from_packed(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  merge_list list = {.pieces = v, .merges = merges, .capacity = count};
  packed_texts texts = {packed, packed + size};
  const known_text space = {(block16){' '}, 1, 1, false};
  bool is_good = begin_merges(&list, size);
  for (uint32_t index = 0; is_good && index < count; index++) {
    index += read_next_merges(&list, &texts, count - index, &space);
    if (index == count) break;
    size_t length = packed_length(texts.p);
    const uint8_t *text = texts.p + 8;
    half left, right;
    texts.p = text + length;
    if (texts.end - texts.p < HALVED_MAX + BLOCK_BYTES) {
      // The first half of the room is for joining.
      find_waiting(&list);
      text = memcpy(list.scratch + list.scratch_size / 2, text, length);
    }
    is_good = is_good && split_merge(text, length, &left, &right) && add_any_merge(&list, left, right);
  }
  return end_merges(&list, is_good);
}
