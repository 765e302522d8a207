// Attention over the pages of a cache, one pass with an online softmax.
#pragma once
#include "score.h"

// Which positions a vector of scores from `first` on belong to.
INLINE ivec positions_from(size_t first) {
  ivec lanes;
  for (int i = 0; i < LANES; i++) lanes[i] = i;
  return lanes + (int32_t)first;
}

// Scores of a query in a page, times `scale`; minus infinity where it does not see a position.
INLINE vec scale_scores(float *score, size_t n, size_t from, size_t to, float scale) {
  vec most = splat(-INFINITY);
  for (size_t j = 0; j < n; j += LANES) {
    vec x = load(score + j) * scale;
    if (j < from || to < j + LANES) {
      ivec position = positions_from(j);
      x = choose((position >= (int32_t)from) & (position < (int32_t)to), x, splat(-INFINITY));
    }
    store(score + j, x);
    most = choose(x > most, x, most);
  }
  return most;
}

// Which positions of a page a query sees; none where `from` is `to`.
struct seen { size_t from, to; };
INLINE struct seen seen_of_page(struct weir_span seen, size_t first, size_t n) {
  if (seen.end <= first || seen.start >= first + n) return (struct seen){0, 0};
  return (struct seen){seen.start > first ? seen.start - first : 0, seen.end < first + n ? seen.end - first : n};
}

// What was summed up to now, by one query's new largest score.
INLINE void decay(float *out, size_t size, float *sum, float by) {
  *sum *= by;
  for (size_t d = 0; d < size; d += LANES) store(out + d, load(out + d) * by);
}

// Scores become weights; returns their sum.
INLINE float weigh(float *score, size_t n, float max) {
  vec sums = splat(0);
  for (size_t j = 0; j < n; j += LANES) {
    vec weights = exp_to_one(load(score + j) - max);
    store(score + j, weights);
    sums += weights;
  }
  return sum_of(sums);
}

// The queries of `attend`.
struct queries {
  size_t count, row_queries, end, step, window;
  float scale;
};

// What of the positions before is known of each query.
struct softmax { float max[WEIR_GROUP_MAX], sum[WEIR_GROUP_MAX]; };

// Scores of all queries in a page of n positions become weights, zero for positions that a query does not see.
static void weigh_page(float *out, size_t size, float *scores, struct softmax *known, struct queries q, size_t first, size_t n) {
  for (size_t g = 0; g < q.count; g++) {
    float *score = scores + g * WEIR_PAGE_TOKENS_MAX;
    struct seen seen = seen_of_page(weir_seen(g, q.count, q.row_queries, q.end, q.step, q.window), first, n);
    if (seen.from == seen.to) {
      memset(score, 0, n * sizeof *score);
      continue;
    }
    float most = max_of(scale_scores(score, n, seen.from, seen.to, q.scale));
    if (most > known->max[g]) {
      decay(out + g * size, size, known->sum + g, expf(known->max[g] - most));
      known->max[g] = most;
    }
    known->sum[g] += weigh(score, n, known->max[g]);
  }
}

// Rows of one page; keys are filled up to whole vectors of them.
struct page_rows { const uint8_t *keys[WEIR_PAGE_TOKENS_MAX], *values[WEIR_PAGE_TOKENS_MAX]; };
INLINE struct page_rows page_rows(struct weir_pages cache, size_t page, size_t count) {
  struct page_rows rows;
  for (size_t j = 0; j < count; j++) {
    rows.keys[j] = cache.keys + page * cache.key_stride + j * cache.key_row;
    rows.values[j] = cache.values + page * cache.value_stride + j * cache.value_row;
  }
  for (size_t j = count; j % LANES; j++) rows.keys[j] = rows.keys[0];
  return rows;
}

static void attend_pages(float *out, const float *q, struct softmax *known, struct weir_pages cache, struct queries queries) {
  _Alignas(64) float scores[WEIR_GROUP_MAX * WEIR_PAGE_TOKENS_MAX];
  const size_t size = cache.value_size, end = queries.end;
  // Whole pages, so that a query's positions are in the same lanes whichever queries are beside it.
  const size_t first_page =
    weir_seen(0, queries.count, queries.row_queries, end, queries.step, queries.window).start / cache.page_tokens;
  for (size_t i = first_page, first = i * cache.page_tokens; first < end; i++, first += cache.page_tokens) {
    const size_t n = end - first < cache.page_tokens ? end - first : cache.page_tokens;
    const size_t page = (size_t)cache.pages[i], next = first + n < end ? (size_t)cache.pages[i + 1] : page;
    const struct page_rows rows = page_rows(cache, page, n);
    struct near values = near(rows.values[0], n * cache.value_row);
    struct near keys = near(cache.keys + next * cache.key_stride, n * cache.key_row);
    score_rows(cache.format, scores, q, queries.count, rows.keys, n, cache.key_size, &values);
    weigh_page(out, size, scores, known, queries, first, n);
    add_rows(cache.format, out, scores, queries.count, rows.values, n, size, &keys);
  }
}

static void attend(float *out, const float *q, size_t group, size_t row_queries, struct weir_pages cache, size_t end,
                   size_t step, size_t window, float scale) {
  const struct queries queries = {group, row_queries, end, step, window, scale};
  const size_t size = cache.value_size;
  _Alignas(64) float transposed[group * cache.key_size];
  struct softmax known;
  for (size_t g = 0; g < group; g++) known.max[g] = -INFINITY, known.sum[g] = 0;
  memset(out, 0, group * size * sizeof *out);
  transpose_queries(transposed, q, group, cache.key_size);
  attend_pages(out, transposed, &known, cache, queries);
  for (size_t g = 0; g < group; g++)
    for (size_t d = 0; d < size; d += LANES) store(out + g * size + d, load(out + g * size + d) / known.sum[g]);
}
