// Tables from what a vocabulary says.
#include <stdlib.h>

#include "merge/pairs.h"
#include "merge/symbols.h"
#include "notes.h"

// Pairs for which a line has room on average, of LINE_PAIRS: the fuller the lines, the more pairs lie elsewhere.
enum { FILLED = 6, LINE_BITS_MAX = 24 };

// Ranks of which there may be this many times as many as merges.
enum { RANKS_SPARSE_MAX = 4 };

static bool note_orders(weir_bpe *bpe, const weir_bpe_source *source, const token_notes *notes) {
  while (1u << bpe->sub_bits < notes->of_one_max) bpe->sub_bits++;
  if (notes->has_ids && bpe->token_count < (uint32_t)ORDER_MAX >> bpe->sub_bits) {
    bpe->order = ORDER_BY_ID;
    bpe->bucket_count = bpe->token_count + 1;
    return true;
  }
  bpe->sub_bits = 0;
  bool is_dense = notes->rank_max / RANKS_SPARSE_MAX <= source->merge_count;
  bpe->order = notes->has_ranks && is_dense ? ORDER_BY_RANK : ORDER_SHARED;
  bpe->bucket_count = notes->rank_max + 1;
  return notes->rank_max < ORDER_MAX;
}

static void note_sizes(weir_bpe *bpe, const weir_bpe_source *source) {
  bpe->token_bits = 1;
  while ((1u << bpe->token_bits) <= bpe->token_count) bpe->token_bits++;
  uint32_t bits_min = 2 * bpe->token_bits > TAG_BITS_MAX ? 2 * bpe->token_bits - TAG_BITS_MAX : 0;
  while ((uint32_t)FILLED << bpe->line_bits < source->merge_count || bpe->line_bits < bits_min) bpe->line_bits++;
  if (bpe->line_bits > 2 * bpe->token_bits) bpe->line_bits = 2 * bpe->token_bits;
  bpe->byte_count = token_start(source, source->token_count);
  if (!bpe->ignores_merges) return;
  bpe->whole_mask = 15;
  while (bpe->whole_mask / 4 * 3 < bpe->token_count) bpe->whole_mask = bpe->whole_mask * 2 + 1;
}

// Of the scalars that are tokens only a few are rare, but how many is known late: takes address space for all tokens that
// are as short.
static uint32_t rare_mask_max(const weir_bpe_source *source) {
  uint32_t count = 0;
  for (uint32_t token = 0; token < source->token_count; token++)
    count += token_length(source, token) - 2 <= 2;
  return rare_mask_for(count);
}

typedef enum { BUILT, FULL, FAILED } outcome;

static void note_lengths(weir_bpe *bpe, const weir_bpe_source *source) {
  for (uint32_t token = 0; token < bpe->token_count; token++)
    bpe->lengths[token] = (uint16_t)token_length(source, token);
}

static outcome build_in_place(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes) {
  bpe->rare_mask = rare_mask_max(source);
  size_t asked = bpe->memory_size = bpe_lay_out(bpe, NULL);
  bpe->memory = large_alloc(asked);
  if (!bpe->memory) return FAILED;
  bpe_lay_out(bpe, bpe->memory);
  bool has_repeats;
  if (!bpe_build_pairs(bpe, source, notes, &has_repeats)) return FULL;
  if (!bpe_build_symbols(bpe, source, notes, has_repeats)) return FAILED;
  if (bpe->ignores_merges) bpe_build_whole(bpe, source);
  note_lengths(bpe, source);
  bpe->memory_size = bpe_lay_out(bpe, bpe->memory);
  large_trim(bpe->memory, asked, bpe->memory_size);
  return BUILT;
}

// Where pairs are too many for the lines near their own, there are twice as many lines.
static bool build_tables(weir_bpe *bpe, const weir_bpe_source *source, token_notes *notes) {
  for (;; bpe->line_bits++) {
    outcome outcome = build_in_place(bpe, source, notes);
    if (outcome != FULL) return outcome == BUILT;
    large_free(bpe->memory, bpe->memory_size);
    bpe->memory = NULL;
    if (bpe->line_bits == LINE_BITS_MAX || bpe->line_bits == 2 * bpe->token_bits) return false;
  }
}

static bool are_short(const weir_bpe_source *source) {
  uint32_t long_count = 0;
  for (uint32_t token = 0; token < source->token_count; token++)
    long_count += token_length(source, token) > WEIR_BPE_TOKEN_LENGTH_MAX;
  return long_count == 0;
}

static bool build(weir_bpe *bpe, const weir_bpe_source *source) {
  if (source->token_count > WEIR_BPE_TOKENS_MAX || !are_short(source)) return false;
  token_notes notes;
  bool is_built = notes_begin(&notes, source);
  note_sizes(bpe, source);
  // How many neighbours there are is known once they are found, so that they move into their place afterwards.
  weir_bpe found = {.is_scalar_level = bpe->is_scalar_level};
  is_built = is_built && bpe_build_neighbours(&found, source, &notes);
  bpe->neighbour_mask = found.neighbour_mask;
  if (is_built) notes_add_merges(&notes, source);
  is_built = is_built && note_orders(bpe, source, &notes) && build_tables(bpe, source, &notes);
  if (is_built) {
    memcpy(bpe->beside_part, found.beside_part, BASIC_COUNT / 8);
    memcpy(bpe->neighbours, found.neighbours, (found.neighbour_mask + 1ull) / 8);
    memcpy(bpe->ascii_neighbours, found.ascii_neighbours, ASCII_COUNT * ASCII_COUNT / 8);
  }
  notes_end(&notes);
  free(found.beside_part), free(found.neighbours), free(found.ascii_neighbours);
  return is_built;
}

weir_bpe *weir_bpe_create(const weir_bpe_source *source) {
  weir_bpe *bpe = calloc(1, sizeof *bpe);
  if (!bpe) return NULL;
  bpe->token_count = source->token_count;
  bpe->is_scalar_level = source->is_scalar_level;
  bpe->ignores_merges = source->ignores_merges;
  bpe->fuses_unknown = source->fuses_unknown;
  bpe->unknown_id = source->unknown_id;
  bpe->has_byte_ids = source->byte_ids != NULL;
  if (source->byte_ids) memcpy(bpe->byte_ids, source->byte_ids, sizeof bpe->byte_ids);
  if (build(bpe, source)) return bpe;
  weir_bpe_destroy(bpe);
  return NULL;
}

void weir_bpe_destroy(weir_bpe *bpe) {
  if (!bpe) return;
  if (bpe->memory) large_free(bpe->memory, bpe->memory_size);
  free(bpe);
}
