// Chooses how vocabularies are read by what the processor has.
#include "pieces.h"
#include "processor.h"

bool pieces_index_portable(weir_pieces *v, const bool *is_left_out);
long merges_from_json_portable(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length);
long merges_from_packed_portable(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges);

#if defined(__x86_64__)
bool pieces_index_avx512(weir_pieces *v, const bool *is_left_out);
long merges_from_json_avx512(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length);
long merges_from_packed_avx512(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges);
#else
static inline bool has_avx512(void) { return false; }
#define pieces_index_avx512 pieces_index_portable
#define merges_from_json_avx512 merges_from_json_portable
#define merges_from_packed_avx512 merges_from_packed_portable
#endif

bool pieces_index(weir_pieces *v, const bool *is_left_out) {
  return has_avx512() ? pieces_index_avx512(v, is_left_out) : pieces_index_portable(v, is_left_out);
}

long weir_merges_from_json(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  if (has_avx512()) return merges_from_json_avx512(v, text, count, merges, capacity, length);
  return merges_from_json_portable(v, text, count, merges, capacity, length);
}

long weir_merges_from_packed(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  if (has_avx512()) return merges_from_packed_avx512(v, packed, size, count, merges);
  return merges_from_packed_portable(v, packed, size, count, merges);
}
