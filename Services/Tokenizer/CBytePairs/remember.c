// What one call of WordPiece or Unigram has for itself, and what scalars become.
#include "processor.h"
#include "wordmemory.h"

weir_step word_next_portable(weir_word_memory *m, size_t *start, size_t *end);
bool word_add_portable(weir_word_memory *m, const int32_t *ids, size_t count);

#if defined(__x86_64__)
weir_step word_next_avx2(weir_word_memory *m, size_t *start, size_t *end);
bool word_add_avx2(weir_word_memory *m, const int32_t *ids, size_t count);

weir_step weir_word_memory_next(weir_word_memory *m, size_t *start, size_t *end) {
  return has_avx2() ? word_next_avx2(m, start, end) : word_next_portable(m, start, end);
}

bool weir_word_memory_add(weir_word_memory *m, const int32_t *ids, size_t count) {
  return has_avx2() ? word_add_avx2(m, ids, count) : word_add_portable(m, ids, count);
}
#else
weir_step weir_word_memory_next(weir_word_memory *m, size_t *start, size_t *end) { return word_next_portable(m, start, end); }

bool weir_word_memory_add(weir_word_memory *m, const int32_t *ids, size_t count) { return word_add_portable(m, ids, count); }
#endif

bool word_reserve(weir_word_memory *m, size_t more) {
  if (m->id_count + more <= m->id_capacity) return true;
  size_t capacity = (m->id_count + more) * 2;
  int32_t *ids = realloc(m->ids, capacity * sizeof *ids);
  if (!ids) return false;
  m->ids = ids;
  m->id_capacity = capacity;
  return true;
}

// Notes what a byte is to the cut of blocks, if that knows it.
static void learn_byte(weir_word_memory *m, uint8_t byte, weir_scalar_kind kind) {
  uint8_t bit = (uint8_t)(1u << (byte >> 4)), place = byte & 15;
  if (kind == WEIR_SCALAR_SPACE) m->byte_tables.space[place] |= bit;
  if (kind == WEIR_SCALAR_ALONE) m->byte_tables.alone[place] |= bit;
  bool is_plain = kind == WEIR_SCALAR_SAME || (kind == WEIR_SCALAR_CHANGED && !m->tables->parts_words);
  if (is_plain) m->byte_tables.plain[place] |= bit;
}

bool weir_word_memory_learn(
    weir_word_memory *m, uint32_t scalar, weir_scalar_kind kind, const uint8_t *bytes, size_t count) {
  m->kinds[scalar] = (uint8_t)kind;
  if (scalar < ASCII_COUNT) learn_byte(m, (uint8_t)scalar, kind);
  if (kind != WEIR_SCALAR_CHANGED && kind != WEIR_SCALAR_ALONE) return true;
  if (m->change_size + 1 + count > m->change_capacity) {
    size_t capacity = (m->change_size + 1 + count) * 2;
    uint8_t *changes = realloc(m->changes, capacity);
    if (!changes) return false;
    m->changes = changes;
    m->change_capacity = capacity;
  }
  m->places[scalar] = (uint32_t)m->change_size;
  m->changes[m->change_size++] = (uint8_t)count;
  if (count) memcpy(m->changes + m->change_size, bytes, count);
  m->change_size += count;
  return true;
}

enum { TOUCHED = 4096 };

static size_t lines_size(size_t lines) { return lines * sizeof(word_line); }
static size_t longs_size(size_t lines) { return lines / 4 * sizeof(word_long_entry); }

static bool take_lines(weir_word_memory *m, uint32_t lines) {
  m->line_mask = lines - 1;
  m->lines = large_alloc(lines_size(lines));
  m->longs = large_alloc(longs_size(lines));
  if (!m->lines || !m->longs) return false;
  // The pages are made now and not during the first call.
  for (size_t place = 0; place < lines_size(lines); place += TOUCHED) ((volatile uint8_t *)m->lines)[place] = 0;
  for (size_t place = 0; place < longs_size(lines); place += TOUCHED) ((volatile uint8_t *)m->longs)[place] = 0;
  return true;
}

static void give_lines_back(weir_word_memory *m) {
  if (m->lines) large_free(m->lines, lines_size(m->line_mask + 1ull));
  if (m->longs) large_free(m->longs, longs_size(m->line_mask + 1ull));
}

bool weir_word_memory_begin(weir_word_memory *m, const uint8_t *text, size_t count) {
  m->text = text;
  m->count = count;
  m->position = m->word_count = m->taken = m->id_count = m->first_id = 0;
  m->whole = (whole_word){0};
  m->text_size += count;
  if (m->line_mask + 1 == m->lines_max || m->text_size <= WORD_TEXT_FIRST) return true;
  give_lines_back(m);
  return take_lines(m, m->lines_max);
}

const int32_t *weir_word_memory_ids(const weir_word_memory *m, size_t *count) {
  *count = m->id_count;
  return m->ids;
}

// With what is known of scalars.
static size_t memory_size(size_t lines) {
  return lines_size(lines) + longs_size(lines) + WEIR_SCALARS_ASKED * (sizeof(uint8_t) + sizeof(uint32_t));
}

weir_word_memory *weir_word_memory_create(const weir_word_tables *tables, size_t memory) {
  weir_word_memory *m = calloc(1, sizeof *m);
  if (!m) return NULL;
  m->tables = tables;
  m->lines_max = WORD_LINES_MAX;
  while (m->lines_max > WORD_LINES_FIRST && memory_size(m->lines_max) > memory) m->lines_max /= 2;
  m->mark = word_marker();
  m->change_size = 1;
  bool has_lines = take_lines(m, WORD_LINES_FIRST);
  m->kinds = calloc(WEIR_SCALARS_ASKED, sizeof *m->kinds);
  m->places = calloc(WEIR_SCALARS_ASKED, sizeof *m->places);
  if (!has_lines || !m->kinds || !m->places) return weir_word_memory_destroy(m), NULL;
  return m;
}

void weir_word_memory_destroy(weir_word_memory *m) {
  if (!m) return;
  give_lines_back(m);
  free(m->ids), free(m->kinds), free(m->places), free(m->changes), free(m->bytes), free(m->best), free(m);
}
