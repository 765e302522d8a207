// Vocabularies in flat tables, whose tokens are found by their bytes.
#include "pieces.h"

#include <stdlib.h>

#include "tables.h"

weir_pieces *pieces_create(size_t count, size_t byte_count) {
  weir_pieces *v = calloc(1, sizeof *v);
  if (!v) return NULL;
  size_t starts_size = (count + 1) * sizeof *v->starts;
  v->memory_size = starts_size + byte_count + BLOCK_BYTES;
  v->memory = large_alloc(v->memory_size);
  v->starts = v->memory;
  v->bytes = (uint8_t *)v->memory + starts_size;
  if (!v->memory) free(v), v = NULL;
  return v;
}

static size_t slot_count(const weir_pieces *v) { return (v->line_mask + 1ull) * LINE_PIECES; }

static size_t slots_size(const weir_pieces *v) {
  return slot_count(v) * sizeof *v->slots + (1 << FOUND_BITS) * sizeof *v->found;
}

bool pieces_take_slots(weir_pieces *v) {
  // Two lines at least, since no shift is as wide as a hash.
  v->line_mask = 1;
  while (slot_count(v) / 4 * 3 < v->count) v->line_mask = v->line_mask * 2 + 1;
  v->shift = (uint32_t)__builtin_clz(v->line_mask) + 32;
  v->id_mask = 1;
  while (v->id_mask < v->count) v->id_mask = v->id_mask * 2 + 1;
  v->slots = large_alloc(slots_size(v));
  v->found = (uint64_t *)(v->slots + slot_count(v));
  return v->slots != NULL;
}

int32_t weir_pieces_find(const weir_pieces *v, const uint8_t *p, size_t count) {
  if (!v->slots) return -1;
  uint8_t few[BLOCK_BYTES] = {0};
  uint8_t *copy = count > BLOCK_BYTES ? malloc(count + BLOCK_BYTES) : few;
  if (!copy || count == 0) return -1;
  memcpy(copy, p, count);
  uint64_t hash = piece_hash(copy, count);
  int32_t id = piece_find(v, piece_line(v, hash), piece_tag(v, hash), copy, count);
  if (copy != few) free(copy);
  return id;
}

bool weir_pieces_append(weir_pieces *v, uint32_t id, const uint8_t *p, size_t count) {
  const uint8_t *end = (uint8_t *)v->memory + v->memory_size - BLOCK_BYTES;
  uint32_t start = piece_start(v, v->count);
  bool has_room = v->starts + v->count + 2 <= (uint32_t *)v->bytes && count <= (size_t)(end - v->bytes) - start;
  if (id != v->count || !has_room) return false;
  memcpy(v->bytes + start, p, count);
  v->starts[++v->count] = start + (uint32_t)count;
  return true;
}

uint32_t weir_pieces_count(const weir_pieces *v) { return v->count; }
const uint8_t *weir_pieces_bytes(const weir_pieces *v) { return v->bytes; }
const uint32_t *weir_pieces_starts(const weir_pieces *v) { return v->starts; }

void weir_pieces_end_search(weir_pieces *v) {
  if (v->slots) weir_memory_keep(v->slots, slots_size(v));
  v->slots = NULL;
}

void weir_pieces_destroy(weir_pieces *v) {
  if (!v) return;
  if (v->slots) large_free(v->slots, slots_size(v));
  large_free(v->memory, v->memory_size);
  free(v);
}

weir_pieces *weir_pieces_from_packed(const uint8_t *packed, size_t size, uint32_t count, const bool *is_left_out) {
  if (count > PIECE_COUNT_MAX || size >= WEIR_IS_ABSENT || size / 8 < count) return NULL;
  weir_pieces *v = pieces_create(count, size - 8ull * count);
  if (!v) return NULL;
  const uint8_t *p = packed, *end = packed + size;
  uint8_t *out = v->bytes;
  for (; v->count < count; v->count++) {
    size_t length = packed_length(p);
    p += 8;
    v->starts[v->count] = (uint32_t)(out - v->bytes);
    // Without a call for nearly all.
    bool is_short = length <= 2 * BLOCK_BYTES && end - p >= 2 * BLOCK_BYTES;
    if (is_short) memcpy(out, p, BLOCK_BYTES);
    if (!is_short) memcpy(out, p, length);
    else if (length > BLOCK_BYTES) memcpy(out + BLOCK_BYTES, p + BLOCK_BYTES, BLOCK_BYTES);
    p += length, out += length;
  }
  v->starts[count] = (uint32_t)(out - v->bytes);
  if (pieces_index(v, is_left_out)) return v;
  weir_pieces_destroy(v);
  return NULL;
}
