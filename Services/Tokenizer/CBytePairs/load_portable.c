#include "load/index.h"
#include "load/merges_json.h"
#include "load/merges_packed.h"

bool pieces_index_portable(weir_pieces *v, const bool *is_left_out) { return build_index(v, is_left_out); }

long merges_from_json_portable(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  return merges_from_json(v, text, count, merges, capacity, length);
}

long merges_from_packed_portable(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  return merges_from_packed(v, packed, size, count, merges);
}
