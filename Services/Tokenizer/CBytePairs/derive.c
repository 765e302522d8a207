// How merging makes each token, whatever the order of the merges.
#include <stdlib.h>

#include "tables.h"

// How many tokens ahead memory is asked for: they lie all over the tables.
enum { AHEAD = 12 };

bool bpe_is_made_by(weir_bpe *bpe, const merge *candidate) {
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

static void derive_token(weir_bpe *bpe, uint32_t token, const uint32_t *slots, const uint32_t *slots_end) {
  if (bpe->tokens[token].length == 0) return;
  if (bpe->tokens[token].is_reachable) return;  // a symbol
  for (; slots < slots_end && bpe->pairs[*slots].merged == token; slots++) {
    const merge *candidate = &bpe->pairs[*slots];
    if (!bpe_is_made_by(bpe, candidate)) continue;
    bpe_note_made(bpe, token, candidate);
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
bool bpe_derive(weir_bpe *bpe, const weir_bpe_source *source) {
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
      derive_token(bpe, tokens[index], slots + starts[tokens[index]], slots_end);
    }
  }
  free(starts), free(slots), free(lengths), free(tokens);
  return has_room;
}

