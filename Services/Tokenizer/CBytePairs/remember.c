// A memory of the ids of words, for models that encode text word by word (WordPiece, Unigram).
//
// Words are looked up many at a time, so that their cache lines arrive together.
#include "wordmemory.h"

static inline uint64_t hash(uint64_t first, uint64_t second) {
  unsigned __int128 product = (unsigned __int128)(first ^ 0x9e3779b97f4a7c15u) * (second ^ 0xc2b2ae3d27d4eb4fu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Set bytes and as many that are not: from the right place on, they keep the first so many of others.
static const uint8_t kept[2 * (WORD_LONG_MAX + 1)] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

// The first `count` of `part_count` times eight bytes.
static inline void read_key(uint64_t *key, const uint8_t *p, size_t count, size_t part_count) {
  for (size_t part = 0; part < part_count; part++) {
    uint64_t bytes, mask;
    memcpy(&bytes, p + 8 * part, 8);
    memcpy(&mask, kept + WORD_LONG_MAX + 1 - count + 8 * part, 8);
    key[part] = bytes & mask;
  }
}

static inline bool goes_on(const word *w) { return w->start > w->whole.start; }

enum { GOES_ON = 0x80 };

// Where a word has its ids that are too many for a line.
static inline word_long_entry *long_place(const weir_word_memory *m, const uint64_t *key) {
  return &m->longs[hash(key[0] ^ hash(key[1], key[2]), key[3]) & m->line_mask / 4];
}

static inline void locate(weir_word_memory *m, word *w) {
  const uint8_t *p = m->text + w->start;
  uint8_t copy[WORD_LONG_MAX + 1] = {0};
  if (m->count - w->start < sizeof copy) p = memcpy(copy, p, w->size);
  uint64_t last = (uint64_t)(w->size | (goes_on(w) ? GOES_ON : 0)) << 56;
  if (w->size <= WORD_SHORT_MAX) {
    read_key(w->key, p, w->size, 2);
    w->key[1] |= last;
    w->key[2] = w->key[3] = 0;
    w->slot = (uint32_t)hash(w->key[0], w->key[1]) & m->line_mask;
    __builtin_prefetch(&m->lines[w->slot]);
  } else {
    read_key(w->key, p, w->size, 4);
    w->key[3] |= last;
    __builtin_prefetch(long_place(m, w->key));
  }
}

static void put(uint32_t *out, const int32_t *ids, size_t count, uint32_t mark) {
  memcpy(out, ids, count * sizeof *out);
  out[0] = (out[0] & WORD_ID_MASK) | mark << WORD_COUNT_SHIFT;
}

static void store_short(weir_word_memory *m, const word *w, const int32_t *ids, size_t count, uint32_t mark) {
  word_short_entry *entry = &m->lines[w->slot].ways[1];
  memcpy(entry->key, w->key, sizeof entry->key);
  put(entry->ids, ids, count, mark);
}

// Remembers the `count` ids, or that the part is doubtful, for which there is one of any value.
static void store(weir_word_memory *m, const word *w, const int32_t *ids, size_t count, uint32_t mark) {
  if (w->size > WORD_LONG_MAX || count == 0 || count > WORD_LONG_IDS_MAX) return;
  if (w->size <= WORD_SHORT_MAX && count <= WORD_SHORT_IDS_MAX) return store_short(m, w, ids, count, mark);
  if (w->size <= WORD_SHORT_MAX) store_short(m, w, ids, 1, WORD_HAS_MANY);
  word_long_entry *entry = long_place(m, w->key);
  memcpy(entry->key, w->key, sizeof w->key);
  put(entry->ids, ids, count, mark);
}

// Finds the words of the next batch. False where a scalar is to be asked for.
static bool next_batch(weir_word_memory *m) {
  if (m->taken == m->word_count) m->word_count = m->taken = 0;
  while (m->position < m->count && m->word_count < WORD_BATCH) {
    size_t before = m->word_count;
    if (!word_cut(m)) return false;
    for (word *w = &m->words[before]; w < &m->words[m->word_count]; w++)
      if (w->size <= WORD_LONG_MAX) locate(m, w);
  }
  return true;
}

static const uint32_t *recall_long(const weir_word_memory *m, const word *w) {
  const word_long_entry *entry = long_place(m, w->key);
  uint64_t difference = 0;
  for (int part = 0; part < 4; part++) difference |= entry->key[part] ^ w->key[part];
  return difference == 0 ? entry->ids : NULL;
}

static inline bool is_of(const word_short_entry *entry, const word *w) {
  return ((entry->key[0] ^ w->key[0]) | (entry->key[1] ^ w->key[1])) == 0;
}

// The ids of the word; NULL if it is not remembered. What is met again changes places with what was met longer ago.
static inline const uint32_t *recall(weir_word_memory *m, const word *w) {
  if (w->size > WORD_SHORT_MAX) return w->size <= WORD_LONG_MAX ? recall_long(m, w) : NULL;
  word_short_entry *ways = m->lines[w->slot].ways;
  if (!is_of(&ways[0], w)) {
    if (!is_of(&ways[1], w)) return NULL;
    word_short_entry found = ways[1];
    ways[1] = ways[0];
    ways[0] = found;
  }
  return ways->ids[0] >> WORD_COUNT_SHIFT == WORD_HAS_MANY ? recall_long(m, w) : ways->ids;
}

bool word_reserve(weir_word_memory *m, size_t more) {
  if (m->id_count + more <= m->id_capacity) return true;
  size_t capacity = (m->id_count + more) * 2;
  int32_t *ids = realloc(m->ids, capacity * sizeof *ids);
  if (!ids) return false;
  m->ids = ids;
  m->id_capacity = capacity;
  return true;
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
  int32_t *out = m->ids + m->id_count, *first = m->ids + m->first_id;
  for (; m->taken < m->word_count; m->taken++) {
    const word *w = &m->words[m->taken];
    if (!goes_on(w)) first = out;
    const uint32_t *found = recall(m, w);
    uint32_t count = found ? found[0] >> WORD_COUNT_SHIFT : WORD_IS_DOUBTFUL;
    if (count == WORD_IS_DOUBTFUL) break;
    memcpy(out, found, WORD_SHORT_IDS_MAX * sizeof *out);
    if (count > WORD_SHORT_IDS_MAX) memcpy(out, found, WORD_LONG_IDS_MAX * sizeof *out);
    out[0] &= WORD_ID_MASK;
    bool joins = out[0] == unknown && goes_on(w) && out > first && out[-1] == unknown;
    if (joins) memmove(out, out + 1, (count - 1) * sizeof *out);
    out += count - joins;
  }
  m->id_count = (size_t)(out - m->ids);
  m->first_id = (size_t)(first - m->ids);
}

// Appends the ids of a word that is not remembered, or of a part that is not to be encoded without the rest of its word.
static word_answer take_missed(weir_word_memory *m) {
  const word *w = &m->words[m->taken];
  const uint32_t *found = recall(m, w);
  size_t first = m->id_count;
  word_answer answer = found ? WORD_DOUBTFUL : encode_missed(m, w);
  if (answer == WORD_DOUBTFUL) return encode_whole(m);
  if (answer != WORD_ENCODED) return answer;
  if (goes_on(w)) join_unknown(m, first);
  m->taken++;
  return WORD_ENCODED;
}

weir_step weir_word_memory_next(weir_word_memory *m, size_t *start, size_t *end) {
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

bool weir_word_memory_add(weir_word_memory *m, const int32_t *ids, size_t count) {
  if (!word_reserve(m, count + 1)) return false;
  store(m, &m->words[m->taken++], ids, count, (uint32_t)count);
  if (count) memcpy(m->ids + m->id_count, ids, count * sizeof *ids);
  m->id_count += count;
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
