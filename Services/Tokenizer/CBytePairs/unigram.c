// The best way to cut a piece into tokens (Viterbi 1967), over a trie of the tokens.
#include "wordmemory.h"

// Where two sums of scores are as near as this, which is higher may depend on what they are added to.
static const double near = 1e-6;

static inline bool is_near(const weir_best *best, double score) {
  double difference = best->score - score;
  return (best->start >= 0) & (difference < near) & (difference > -near);
}

static inline void improve(weir_best *best, double score, size_t start, int32_t id) {
  if (best->start < 0 || score > best->score) *best = (weir_best){score, (int32_t)start, id};
}

unigram_answer unigram_best(
    const weir_trie_node *nodes, const double *scores, double unknown_score, int32_t unknown_id, const uint8_t *text,
    size_t count, weir_best *best) {
  unigram_answer answer = {.is_sure = true};
  best[0] = (weir_best){.start = -1};
  for (size_t end = 1; end <= count; end++) best[end].start = -1;
  for (size_t start = 0; start < count;) {
    size_t length = scalar_length(text[start]);
    double score = best[start].score;
    bool knows_scalar = false;
    weir_trie_node node = nodes[0];
    for (size_t end = start; end < count;) {
      uint8_t byte = text[end++];
      node = nodes[node.base + byte];
      if (!is_child(node, byte)) break;
      if (!trie_token(node)) continue;
      int32_t id = (int32_t)trie_token(node) - 1;
      answer.is_sure &= !is_near(&best[end], score + scores[id]);
      improve(&best[end], score + scores[id], start, id);
      knows_scalar |= end - start == length;
    }
    if (!knows_scalar) {
      answer.has_unknown = true;
      answer.is_sure &= !is_near(&best[start + length], score + unknown_score);
      improve(&best[start + length], score + unknown_score, start, unknown_id);
    }
    start += length;
  }
  return answer;
}

bool weir_unigram_best(
    const weir_trie_node *nodes, const double *scores, double unknown_score, int32_t unknown_id, const uint8_t *text,
    size_t count, weir_best *best) {
  bool has_unknown = unigram_best(nodes, scores, unknown_score, unknown_id, text, count, best).has_unknown;
  return unknown_id >= 0 || !has_unknown;
}
