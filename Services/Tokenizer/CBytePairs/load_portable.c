#include "load/index.h"
#include "load/merges_json.h"
#include "load/merges_packed.h"
#include "load/neighbours.h"
#include "load/pairs.h"
#include "load/portable.h"
#include "load/tokens.h"

bool pieces_index_portable(weir_pieces *v, const bool *is_left_out) { return build_index(v, is_left_out); }

long merges_from_json_portable(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  return merges_from_json(v, text, count, merges, capacity, length);
}

long merges_from_packed_portable(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  return merges_from_packed(v, packed, size, count, merges);
}

void notes_add_tokens_portable(token_notes *notes, const weir_bpe_source *source) { note_tokens(notes, source); }

bool bpe_build_neighbours_portable(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes) {
  return build_neighbours(bpe, source, notes);
}

bool bpe_build_pairs_portable(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats) {
  return build_pairs(bpe, source, notes, has_repeats);
}
