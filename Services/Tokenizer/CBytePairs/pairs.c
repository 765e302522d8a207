// Which tokens may stand side by side.
//
// A sequence of tokens is the encoding of its bytes exactly when each token alone is the encoding of its bytes and each
// two neighbours are: merging in the order of ranks does the same inside a part whatever lies beside it, until a merge
// crosses a border, and the first that would do so would do it to the two parts alone as well.
#include <stdlib.h>

#include "tables.h"

size_t bpe_symbols(const weir_bpe *bpe, uint32_t token, uint32_t *symbols) {
  token_info made = bpe->tokens[token];
  if (made.rank == 0) {
    symbols[0] = token;
    return 1;
  }
  size_t count = bpe_symbols(bpe, made.left, symbols);
  return count + bpe_symbols(bpe, made.right, symbols + count);
}

size_t bpe_merge(const weir_bpe *bpe, uint32_t *tokens, size_t count, merge *last) {
  for (;;) {
    const merge *best = NULL;
    size_t place = 0;
    for (size_t index = 0; index + 1 < count; index++) {
      const merge *found = find_pair(bpe, tokens[index], tokens[index + 1]);
      if (found && (!best || found->rank < best->rank)) best = found, place = index;
    }
    if (!best) return count;
    *last = *best;
    tokens[place] = best->merged;
    memmove(tokens + place + 1, tokens + place + 2, (count - place - 2) * sizeof *tokens);
    count--;
  }
}

static bool crosses_by_merging(const weir_bpe *bpe, uint32_t left, uint32_t right) {
  uint32_t few[256];
  size_t room = (size_t)bpe->tokens[left].length + bpe->tokens[right].length;
  uint32_t *tokens = room <= 256 ? few : malloc(room * sizeof *tokens);
  if (!tokens) abort();
  size_t count = bpe_symbols(bpe, left, tokens);
  count += bpe_symbols(bpe, right, tokens + count);
  merge last;
  count = bpe_merge(bpe, tokens, count, &last);
  bool crosses = count != 2 || tokens[0] != left || tokens[1] != right;
  if (tokens != few) free(tokens);
  return crosses;
}

// Takes back the merges along the border from the last to the first. Where a pair of neighbours of that time merges
// before either of the two merges that came next, it was taken first. Of equal ranks the left one goes first.
bool bpe_crosses(const weir_bpe *bpe, uint32_t left, uint32_t right, bool below) {
  if (bpe->tokens[left].is_unordered | bpe->tokens[right].is_unordered) return crosses_by_merging(bpe, left, right);
  uint32_t next_left = NONE, next_right = NONE;
  if (!below && pair_rank(bpe, left, right) != NONE) return true;
  for (;;) {
    token_info a = bpe->tokens[left], b = bpe->tokens[right];
    if ((a.rank | b.rank) == 0) return false;
    if (b.rank >= a.rank) {
      next_right = b.rank;
      right = b.left;
    } else {
      next_left = a.rank;
      left = a.right;
    }
    uint32_t rank = pair_rank(bpe, left, right);
    if (rank < next_left && rank <= next_right) return true;
  }
}
