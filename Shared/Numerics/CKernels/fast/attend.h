// Attention over the pages of a cache, one pass with an online softmax.
#pragma once
#include "cache_rows.h"

// Scores of one query in a page become weights; those of positions that it does not see become zero. What is in `out`
// is rescaled to the new maximum.
INLINE void weigh_page(float *out, size_t size, float *score, struct weir_span seen, size_t first, size_t n,
                       float scale, float *max, float *sum) {
  size_t from = seen.start > first ? seen.start - first : 0, to = seen.end < first + n ? seen.end - first : n;
  if (seen.end <= first || from >= to) {
    memset(score, 0, n * sizeof *score);
    return;
  }
  for (size_t j = from; j < to; j++) score[j] *= scale;
  float most = maximum(score + from, to - from);
  if (most > *max) {
    float decay = expf(*max - most);
    *sum *= decay;
    for (size_t d = 0; d < size; d++) out[d] *= decay;
    *max = most;
  }
  *sum += exponentiate(score + from, to - from, *max);
  memset(score, 0, from * sizeof *score);
  memset(score + to, 0, (n - to) * sizeof *score);
}

// Asks for memory that the next step reads: the processor's own prediction ends at each page of 4 KiB.
INLINE void prefetch(const uint8_t *p, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(p + i, 0, 2);
}

// Positions of one page: which they are in the sequence, and where their rows lie.
struct page_part {
  size_t first, count;
  const uint8_t *keys[WEIR_PAGE_TOKENS_MAX], *values[WEIR_PAGE_TOKENS_MAX];
};

INLINE struct page_part page_part(struct weir_pages cache, size_t first, size_t end) {
  size_t page = (size_t)cache.pages[first / cache.page_tokens], skipped = first % cache.page_tokens;
  size_t rest = cache.page_tokens - skipped;
  struct page_part part = {.first = first, .count = rest < end - first ? rest : end - first};
  for (size_t j = 0; j < part.count; j++) {
    part.keys[j] = cache.keys + page * cache.key_stride + (skipped + j) * cache.key_row;
    part.values[j] = cache.values + page * cache.value_stride + (skipped + j) * cache.value_row;
  }
  return part;
}

static void attend(float *out, const float *q, size_t group, size_t row_queries, struct weir_pages cache, size_t end,
                   size_t step, size_t window, float scale) {
  float scores[WEIR_GROUP_MAX * WEIR_PAGE_TOKENS_MAX], max[WEIR_GROUP_MAX], sum[WEIR_GROUP_MAX];
  size_t size = cache.value_size, stride = cache.page_tokens;
  for (size_t g = 0; g < group; g++) max[g] = -INFINITY, sum[g] = 0;
  memset(out, 0, group * size * sizeof *out);
  size_t start = weir_seen(0, group, row_queries, end, step, window).start;
  for (size_t first = start, n; first < end; first += n) {
    struct page_part part = page_part(cache, first, end);
    n = part.count;
    for (size_t j = 0, block; j < n; j += block) {
      block = n - j < ROW_BLOCK ? n - j : ROW_BLOCK;
      prefetch(part.values[j], block * cache.value_row);
      score_rows(cache.format, scores + j, stride, q, group, part.keys + j, block, cache.key_size);
    }
    for (size_t g = 0; g < group; g++)
      weigh_page(out + g * size, size, scores + g * stride, weir_seen(g, group, row_queries, end, step, window), first,
                 n, scale, max + g, sum + g);
    size_t next = first + n < end ? (size_t)cache.pages[(first + n) / cache.page_tokens] : 0;
    for (size_t j = 0, block; j < n; j += block) {
      block = n - j < ROW_BLOCK ? n - j : ROW_BLOCK;
      prefetch(cache.keys + next * cache.key_stride + j * cache.key_row, block * cache.key_row);
      add_rows(cache.format, out, scores + j, stride, group, part.values + j, block, size);
    }
  }
  for (size_t g = 0; g < group; g++)
    for (size_t d = 0; d < size; d++) out[g * size + d] /= sum[g];
}
