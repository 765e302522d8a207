// Tables from what a vocabulary says.
#include <stdlib.h>

#include "tables.h"

// How many merges or tokens ahead memory is asked for: they lie all over the tables.
enum { AHEAD = 12 };

static inline void prefetch_merge(const weir_bpe *bpe, const weir_bpe_source *source, uint32_t index) {
  if (index >= source->merge_count) return;
  const uint32_t *ids = source->merges + 3 * index;
  __builtin_prefetch(&bpe->tokens[ids[0]], 1);
  __builtin_prefetch(&bpe->tokens[ids[1]], 1);
  __builtin_prefetch(&bpe->pairs[pair_slot(bpe, ids[0], ids[1])], 1);
}

static bool build_pairs(weir_bpe *bpe, const weir_bpe_source *source) {
  uint32_t slots = 16;
  while (slots - slots / 4 < source->merge_count) slots *= 2;
  bpe->pair_mask = slots - 1;
  bpe->pairs = malloc(slots * sizeof *bpe->pairs);
  if (!bpe->pairs) return false;
  memset(bpe->pairs, 0xff, slots * sizeof *bpe->pairs);
  for (uint32_t index = 0; index < source->merge_count; index++) {
    const uint32_t *ids = source->merges + 3 * index;
    prefetch_merge(bpe, source, index + AHEAD);
    uint32_t slot = pair_slot(bpe, ids[0], ids[1]);
    bpe->tokens[ids[0]].rights |= bloom_bit(ids[1]);
    bpe->tokens[ids[1]].lefts |= bloom_bit(ids[0]);
    merge *pairs = bpe->pairs;
    while (pairs[slot].left != NONE && !(pairs[slot].left == ids[0] && pairs[slot].right == ids[1]))
      slot = (slot + 1) & bpe->pair_mask;
    pairs[slot] = (merge){ids[0], ids[1], source->ranks[index] + 1, ids[2]};
  }
  return true;
}

static bool is_symbol(const weir_bpe *bpe, const weir_bpe_source *source, uint32_t token) {
  size_t length = bpe->tokens[token].length;
  return length == (bpe->is_scalar_level ? scalar_length(source->bytes[source->starts[token]]) : 1);
}

static void note(weir_bpe *bpe, uint32_t token, const merge *made) {
  token_info *info = &bpe->tokens[token], left = bpe->tokens[made->left], right = bpe->tokens[made->right];
  info->rank = made->rank;
  info->left = made->left;
  info->right = made->right;
  info->is_reachable = true;
  info->is_unordered = left.is_unordered | right.is_unordered | (made->rank < left.rank) | (made->rank < right.rank);
}

// Whether merging the token's bytes arrives at this merge.
static bool is_made_by(weir_bpe *bpe, const merge *candidate) {
  token_info left = bpe->tokens[candidate->left], right = bpe->tokens[candidate->right];
  if (!(left.is_reachable & right.is_reachable)) return false;
  if (!(left.is_unordered | right.is_unordered)) return !bpe_crosses(bpe, candidate->left, candidate->right, true);
  size_t room = (size_t)left.length + right.length;
  uint32_t *tokens = malloc(room * sizeof *tokens);
  if (!tokens) abort();
  size_t count = bpe_symbols(bpe, candidate->left, tokens);
  count += bpe_symbols(bpe, candidate->right, tokens + count);
  merge last = {0, 0, 0, 0};
  count = bpe_merge(bpe, tokens, count, &last);
  free(tokens);
  return count == 1 && last.left == candidate->left && last.right == candidate->right;
}

// For each token the pairs that make it: `slots[starts[token]]` and on, while they make it. Returns how many there are.
static uint32_t sort_by_merged(const weir_bpe *bpe, uint32_t *starts, uint32_t *slots) {
  for (uint32_t slot = 0; slot <= bpe->pair_mask; slot++)
    if (bpe->pairs[slot].left != NONE) starts[bpe->pairs[slot].merged]++;
  for (uint32_t token = 1; token < bpe->token_count; token++) starts[token] += starts[token - 1];
  uint32_t count = bpe->token_count ? starts[bpe->token_count - 1] : 0;
  for (uint32_t slot = 0; slot <= bpe->pair_mask; slot++)
    if (bpe->pairs[slot].left != NONE) slots[--starts[bpe->pairs[slot].merged]] = slot;
  return count;
}

static void sort_by_length(const weir_bpe *bpe, uint32_t *starts, uint32_t *tokens) {
  for (uint32_t token = 0; token < bpe->token_count; token++) starts[bpe->tokens[token].length + 1]++;
  for (uint32_t length = 1; length <= WEIR_BPE_TOKEN_LENGTH_MAX; length++) starts[length] += starts[length - 1];
  for (uint32_t token = 0; token < bpe->token_count; token++) tokens[starts[bpe->tokens[token].length]++] = token;
}

static void derive_token(
    weir_bpe *bpe, const weir_bpe_source *source, uint32_t token, const uint32_t *slots, const uint32_t *slots_end) {
  if (bpe->tokens[token].length == 0) return;
  if (is_symbol(bpe, source, token)) {
    bpe->tokens[token].is_reachable = true;
    return;
  }
  for (; slots < slots_end && bpe->pairs[*slots].merged == token; slots++) {
    const merge *candidate = &bpe->pairs[*slots];
    if (!is_made_by(bpe, candidate)) continue;
    note(bpe, token, candidate);
    return;
  }
}

// Asks for what deriving a token looks at, in three steps: its first pair, then the pair's tokens, then their parts.
static inline void prefetch_derived(
    const weir_bpe *bpe, const uint32_t *tokens, uint32_t index, const uint32_t *starts, const uint32_t *slots,
    const uint32_t *slots_end) {
  if (index + 3 * AHEAD >= bpe->token_count) return;
  const uint32_t *far = slots + starts[tokens[index + 3 * AHEAD]];
  if (far < slots_end) __builtin_prefetch(&bpe->pairs[*far]);
  const uint32_t *near = slots + starts[tokens[index + 2 * AHEAD]];
  if (near < slots_end && bpe->pairs[*near].left != NONE) {
    __builtin_prefetch(&bpe->tokens[bpe->pairs[*near].left]);
    __builtin_prefetch(&bpe->tokens[bpe->pairs[*near].right]);
  }
  const uint32_t *next = slots + starts[tokens[index + AHEAD]];
  if (next >= slots_end || bpe->pairs[*next].left == NONE) return;
  token_info left = bpe->tokens[bpe->pairs[*next].left], right = bpe->tokens[bpe->pairs[*next].right];
  __builtin_prefetch(&bpe->tokens[left.right]);
  __builtin_prefetch(&bpe->tokens[right.left]);
}

// Short tokens first, so that the parts of each are known before it.
static bool derive(weir_bpe *bpe, const weir_bpe_source *source) {
  uint32_t *starts = calloc(bpe->token_count + 1, sizeof *starts);
  uint32_t *slots = malloc((source->merge_count + 1) * sizeof *slots);
  uint32_t *lengths = calloc(WEIR_BPE_TOKEN_LENGTH_MAX + 2, sizeof *lengths);
  uint32_t *tokens = malloc((bpe->token_count + 1) * sizeof *tokens);
  bool has_room = starts && slots && lengths && tokens;
  if (has_room) {
    const uint32_t *slots_end = slots + sort_by_merged(bpe, starts, slots);
    sort_by_length(bpe, lengths, tokens);
    for (uint32_t index = 0; index < bpe->token_count; index++) {
      prefetch_derived(bpe, tokens, index, starts, slots, slots_end);
      derive_token(bpe, source, tokens[index], slots + starts[tokens[index]], slots_end);
    }
  }
  free(starts), free(slots), free(lengths), free(tokens);
  return has_room;
}

static bool measure(weir_bpe *bpe, const weir_bpe_source *source) {
  for (uint32_t token = 0; token < bpe->token_count; token++) {
    uint32_t length = source->starts[token + 1] - source->starts[token];
    if (length > WEIR_BPE_TOKEN_LENGTH_MAX) return false;
    bpe->tokens[token].length = length;
  }
  return true;
}

static bool has_all_bytes(const weir_bpe *bpe) {
  for (int byte = 0; byte < 256; byte++) {
    uint32_t unit = step(bpe, 0, (uint8_t)byte);
    if (!unit || !(bpe->units[unit].link & TERMINAL)) return false;
  }
  return true;
}

// Moves an array to its place in the memory that all of them share.
static void move(void *place, void *array, size_t size) {
  memcpy(place, array, size);
  free(array);
}

static bool pack(weir_bpe *bpe) {
  weir_bpe scattered = *bpe;
  bpe_sizes sizes = bpe_sizes_of(bpe);
  bpe->memory_size = sizes.whole;
  bpe->memory = large_alloc(bpe->memory_size);
  if (!bpe->memory) return false;
  bpe_lay_out(bpe, bpe->memory);
  move(bpe->units, scattered.units, sizes.units);
  move(bpe->neighbours, scattered.neighbours, sizes.neighbours);
  move(bpe->beside_part, scattered.beside_part, sizes.beside_part);
  move(bpe->tokens, scattered.tokens, sizes.tokens);
  move(bpe->pairs, scattered.pairs, sizes.pairs);
  return true;
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
  bpe->tokens = calloc(bpe->token_count + 1, sizeof *bpe->tokens);
  if (bpe->tokens && measure(bpe, source) && build_pairs(bpe, source) && derive(bpe, source) &&
      bpe_build_trie(bpe, source) && bpe_build_neighbours(bpe, source) && pack(bpe)) {
    bpe->has_all_bytes = !bpe->is_scalar_level && has_all_bytes(bpe);
    return bpe;
  }
  weir_bpe_destroy(bpe);
  return NULL;
}

void weir_bpe_destroy(weir_bpe *bpe) {
  if (!bpe) return;
  if (bpe->memory) {
    large_free(bpe->memory, bpe->memory_size);
  } else if (!bpe->is_borrowed) {
    free(bpe->units), free(bpe->neighbours), free(bpe->beside_part), free(bpe->tokens), free(bpe->pairs);
  }
  free(bpe);
}
