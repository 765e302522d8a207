// The index that finds tokens by their bytes.
#pragma once
#include "../pieces.h"

// How many tokens ahead their slots are asked for.
enum { INDEXED_AHEAD = 16 };

// A token on its way into the index.
typedef struct {
  uint64_t hash;
  uint32_t id, start, count;
} entry;

static inline bool add_to_index(const weir_pieces *v, const entry *e) {
  uint32_t *line = piece_line(v, e->hash), tag = piece_tag(v, e->hash);
  for (;; line = next_line(v, line)) {
    line_slots slots = slots_in(v, line, tag);
    if (__builtin_expect(slots.tagged != 0, 0) &&
        piece_among(v, line, slots.tagged, v->bytes + e->start, e->count) >= 0)
      return false;
    if (__builtin_expect(slots.free != 0, 1)) {
      line[__builtin_ctz(slots.free)] = tag | e->id;
      return true;
    }
  }
}

static bool build_index(weir_pieces *pieces, const bool *is_left_out) {
  if (!pieces_take_slots(pieces)) return false;
  // A copy, since for all the compiler knows a slot that is written may be a part of what is pointed to.
  const weir_pieces copy = *pieces, *v = &copy;
  entry entries[INDEXED_AHEAD];
  uint32_t end = piece_start(v, 0);
  for (uint32_t next = 0; next < v->count + INDEXED_AHEAD; next++) {
    entry *e = &entries[next % INDEXED_AHEAD];
    if (next >= INDEXED_AHEAD && e->count && !add_to_index(v, e)) return false;
    if (next >= v->count) continue;
    bool is_out = v->starts[next] & WEIR_IS_ABSENT || (is_left_out && is_left_out[next]);
    uint32_t start = end;
    end = piece_start(v, next + 1);
    *e = (entry){piece_hash(v->bytes + start, end - start), next, start, is_out ? 0 : end - start};
    __builtin_prefetch(piece_line(v, e->hash), 1);
  }
  return true;
}
