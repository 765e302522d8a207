// A memory of the ids of words, for models that encode text word by word (WordPiece, Unigram).
//
// Words are looked up many at a time, so that their cache lines arrive together.
#pragma once
#include "word_keys.h"

static void put(uint32_t *out, const int32_t *ids, size_t count, uint32_t mark) {
  memcpy(out, ids, count * sizeof *out);
  out[0] = (out[0] & WORD_ID_MASK) | mark << WORD_COUNT_SHIFT;
}

// A word that is there already keeps its place.
static void store_short(weir_word_memory *m, const word *w, const int32_t *ids, size_t count, uint32_t mark) {
  word_line *line = line_of(m->lines, w);
  if (!ids_in(line, w)) {
    line->keys[1] = line->keys[0];
    memcpy(line->ids[1], line->ids[0], sizeof line->ids[1]);
    line->keys[0] = w->key[0];
  }
  put(line->ids[is_same_key(line->keys[0], w->key[0]) ? 0 : 1], ids, count, mark);
}

// Remembers the `count` ids, or that the part is doubtful, for which there is one of any value.
static void store(weir_word_memory *m, const word *w, const int32_t *ids, size_t count, uint32_t mark) {
  if (w->size > WORD_LONG_MAX || count == 0 || count > WORD_LONG_IDS_MAX) return;
  if (w->size <= WORD_SHORT_MAX && count <= WORD_SHORT_IDS_MAX) return store_short(m, w, ids, count, mark);
  word_long_entry *entry = long_place(m, w);
  entry->key[0] = w->key[0];
  entry->key[1] = w->size > WORD_SHORT_MAX ? w->key[1] : (word_key){0, 0};
  put(entry->ids, ids, count, mark);
  if (w->size <= WORD_SHORT_MAX) store_short(m, w, ids, 1, WORD_HAS_MANY);
}

// Finds the words of the next batch. False where a scalar is to be asked for.
static bool next_batch(weir_word_memory *m) {
  if (m->taken == m->word_count) m->word_count = m->taken = 0;
  while (m->position < m->count && m->word_count < WORD_BATCH) {
    size_t before = m->word_count;
    if (!word_cut(m)) return false;
    locate(m, &m->words[before], &m->words[m->word_count]);
  }
  return true;
}

// The ids of a word that is long or kept where long ones are; NULL if it is not remembered.
static inline const uint32_t *recall_long(const weir_word_memory *m, const word *w) {
  if (w->size > WORD_LONG_MAX) return NULL;
  const word_long_entry *entry = long_place(m, w);
  return is_of(entry, w) ? entry->ids : NULL;
}

// The ids of the word; NULL if it is not remembered.
static inline const uint32_t *recall(const weir_word_memory *m, const word_line *lines, const word *w) {
  if (__builtin_expect(w->size > WORD_SHORT_MAX, 0)) return recall_long(m, w);
  const uint32_t *ids = ids_in(line_of(lines, w), w);
  return ids && ids[0] >> WORD_COUNT_SHIFT == WORD_HAS_MANY ? recall_long(m, w) : ids;
}

// What is unknown at the end of one part and at the start of the next is one token.
static inline void join_unknown(weir_word_memory *m, size_t first) {
  int32_t unknown = m->tables->model.unknown_id;
  if (first == m->first_id || m->ids[first - 1] != unknown || m->id_count == first || m->ids[first] != unknown) return;
  m->id_count--;
  memmove(m->ids + first, m->ids + first + 1, (m->id_count - first) * sizeof *m->ids);
}

// Encodes the whole word instead of its parts, and goes on behind it.
static word_answer encode_whole(weir_word_memory *m) {
  whole_word whole = m->words[m->taken].whole;
  m->id_count = m->first_id;
  while (m->taken < m->word_count && m->words[m->taken].whole.start == whole.start) m->taken++;
  if (m->position < whole.end) m->position = whole.end;
  return word_encode(m, whole.start, whole.end, false, false);
}

// Encodes a word that is not remembered.
static word_answer encode_missed(weir_word_memory *m, const word *w) {
  if (w->whole.is_stepwise) return WORD_STEPWISE;
  size_t first = m->id_count;
  bool is_part = w->size < w->whole.end - w->whole.start;
  word_answer answer = word_encode(m, w->start, (size_t)w->start + w->size, goes_on(w), is_part);
  if (answer == WORD_DOUBTFUL) store(m, w, (int32_t[]){0}, 1, WORD_IS_DOUBTFUL);
  if (answer == WORD_ENCODED) store(m, w, m->ids + first, m->id_count - first, (uint32_t)(m->id_count - first));
  return answer;
}

// Appends the ids of the batch's words from the next on, until one is not remembered.
static void take_remembered(weir_word_memory *m) {
  const int32_t unknown = m->tables->model.unknown_id;
  const word_line *lines = m->lines;
  const word *w = &m->words[m->taken], *end = &m->words[m->word_count];
  int32_t *out = m->ids + m->id_count, *first = m->ids + m->first_id;
  for (; w < end; w++) {
    if (!goes_on(w)) first = out;
    const uint32_t *found = recall(m, lines, w);
    uint32_t count = found ? found[0] >> WORD_COUNT_SHIFT : WORD_IS_DOUBTFUL;
    if (count == WORD_IS_DOUBTFUL) break;
    int32_t id = (int32_t)(found[0] & WORD_ID_MASK);
    memcpy(out, found, WORD_SHORT_IDS_MAX * sizeof *out);
    if (__builtin_expect(count > WORD_SHORT_IDS_MAX, 0)) memcpy(out, found, WORD_LONG_IDS_MAX * sizeof *out);
    out[0] = id;
    bool joins = id == unknown && goes_on(w) && out > first && out[-1] == unknown;
    if (joins) memmove(out, out + 1, (count - 1) * sizeof *out);
    out += count - joins;
  }
  m->taken = (size_t)(w - m->words);
  m->id_count = (size_t)(out - m->ids);
  m->first_id = (size_t)(first - m->ids);
}

// Appends the ids of a word that is not remembered, or of a part that is not to be encoded without the rest of its word.
static word_answer take_missed(weir_word_memory *m) {
  const word *w = &m->words[m->taken];
  const uint32_t *found = recall(m, m->lines, w);
  size_t first = m->id_count;
  word_answer answer = found ? WORD_DOUBTFUL : encode_missed(m, w);
  if (answer == WORD_DOUBTFUL) return encode_whole(m);
  if (answer != WORD_ENCODED) return answer;
  if (goes_on(w)) join_unknown(m, first);
  m->taken++;
  return WORD_ENCODED;
}

static weir_step next_step(weir_word_memory *m, size_t *start, size_t *end) {
  for (;;) {
    if (m->taken == m->word_count) {
      if (!next_batch(m)) return *start = m->asked, WEIR_STEP_SCALAR;
      if (m->word_count == 0) return WEIR_STEP_DONE;
    }
    while (m->taken < m->word_count) {
      if (!word_reserve(m, (m->word_count - m->taken) * WORD_LONG_IDS_MAX)) return WEIR_STEP_FAILED;
      take_remembered(m);
      if (m->taken == m->word_count) break;
      const word *w = &m->words[m->taken];
      word_answer answer = take_missed(m);
      if (answer == WORD_STEPWISE) return *start = w->whole.start, *end = w->whole.end, WEIR_STEP_WORD;
      if (answer == WORD_FAILED) return WEIR_STEP_FAILED;
    }
  }
}

static bool add_ids(weir_word_memory *m, const int32_t *ids, size_t count) {
  if (!word_reserve(m, count + 1)) return false;
  store(m, &m->words[m->taken++], ids, count, (uint32_t)count);
  if (count) memcpy(m->ids + m->id_count, ids, count * sizeof *ids);
  m->id_count += count;
  return true;
}

