// Tables from what a vocabulary says.
#include <stdlib.h>

#include "tables.h"

// How many merges ahead memory is asked for: their tokens and pairs lie all over the tables.
enum { AHEAD = 16, NEAR = 6 };

// More rounds than published vocabularies need; those that do take the general way.
enum { ROUNDS_MAX = 8 };

static inline void prefetch_merge(const weir_bpe *bpe, const weir_bpe_source *source, uint32_t index) {
  if (index + AHEAD >= source->merge_count) return;
  const weir_merge *far = &source->merges[index + AHEAD];
  __builtin_prefetch(&bpe->tokens[far->left], 1);
  __builtin_prefetch(&bpe->tokens[far->right], 1);
  __builtin_prefetch(&bpe->pairs[pair_slot(bpe, (uint32_t)far->left, (uint32_t)far->right)], 1);
  // The pair that bpe_crosses asks for first.
  const weir_merge *near = &source->merges[index + NEAR];
  uint32_t left = (uint32_t)near->left, right = (uint32_t)near->right;
  token_info a = bpe->tokens[left], b = bpe->tokens[right];
  if (b.rank >= a.rank) right = b.left;
  else left = a.right;
  __builtin_prefetch(&bpe->pairs[pair_slot(bpe, left, right)]);
}

// Puts the merge among the pairs. Whether it was not there before.
static bool add_pair(weir_bpe *bpe, const weir_merge *merge_) {
  uint32_t left = (uint32_t)merge_->left, right = (uint32_t)merge_->right, slot = pair_slot(bpe, left, right);
  bpe->tokens[left].rights |= bloom_bit(right);
  bpe->tokens[right].lefts |= bloom_bit(left);
  merge *pairs = bpe->pairs;
  while (pairs[slot].left != NONE && !(pairs[slot].left == left && pairs[slot].right == right))
    slot = (slot + 1) & bpe->pair_mask;
  bool is_new = pairs[slot].left == NONE;
  pairs[slot] = (merge){left, right, merge_->rank + 1, (uint32_t)merge_->merged};
  return is_new;
}

void bpe_note_made(weir_bpe *bpe, uint32_t token, const merge *made) {
  token_info *info = &bpe->tokens[token], left = bpe->tokens[made->left], right = bpe->tokens[made->right];
  info->rank = made->rank;
  info->left = made->left;
  info->right = made->right;
  info->is_reachable = true;
  info->is_unordered = left.is_unordered | right.is_unordered | (made->rank < left.rank) | (made->rank < right.rank);
}

// The merges in the order of their ranks. Where both parts of a merge are known before it, what it makes is so too: only
// pairs of lower ranks decide whether merging arrives at it, and these are all there. Lists in `early` the merges that came
// before their parts. Returns how many those are; -1 where the merges have another order.
static long make_in_order(weir_bpe *bpe, const weir_bpe_source *source, uint32_t *early) {
  bool is_in_order = true;
  long early_count = 0;
  for (uint32_t index = 0; index < source->merge_count; index++) {
    const weir_merge *m = &source->merges[index];
    uint32_t left = (uint32_t)m->left, right = (uint32_t)m->right, token = (uint32_t)m->merged;
    prefetch_merge(bpe, source, index);
    is_in_order &= add_pair(bpe, m) & (index == 0 || m[-1].rank < m->rank);
    if (!is_in_order || bpe->tokens[token].length == 0 || bpe->tokens[token].is_reachable) continue;
    if (!(bpe->tokens[left].is_reachable & bpe->tokens[right].is_reachable)) early[early_count++] = index;
    else if (!bpe_crosses(bpe, left, right, true))
      bpe_note_made(bpe, token, &(merge){left, right, m->rank + 1, token});
  }
  return is_in_order ? early_count : -1;
}

// The tokens that only early merges make, now that their parts are known; what these make in turn comes with the next
// round. False if there are too many rounds.
static bool make_late(weir_bpe *bpe, const weir_bpe_source *source, const uint32_t *early, long count) {
  bool has_made = true;
  for (int round = 0; has_made; round++) {
    if (round == ROUNDS_MAX) return false;
    has_made = false;
    for (long index = 0; index < count; index++) {
      const weir_merge *m = &source->merges[early[index]];
      merge candidate = {(uint32_t)m->left, (uint32_t)m->right, m->rank + 1, (uint32_t)m->merged};
      if (bpe->tokens[candidate.merged].is_reachable || !bpe_is_made_by(bpe, &candidate)) continue;
      bpe_note_made(bpe, candidate.merged, &candidate);
      has_made = true;
    }
  }
  return true;
}

static bool is_symbol(const weir_bpe *bpe, const weir_bpe_source *source, uint32_t token) {
  size_t length = bpe->tokens[token].length;
  return length && length == (bpe->is_scalar_level ? scalar_length(source->bytes[source->starts[token]]) : 1);
}

// Forgets all but the pairs' filters, and marks the symbols that merging starts from.
static bool measure(weir_bpe *bpe, const weir_bpe_source *source) {
  for (uint32_t token = 0; token < bpe->token_count; token++) {
    uint32_t length = source->starts[token + 1] - source->starts[token];
    if (length > WEIR_BPE_TOKEN_LENGTH_MAX) return false;
    token_info *info = &bpe->tokens[token];
    *info = (token_info){.length = length, .lefts = info->lefts, .rights = info->rights};
    info->is_reachable = is_symbol(bpe, source, token);
  }
  return true;
}

static bool make_tokens(weir_bpe *bpe, const weir_bpe_source *source) {
  uint32_t *early = malloc((source->merge_count + 1ull) * sizeof *early);
  if (!early || !measure(bpe, source)) return free(early), false;
  memset(bpe->pairs, 0xff, (bpe->pair_mask + 1ull) * sizeof *bpe->pairs);
  long count = make_in_order(bpe, source, early);
  bool is_made = (count >= 0 && make_late(bpe, source, early, count)) || (measure(bpe, source) && bpe_derive(bpe, source));
  free(early);
  return is_made;
}

static bool has_all_bytes(const weir_bpe *bpe) {
  for (int byte = 0; byte < 256; byte++) {
    uint32_t unit = step(bpe, 0, (uint8_t)byte);
    if (!unit || !(bpe->units[unit].link & TERMINAL)) return false;
  }
  return true;
}

static uint32_t slots_for(uint32_t merges) {
  uint32_t slots = 16;
  while (slots - slots / 4 < merges) slots *= 2;
  return slots;
}

// Builds tokens, pairs and trie where they stay, and puts the neighbours behind them. Memory for as many units as there may
// be is address space alone until they are used.
static bool build(weir_bpe *bpe, const weir_bpe_source *source) {
  bpe->pair_mask = slots_for(source->merge_count) - 1;
  bpe->unit_count = BPE_UNIT_COUNT_MAX;
  if (!bpe_build_neighbours(bpe, source)) return false;
  uint64_t *beside_part = bpe->beside_part, *neighbours = bpe->neighbours, *ascii_neighbours = bpe->ascii_neighbours;
  size_t asked = bpe_sizes_of(bpe).whole;
  bpe->memory = large_alloc(asked);
  bpe->memory_size = asked;
  if (bpe->memory) bpe_lay_out(bpe, bpe->memory);
  bpe_trie_job *trie = bpe->memory ? bpe_begin_trie(bpe, source) : NULL;
  bool is_built = trie && bpe_end_trie(trie, make_tokens(bpe, source));
  if (is_built) {
    bpe_lay_out(bpe, bpe->memory);
    bpe->memory_size = bpe_sizes_of(bpe).whole;
    large_trim(bpe->memory, asked, bpe->memory_size);
    memcpy(bpe->beside_part, beside_part, bpe_sizes_of(bpe).beside_part);
    memcpy(bpe->neighbours, neighbours, bpe_sizes_of(bpe).neighbours);
    memcpy(bpe->ascii_neighbours, ascii_neighbours, bpe_sizes_of(bpe).ascii_neighbours);
    bpe_note_closed(bpe, source);
  }
  free(beside_part), free(neighbours), free(ascii_neighbours);
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
  if (build(bpe, source)) {
    bpe->has_all_bytes = !bpe->is_scalar_level && has_all_bytes(bpe);
    return bpe;
  }
  weir_bpe_destroy(bpe);
  return NULL;
}

void weir_bpe_destroy(weir_bpe *bpe) {
  if (!bpe) return;
  if (bpe->memory) large_free(bpe->memory, bpe->memory_size);
  free(bpe);
}
