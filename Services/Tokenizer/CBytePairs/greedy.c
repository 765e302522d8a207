// The longest tokens of many words at once. A walk down the trie waits for memory at each step, so several walks take
// their steps in turn: each asks for its next unit and looks at it when its turn comes again.
#include "workspace.h"

enum { WALKERS = 24 };

typedef struct {
  greedy *word;
  uint32_t start;   // of the token looked for
  uint32_t index;   // of the byte that leads to `next`
  uint32_t next;    // the unit asked for
  match found;
} walker;

static inline void ask(const weir_bpe *bpe, walker *w, uint32_t unit) {
  w->next = (bpe->units[unit].link >> BASE_SHIFT) ^ w->word->word[w->index];
  __builtin_prefetch(&bpe->units[w->next]);
}

static inline void finish(walker *w) { w->word = NULL; }

// Goes on behind the token found, or ends the word.
static void begin(const weir_bpe *bpe, walker *w);

static void take(const weir_bpe *bpe, weir_bpe_workspace *ws, walker *w) {
  greedy *word = w->word;
  if (w->found.token == NONE) {
    word->has_unknown = true;
    return finish(w);
  }
  __builtin_prefetch(&bpe->tokens[w->found.token]);
  if (word->count) __builtin_prefetch(pair_memory(ws, pair_key(word->tokens[word->count - 1].token, w->found.token)));
  word->tokens[word->count++] = w->found;
  w->start += w->found.length;
  if (w->start < word->size) begin(bpe, w);
  else finish(w);
}

static void begin(const weir_bpe *bpe, walker *w) {
  w->found = (match){NONE, 0};
  w->index = w->start;
  ask(bpe, w, 0);
}

static inline void advance(const weir_bpe *bpe, weir_bpe_workspace *ws, walker *w) {
  greedy *word = w->word;
  trie_unit unit = bpe->units[w->next];
  if ((unit.link & LABEL_MASK) != (USED | word->word[w->index])) return take(bpe, ws, w);
  w->index++;
  if (unit.link & TERMINAL) w->found = (match){unit.token - 1, w->index - w->start};
  if (w->index < word->size) return ask(bpe, w, w->next);
  if (w->start == 0) word->whole = unit.token - 1;
  take(bpe, ws, w);
}

void bpe_cut_greedily(const weir_bpe *bpe, weir_bpe_workspace *ws, greedy *words, size_t count) {
  walker walkers[WALKERS];
  size_t started = 0, active = 0;
  while (started < count && active < WALKERS) {
    walkers[active].word = &words[started++];
    walkers[active].start = 0;
    begin(bpe, &walkers[active++]);
  }
  while (active > 0) {
    for (size_t index = 0; index < active;) {
      walker *w = &walkers[index];
      if (w->word) advance(bpe, ws, w);
      if (w->word) {
        index++;
      } else if (started < count) {
        w->word = &words[started++];
        w->start = 0;
        begin(bpe, w);
      } else {
        *w = walkers[--active];
      }
    }
  }
}
