#if defined(__x86_64__)
#include <immintrin.h>
#include <stdlib.h>

// Not of 512 bits: processors slow down for these.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,prefer-256-bit,avx2,bmi,bmi2,lzcnt"))), apply_to = function)
#define HAS_AVX512 1
#include "load/index.h"
#include "load/merges_json.h"
#include "load/merges_packed.h"
#include "load/neighbours.h"
#include "load/pairs.h"
#include "load/tokens.h"

bool pieces_index_avx512(weir_pieces *v, const bool *is_left_out) { return build_index(v, is_left_out); }

long merges_from_json_avx512(
    const weir_pieces *v, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length) {
  return merges_from_json(v, text, count, merges, capacity, length);
}

long merges_from_packed_avx512(
    const weir_pieces *v, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges) {
  return merges_from_packed(v, packed, size, count, merges);
}
void notes_add_tokens_avx512(token_notes *notes, const weir_bpe_source *source) { note_tokens(notes, source); }

bool bpe_build_neighbours_avx512(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes) {
  return build_neighbours(bpe, source, notes);
}

bool bpe_build_pairs_avx512(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes, bool *has_repeats) {
  return build_pairs(bpe, source, notes, has_repeats);
}
#pragma clang attribute pop
#endif
