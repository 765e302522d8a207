// The trie in the making beside the tokens: how they are made only decides where a walk through it may end.
#include <pthread.h>
#include <stdlib.h>

#include "trie.h"

struct bpe_trie_job {
  weir_bpe *bpe;
  const weir_bpe_source *source;
  uint32_t *shorter;
  pthread_t thread;
  bool has_thread, is_laid_out;
};

static void *lay_out(void *argument) {
  bpe_trie_job *job = argument;
  job->is_laid_out = trie_lay_out(job->bpe, job->source, job->shorter);
  return NULL;
}

bpe_trie_job *bpe_begin_trie(weir_bpe *bpe, const weir_bpe_source *source) {
  bpe_trie_job *job = calloc(1, sizeof *job);
  uint32_t *shorter = malloc((bpe->token_count + 1ull) * sizeof *shorter);
  if (!job || !shorter) return free(job), free(shorter), NULL;
  *job = (bpe_trie_job){.bpe = bpe, .source = source, .shorter = shorter};
  job->has_thread = pthread_create(&job->thread, NULL, lay_out, job) == 0;
  return job;
}

static inline bool is_in(const uint64_t *reachable, uint32_t token) { return reachable[token / 64] >> token % 64 & 1; }

// The longest reachable token that each one begins with, and the units where reachable ones end.
static bool mark_reachable(weir_bpe *bpe, const uint32_t *shorter) {
  uint64_t *reachable = calloc(bpe->token_count / 64 + 1, sizeof *reachable);
  if (!reachable) return false;
  for (uint32_t token = 0; token < bpe->token_count; token++)
    reachable[token / 64] |= (uint64_t)bpe->tokens[token].is_reachable << token % 64;
  for (uint32_t token = 0; token < bpe->token_count; token++) {
    if (bpe->tokens[token].length == 0) continue;
    uint32_t found = shorter[token];
    while (found != NO_SHORTER && !is_in(reachable, found)) found = shorter[found];
    bpe->tokens[token].shorter = found;
  }
  for (uint32_t unit = 0; unit < bpe->unit_count; unit++) {
    uint32_t token = bpe->units[unit].token;
    if (token && is_in(reachable, token - 1)) bpe->units[unit].link |= TERMINAL;
  }
  free(reachable);
  return true;
}

bool bpe_end_trie(bpe_trie_job *job, bool has_tokens) {
  if (job->has_thread) pthread_join(job->thread, NULL);
  else if (has_tokens) lay_out(job);
  bool is_built = job->is_laid_out && has_tokens && mark_reachable(job->bpe, job->shorter);
  free(job->shorter), free(job);
  return is_built;
}
