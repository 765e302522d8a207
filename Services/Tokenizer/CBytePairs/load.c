// Chooses how vocabularies are read and their tables built by what the processor has.
#include "load/portable.h"
#include "processor.h"

#if defined(__x86_64__)
bool pieces_index_avx512(weir_pieces *v, const bool *is_left_out);
long merges_from_json_avx512(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length);
long merges_from_packed_avx512(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges);
void notes_add_tokens_avx512(token_notes *notes, const weir_bpe_source *source);
bool bpe_build_neighbours_avx512(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes);
bool bpe_build_pairs_avx512(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats);
#else
#define pieces_index_avx512 pieces_index_portable
#define merges_from_json_avx512 merges_from_json_portable
#define merges_from_packed_avx512 merges_from_packed_portable
#define notes_add_tokens_avx512 notes_add_tokens_portable
#define bpe_build_neighbours_avx512 bpe_build_neighbours_portable
#define bpe_build_pairs_avx512 bpe_build_pairs_portable
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

void notes_add_tokens(token_notes *notes, const weir_bpe_source *source) {
  if (has_avx512()) notes_add_tokens_avx512(notes, source);
  else notes_add_tokens_portable(notes, source);
}

bool bpe_build_neighbours(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes) {
  if (has_avx512()) return bpe_build_neighbours_avx512(bpe, source, notes);
  return bpe_build_neighbours_portable(bpe, source, notes);
}

bool bpe_build_pairs(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats) {
  if (has_avx512()) return bpe_build_pairs_avx512(bpe, source, notes, has_repeats);
  return bpe_build_pairs_portable(bpe, source, notes, has_repeats);
}
