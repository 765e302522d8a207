// Rows of the cache, their bounds, and attention over them.
#include "compare.h"
#include "blocks.h"
#include <stdlib.h>

enum { HEAD_SIZE_MAX = 130, PAGES_MAX = 5, ROW_QUERIES_MAX = 4, ROWS_MAX = 5 };
static const double tolerance = 2e-5;

struct scene {
  enum weir_format format;
  size_t key_count, value_count, positions;
  struct weir_pages cache;
};

static size_t filled_up(size_t count) {
  return (count + WEIR_GROUP_ELEMENTS - 1) / WEIR_GROUP_ELEMENTS * WEIR_GROUP_ELEMENTS;
}

static size_t row_bytes(enum weir_format format, size_t size) {
  return size / weir_block_elements(format) * weir_block_bytes(format);
}

static const int32_t *shuffled(size_t count) {
  int32_t *pages = allocate(count * sizeof *pages);
  for (size_t i = 0; i < count; i++) {
    size_t j = random_below(i + 1);
    pages[i] = pages[j];
    pages[j] = (int32_t)i;
  }
  return pages;
}

static struct scene random_scene(enum weir_format format) {
  struct scene s = {format, random_size(HEAD_SIZE_MAX), random_size(HEAD_SIZE_MAX)};
  size_t tokens = random_size(WEIR_PAGE_TOKENS_MAX), pages = random_size(PAGES_MAX);
  s.positions = tokens * pages;
  s.cache = (struct weir_pages){
      .format = format,
      .pages = shuffled(pages),
      .page_tokens = tokens,
      .key_size = filled_up(s.key_count),
      .value_size = filled_up(s.value_count),
  };
  s.cache.key_row = row_bytes(format, s.cache.key_size);
  s.cache.value_row = row_bytes(format, s.cache.value_size);
  s.cache.key_stride = tokens * s.cache.key_row;
  s.cache.value_stride = tokens * s.cache.value_row;
  return s;
}

// MARK: Rows

// Bochs 2.7 rounds a float in the middle of two halves away from zero: 1 + 2^-11 (0x3f801000) becomes 0x3c01, though
// VCVTPS2PH rounds to even, 0x3c00, as a processor does. So halves that were rounded may differ by one unit here.
static int is_near(uint16_t got, uint16_t want) { return abs(got - want) <= 1; }

static void check_near_halves(const uint16_t *got, const uint16_t *want, size_t count, const char *part) {
  int holds = 1;
  for (size_t i = 0; i < count; i++) holds &= is_near(got[i], want[i]);
  check(holds, part);
}

// With another scale elements may be rounded to a neighbour.
static int is_near_block(const struct block_q8_0 *got, const struct block_q8_0 *want) {
  uint16_t got_scale, want_scale;
  memcpy(&got_scale, &got->d, sizeof got_scale);
  memcpy(&want_scale, &want->d, sizeof want_scale);
  if (got_scale == want_scale) return memcmp(got->q, want->q, sizeof got->q) == 0;
  int holds = is_near(got_scale, want_scale);
  for (size_t i = 0; i < sizeof got->q; i++) holds &= abs(got->q[i] - want->q[i]) <= 1;
  return holds;
}

static void check_rows(enum weir_format format, const void *got, const void *want, size_t bytes) {
  if (format == WEIR_F16) return check_near_halves(got, want, bytes / sizeof(uint16_t), "bytes");
  if (format == WEIR_F32) return check_same(got, want, bytes, "bytes");
  int holds = 1;
  for (size_t i = 0; i < bytes / sizeof(struct block_q8_0); i++)
    holds &= is_near_block((const struct block_q8_0 *)got + i, (const struct block_q8_0 *)want + i);
  check(holds, "blocks");
}

static const uint8_t *compare_store_row(struct sets sets, enum weir_format format, size_t rows, size_t count,
                                        float largest) {
  size_t bytes = row_bytes(format, filled_up(count));
  uint8_t *got = allocate(rows * bytes), *want = allocate(rows * bytes);
  float *x = allocate(count * sizeof *x);
  describe(sets.fast, "store_row %s, %zu rows of %zu elements up to %g", format_name(format), rows, count, largest);
  for (size_t row = 0; row < rows; row++) {
    fill_random(x, count, largest);
    sets.fast->store_row(format, got + row * bytes, x, count);
    sets.reference->store_row(format, want + row * bytes, x, count);
  }
  check_rows(format, got, want, rows * bytes);
  return got;
}

// MARK: Attention

static void compare_attend(struct sets sets, struct scene *s) {
  size_t row_queries = random_size(ROW_QUERIES_MAX), group = row_queries * random_size(ROWS_MAX);
  size_t end = 1 + random_below(s->positions), step = end > group / row_queries ? random_below(2) : 0;
  size_t window = random_below(2) ? random_size(end) : 0;
  s->cache.keys = compare_store_row(sets, s->format, s->positions, s->key_count, 1);
  s->cache.values = compare_store_row(sets, s->format, s->positions, s->value_count, 1);
  float *q = random_floats(group * s->cache.key_size), *got = results(group * s->cache.value_size);
  float *want = results(group * s->cache.value_size);
  describe(sets.fast,
           "attend %s, %zu queries, %zu of a row, keys of %zu, values of %zu, pages of %zu, end %zu, step %zu, "
           "window %zu",
           format_name(s->format), group, row_queries, s->cache.key_size, s->cache.value_size, s->cache.page_tokens,
           end, step, window);
  sets.fast->attend(got, q, group, row_queries, s->cache, end, step, window, 0.2f);
  sets.reference->attend(want, q, group, row_queries, s->cache, end, step, window, 0.2f);
  check_close(got, want, group * s->cache.value_size, tolerance, "results");
}

// MARK: Bounds

static const uint8_t *compare_extend_bounds(struct sets sets, size_t pages, size_t count) {
  size_t halves = 2 * filled_up(count);
  uint16_t *got = allocate(pages * halves * sizeof *got), *want = allocate(pages * halves * sizeof *want);
  float *x = allocate(count * sizeof *x);
  describe(sets.fast, "extend_bounds F16, %zu pages, %zu elements", pages, count);
  for (size_t i = 0; i < 3 * pages; i++) {
    fill_random(x, count, 1);
    sets.fast->extend_bounds(got + i / 3 * halves, x, count, i % 3 == 0);
    sets.reference->extend_bounds(want + i / 3 * halves, x, count, i % 3 == 0);
  }
  check_near_halves(got, want, pages * halves, "bounds");
  return (const uint8_t *)got;
}

static void compare_score_pages(struct sets sets) {
  size_t pages = random_size(40), count = random_size(HEAD_SIZE_MAX), group = random_size(12);
  size_t size = filled_up(count), stride = 2 * size * sizeof(uint16_t), score_stride = pages + random_below(5);
  const uint8_t *bounds = compare_extend_bounds(sets, pages, count);
  const int32_t *order = shuffled(pages);
  float *q = random_floats(group * 2 * size), *got = results(group * score_stride);
  float *want = results(group * score_stride);
  describe(sets.fast, "score_pages F16, %zu queries, %zu pages, %zu elements", group, pages, size);
  sets.fast->score_pages(got, score_stride, q, group, bounds, stride, order, pages, size);
  sets.reference->score_pages(want, score_stride, q, group, bounds, stride, order, pages, size);
  check_close(got, want, group * score_stride, tolerance, "scores");
}

void compare_attention(struct sets sets) {
  static const enum weir_format formats[] = {WEIR_F32, WEIR_F16, WEIR_Q8_0};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    release_all();
    // Beyond the largest half.
    compare_store_row(sets, formats[i], 1, random_size(HEAD_SIZE_MAX), 1e5f);
    struct scene scene = random_scene(formats[i]);
    compare_attend(sets, &scene);
  }
  compare_score_pages(sets);
}
