// Whether neighbours cross (bpe_crosses), for many pairs at once: each waits for memory where it looks a merge up, so
// several take their steps in turn.
#include "workspace.h"

enum { CROSSERS = 16 };

typedef struct {
  uint64_t *memory;  // where the answer goes
  uint64_t key;
  uint32_t left, right;            // a pair that may merge
  uint32_t next_left, next_right;  // ranks of the merges that came next on either side
} crosser;

static void answer(crosser *c, bool crosses) {
  *c->memory = c->key | crosses;
  c->memory = NULL;
}

// Asks for the merge if there may be one, or else takes merges back until there may.
static void seek(const weir_bpe *bpe, crosser *c) {
  while (!may_merge(bpe, c->left, c->right)) {
    const token_info *left = &bpe->tokens[c->left], *right = &bpe->tokens[c->right];
    if ((left->rank | right->rank) == 0) return answer(c, false);
    bool is_right = right->rank >= left->rank;
    c->next_left = is_right ? c->next_left : left->rank;
    c->next_right = is_right ? right->rank : c->next_right;
    uint32_t left_part = left->right, right_part = right->left;
    c->left = is_right ? c->left : left_part;
    c->right = is_right ? right_part : c->right;
  }
  __builtin_prefetch(&bpe->pairs[pair_slot(bpe, c->left, c->right)]);
}

// Looks at the merge asked for.
static void look(const weir_bpe *bpe, crosser *c) {
  uint32_t rank = pair_rank(bpe, c->left, c->right);
  if (rank < c->next_left && rank <= c->next_right) return answer(c, true);
  const token_info *left = &bpe->tokens[c->left], *right = &bpe->tokens[c->right];
  if ((left->rank | right->rank) == 0) return answer(c, false);
  if (right->rank >= left->rank) {
    c->next_right = right->rank;
    c->right = right->left;
  } else {
    c->next_left = left->rank;
    c->left = left->right;
  }
  seek(bpe, c);
}

static void look_at_all(const weir_bpe *bpe, crosser *crossers, size_t count) {
  while (count > 0) {
    for (size_t index = 0; index < count;) {
      if (crossers[index].memory) look(bpe, &crossers[index]);
      if (crossers[index].memory) index++;
      else crossers[index] = crossers[--count];
    }
  }
}

void bpe_cross_neighbours(const weir_bpe *bpe, weir_bpe_workspace *ws, const greedy *words, size_t count) {
  crosser crossers[CROSSERS];
  size_t active = 0;
  for (size_t index = 0; index < count; index++) {
    const greedy *word = &words[index];
    if (word->has_unknown) continue;
    for (uint32_t place = 1; place < word->count; place++) {
      uint32_t left = word->tokens[place - 1].token, right = word->tokens[place].token;
      uint64_t key = pair_key(left, right), *memory = pair_memory(ws, key);
      if ((*memory ^ key) <= 1 || bpe->tokens[left].is_unordered || bpe->tokens[right].is_unordered) continue;
      crosser *c = &crossers[active++];
      *c = (crosser){memory, key, left, right, NONE, NONE};
      seek(bpe, c);
      if (!c->memory) active--;
      if (active < CROSSERS) continue;
      look_at_all(bpe, crossers, active);
      active = 0;
    }
  }
  look_at_all(bpe, crossers, active);
}
