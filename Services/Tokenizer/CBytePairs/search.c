// The tokens of many words at once: each search waits for memory at every step, so several take their steps in turn.
//
// A search tries the longest token first and goes back where nothing fits, as encode_on (symbols.c) does by itself.
#include "workspace.h"

enum { IN_TURN = 24 };

// A walk down the trie from the search's position.
typedef struct {
  const uint8_t *bytes;
  uint32_t *tokens;  // by the place where they end, plus one
  uint32_t place, size;
  uint32_t next;     // the unit asked for
  uint32_t index;    // of the word
  uint64_t ends;     // a bit for each place where a token ends
} walker;

// The question whether two tokens cross (bpe_crosses).
typedef struct {
  uint32_t left, right, next_left, next_right;
  uint32_t index;
  bool may_join;  // whether the two may merge themselves
} crosser;

enum answer { APART, CROSSING, UNSURE };

// The searches of one call that are under way.
typedef struct {
  const weir_bpe *bpe;
  weir_bpe_workspace *ws;
  uint32_t next;  // of the words missed
  size_t walking, crossing;
  walker walkers[IN_TURN];
  crosser crossers[IN_TURN];
} turns;

static inline void ask_unit(const weir_bpe *bpe, walker *w, uint32_t link) {
  w->next = (link >> BASE_SHIFT) ^ w->bytes[w->place];
  __builtin_prefetch(&bpe->units[w->next]);
}

// Whether the walk goes on. Few branches, as the answers follow no pattern.
static inline bool walk(const weir_bpe *bpe, walker *w) {
  trie_unit unit = bpe->units[w->next];
  bool fits = (unit.link & LABEL_MASK) == (USED | w->bytes[w->place]);
  w->tokens[w->place] = unit.token;
  w->place += fits;
  w->ends |= (uint64_t)(fits & (unit.link / TERMINAL)) << w->place;
  if (!(fits & (w->place < w->size))) return false;
  ask_unit(bpe, w, unit.link);
  return true;
}

// The first step is taken at once: all walks need these units, so that they are near.
static inline void start_walk(turns *t, uint32_t index) {
  const missed *m = &t->ws->missed[index];
  walker *w = &t->walkers[t->walking++];
  *w = (walker){m->bytes, t->ws->candidates + m->first, t->ws->searches[index].position, m->size, 0, index, 0};
  ask_unit(t->bpe, w, t->bpe->units[0].link);
  if (w->place + 1 < w->size) walk(t->bpe, w);
}

static inline void ask_pair(const weir_bpe *bpe, const crosser *c) {
  __builtin_prefetch(&bpe->pairs[pair_slot(bpe, c->left, c->right)]);
}

// One level of the two tokens, after whose merges the next is asked for.
static inline enum answer cross(const weir_bpe *bpe, crosser *c) {
  const token_info *left = &bpe->tokens[c->left], *right = &bpe->tokens[c->right];
  if (left->is_unordered | right->is_unordered) return bpe_crosses(bpe, c->left, c->right, false) ? CROSSING : APART;
  if (c->may_join) {
    uint32_t rank = pair_rank(bpe, c->left, c->right);
    if (rank < c->next_left && rank <= c->next_right) return CROSSING;
  }
  c->may_join = true;
  if ((left->is_closed & right->is_closed) | ((left->rank | right->rank) == 0)) return APART;
  if (right->rank >= left->rank) {
    c->next_right = right->rank;
    c->right = right->left;
    __builtin_prefetch(&bpe->tokens[c->right]);
  } else {
    c->next_left = left->rank;
    c->left = left->right;
    __builtin_prefetch(&bpe->tokens[c->left]);
  }
  ask_pair(bpe, c);
  return UNSURE;
}

// Asks whether the token that ends at `end` may stand behind the one before. What both would merge to is a token that the
// walk from the one before has seen.
static inline void start_cross(turns *t, uint32_t index, uint32_t end) {
  const missed *m = &t->ws->missed[index];
  uint32_t last = m->first + t->ws->searches[index].count - 1;
  uint32_t left = (uint32_t)t->ws->found[last], right = t->ws->candidates[m->first + end - 1] - 1;
  crosser *c = &t->crossers[t->crossing++];
  *c = (crosser){left, right, NONE, NONE, index, t->ws->taken[last].seen >> end & 1};
  __builtin_prefetch(&t->bpe->tokens[left]);
  __builtin_prefetch(&t->bpe->tokens[right]);
  if (c->may_join) ask_pair(t->bpe, c);
}

static inline uint32_t highest(uint64_t bits) { return 63 - (uint32_t)__builtin_clzll(bits); }

// Takes the longest token found, and looks for the next one if there is more.
static inline void take(turns *t, uint32_t index) {
  search *s = &t->ws->searches[index];
  missed *m = &t->ws->missed[index];
  uint32_t end = highest(s->ends);
  t->ws->found[m->first + s->count] = (int32_t)t->ws->candidates[m->first + end - 1] - 1;
  t->ws->taken[m->first + s->count++] = (taken){s->position, s->ends ^ 1ull << end, s->seen};
  s->position = end;
  m->count = s->count;
  m->is_found = end == m->size;
  if (!m->is_found) start_walk(t, index);
}

// Tries the longest token found. Where there is none, nothing fits: goes back to the token before and tries shorter ones,
// which the walks since then have left in their places.
static inline void try(turns *t, uint32_t index) {
  search *s = &t->ws->searches[index];
  while (s->ends == 0) {
    if (s->count == 0) return;
    s->dead |= 1ull << s->position;
    const taken *before = &t->ws->taken[t->ws->missed[index].first + --s->count];
    s->position = before->start;
    s->ends = before->ends & ~s->dead;
    s->seen = before->seen;
  }
  if (s->count == 0) take(t, index);
  else start_cross(t, index, highest(s->ends));
}

static inline void end_walk(turns *t, const walker *w) {
  search *s = &t->ws->searches[w->index];
  if (s->position == 0 && w->place == w->size) t->ws->missed[w->index].whole = w->tokens[w->size - 1] - 1;
  // A symbol that is no token: left to those who know what becomes of it.
  if (w->ends == 0) return;
  s->seen = w->ends;
  s->ends = w->ends & ~s->dead;
  try(t, w->index);
}

static void start_walks(turns *t) {
  while (t->walking + t->crossing < IN_TURN && t->next < t->ws->missed_count) {
    uint32_t index = t->next++;
    if (t->ws->missed[index].original != index) continue;
    t->ws->searches[index] = (search){0};
    start_walk(t, index);
  }
}

void bpe_search(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  turns t = {.bpe = bpe, .ws = ws};
  for (start_walks(&t); t.walking + t.crossing > 0; start_walks(&t)) {
    for (size_t turn = 0; turn < t.walking;) {
      if (walk(bpe, &t.walkers[turn])) {
        turn++;
        continue;
      }
      walker ended = t.walkers[turn];
      t.walkers[turn] = t.walkers[--t.walking];
      end_walk(&t, &ended);
    }
    for (size_t turn = 0; turn < t.crossing;) {
      enum answer known = cross(bpe, &t.crossers[turn]);
      if (known == UNSURE) {
        turn++;
        continue;
      }
      crosser ended = t.crossers[turn];
      t.crossers[turn] = t.crossers[--t.crossing];
      search *s = &ws->searches[ended.index];
      if (known == APART) {
        take(&t, ended.index);
      } else {
        s->ends ^= 1ull << highest(s->ends);
        try(&t, ended.index);
      }
    }
  }
}
