// Merges as texts "left right", each behind its length.
#pragma once
#include "merges.h"

static long merges_from_packed(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  merge_list list = {.pieces = v, .merges = merges, .capacity = count};
  const uint8_t *p = packed, *end = packed + size;
  const known_text space = {(block16){' '}, 1, 1, false};
  bool is_good = begin_merges(&list, size);
  for (uint32_t index = 0; is_good && index < count; index++) {
    size_t length = packed_length(p);
    const uint8_t *text = p + 8;
    half left, right;
    p = text + length;
    if (end - p < HALVED_MAX + BLOCK_BYTES) {
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
