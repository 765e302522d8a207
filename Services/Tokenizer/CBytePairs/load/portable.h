// What reads vocabularies and builds tables on any processor.
#pragma once
#include "../notes.h"
#include "../pieces.h"

bool pieces_index_portable(weir_pieces *v, const bool *is_left_out);
long merges_from_json_portable(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length);
long merges_from_packed_portable(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges);
void notes_add_tokens_portable(token_notes *notes, const weir_bpe_source *source);
bool bpe_build_neighbours_portable(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes);
bool bpe_build_pairs_portable(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats);
