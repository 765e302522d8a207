// The best way to cut a piece into tokens (Viterbi 1967), over a trie of the tokens.
#include "CBytePairs.h"
#include "planes.h"

static inline int32_t child(const weir_trie_node *nodes, int32_t node, uint8_t byte) {
  int32_t found = nodes[node].base + byte;
  return found != 0 && nodes[found].parent == node ? found : -1;
}

static inline void improve(weir_best *best, double score, size_t start, int32_t id) {
  if (best->start < 0 || score > best->score) *best = (weir_best){score, (int32_t)start, id};
}

bool weir_unigram_best(
    const weir_trie_node *nodes, const double *scores, double unknown_score, int32_t unknown_id, const uint8_t *text,
    size_t count, weir_best *best) {
  best[0] = (weir_best){.start = -1};
  for (size_t end = 1; end <= count; end++) best[end].start = -1;
  for (size_t start = 0; start < count;) {
    size_t length = scalar_length(text[start]);
    double score = best[start].score;
    bool knows_scalar = false;
    int32_t node = 0;
    for (size_t end = start; end < count;) {
      node = child(nodes, node, text[end++]);
      if (node < 0) break;
      int32_t id = nodes[node].id;
      if (id < 0) continue;
      improve(&best[end], score + scores[id], start, id);
      knows_scalar |= end - start == length;
    }
    if (!knows_scalar) {
      if (unknown_id < 0) return false;
      improve(&best[start + length], score + unknown_score, start, unknown_id);
    }
    start += length;
  }
  return true;
}
