// A memory of the ids of words, for models that encode text word by word (WordPiece, Unigram).
//
// Words are cut and looked up many at a time, so that their cache lines arrive together. What is not remembered the
// caller encodes; it is stored when the batch is over, since it may take the place of an entry that a word of the batch was
// found in.
#include <stdlib.h>
#include <string.h>

#include "CBytePairs.h"

enum {
  BATCH = 128,
  BITS = 15,  // of the lines of short words; a quarter as many long ones
  SHORT_MAX = 15,
  LONG_MAX = 31,
  SHORT_IDS_MAX = 4,
  LONG_IDS_MAX = 8,
  COUNT_SHIFT = 28,
  ID_MASK = (1 << COUNT_SHIFT) - 1,
};

// The word's bytes, zeros, and its length in the last byte; the first id holds in its top bits how many there are.
typedef struct {
  uint64_t key[2];
  uint32_t ids[SHORT_IDS_MAX];
} short_entry;

typedef struct {
  uint64_t key[4];
  uint32_t ids[LONG_IDS_MAX];
} long_entry;

// One cache line; the newer entry is the first.
typedef struct {
  short_entry ways[2];
} line;

typedef struct {
  uint64_t key[4];
  uint32_t start, size;  // in the text
  uint32_t slot;
  uint32_t ids_start, ids_count;  // of a word that was not remembered, among the ids
} word;

struct weir_word_memory {
  const uint8_t *kinds;
  const uint8_t *text;
  size_t count, position;
  void *block;  // what both memories lie in
  line *lines;
  long_entry *longs;
  word words[BATCH];
  size_t word_count, taken;
  int32_t *ids;
  size_t id_count, id_capacity;
};

static inline uint8_t kind_at(const weir_word_memory *m, size_t index, size_t *length) {
  const uint8_t *p = m->text + index;
  if (p[0] < 0x80) return *length = 1, m->kinds[p[0]];
  if (p[0] < 0xe0) return *length = 2, m->kinds[(p[0] & 31u) << 6 | (p[1] & 63u)];
  if (p[0] < 0xf0) return *length = 3, m->kinds[(p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)];
  return *length = 4, 0;
}

// Where the word that starts at `start` ends, and where the next begins: at a space between two plain scalars, and between
// two of which one is always alone.
static size_t word_end(const weir_word_memory *m, size_t start, size_t *next) {
  uint8_t before = 0;
  size_t length;
  for (size_t index = start; index < m->count;) {
    uint8_t kind = kind_at(m, index, &length);
    if (kind & WEIR_SCALAR_IS_SPACE) {
      size_t after = index + 1;
      while (after < m->count && m->text[after] < 0x80 && m->kinds[m->text[after]] & WEIR_SCALAR_IS_SPACE) after++;
      bool is_cut = index > start && after < m->count && before & kind_at(m, after, &length) & WEIR_SCALAR_IS_PLAIN;
      if (is_cut) return *next = after, index;
      before = 0;
      index = after;
      continue;
    }
    if ((before | kind) & WEIR_SCALAR_IS_ALONE && before & kind & WEIR_SCALAR_IS_PLAIN) return *next = index, index;
    before = kind;
    index += length;
    // Plain ASCII after plain ASCII, as most of most words is.
    while (kind == WEIR_SCALAR_IS_PLAIN && index < m->count && m->text[index] < 0x80 && m->kinds[m->text[index]] == kind) index++;
  }
  return *next = m->count;
}

static inline uint64_t hash(const uint64_t *key, size_t count) {
  uint64_t hash = 0;
  for (size_t index = 0; index < count; index++) {
    hash = (hash ^ key[index]) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
  }
  return hash;
}

// The bytes of `count` that are kept of eight at `offset`.
static inline uint64_t mask(size_t count, size_t offset) {
  return count <= offset ? 0 : count - offset >= 8 ? ~0ull : (1ull << 8 * (count - offset)) - 1;
}

static inline void locate(weir_word_memory *m, word *w) {
  const uint8_t *p = m->text + w->start;
  uint8_t copy[LONG_MAX + 1] = {0};
  if (m->count - w->start < sizeof copy) p = memcpy(copy, p, w->size);
  for (size_t part = 0; part < 4; part++) {
    memcpy(&w->key[part], p + 8 * part, 8);
    w->key[part] &= mask(w->size, 8 * part);
  }
  if (w->size <= SHORT_MAX) {
    w->key[1] |= (uint64_t)w->size << 56;
    w->slot = (uint32_t)(hash(w->key, 2) & ((1u << BITS) - 1));
    __builtin_prefetch(&m->lines[w->slot]);
  } else {
    w->key[3] |= (uint64_t)w->size << 56;
    w->slot = (uint32_t)(hash(w->key, 4) & ((1u << (BITS - 2)) - 1));
    __builtin_prefetch(&m->longs[w->slot]);
  }
}

static void store(weir_word_memory *m, const word *w) {
  const int32_t *ids = m->ids + w->ids_start;
  if (w->size > LONG_MAX || w->ids_count == 0 || w->ids_count > (w->size <= SHORT_MAX ? SHORT_IDS_MAX : LONG_IDS_MAX)) return;
  uint32_t *out;
  if (w->size <= SHORT_MAX) {
    short_entry *ways = m->lines[w->slot].ways;
    if (ways[0].key[0] == w->key[0] && ways[0].key[1] == w->key[1]) return;
    ways[1] = ways[0];
    memcpy(ways[0].key, w->key, sizeof ways[0].key);
    out = ways[0].ids;
  } else {
    memcpy(m->longs[w->slot].key, w->key, sizeof w->key);
    out = m->longs[w->slot].ids;
  }
  memcpy(out, ids, w->ids_count * sizeof *out);
  out[0] |= w->ids_count << COUNT_SHIFT;
}

// Stores what the last batch brought, and finds the words of the next.
static void next_batch(weir_word_memory *m) {
  for (size_t index = 0; index < m->word_count; index++)
    if (m->words[index].ids_count) store(m, &m->words[index]);
  m->word_count = m->taken = 0;
  while (m->position < m->count && m->word_count < BATCH) {
    size_t next, end = word_end(m, m->position, &next);
    word *w = &m->words[m->word_count++];
    w->start = (uint32_t)m->position;
    w->size = (uint32_t)(end - m->position);
    w->ids_count = 0;
    if (w->size <= LONG_MAX) locate(m, w);
    m->position = next;
  }
}

static const uint32_t *recall(const weir_word_memory *m, const word *w) {
  if (w->size <= SHORT_MAX) {
    const short_entry *ways = m->lines[w->slot].ways;
    for (int way = 0; way < 2; way++)
      if (((ways[way].key[0] ^ w->key[0]) | (ways[way].key[1] ^ w->key[1])) == 0) return ways[way].ids;
    return NULL;
  }
  if (w->size > LONG_MAX) return NULL;
  const long_entry *entry = &m->longs[w->slot];
  uint64_t difference = 0;
  for (int part = 0; part < 4; part++) difference |= entry->key[part] ^ w->key[part];
  return difference == 0 ? entry->ids : NULL;
}

static bool reserve(weir_word_memory *m, size_t more) {
  if (m->id_count + more <= m->id_capacity) return true;
  size_t capacity = (m->id_count + more) * 2;
  int32_t *ids = realloc(m->ids, capacity * sizeof *ids);
  if (!ids) return false;
  m->ids = ids;
  m->id_capacity = capacity;
  return true;
}

weir_step weir_word_memory_next(weir_word_memory *m, size_t *start, size_t *end) {
  for (;;) {
    if (m->taken == m->word_count) {
      next_batch(m);
      if (m->word_count == 0) return WEIR_STEP_DONE;
      if (!reserve(m, BATCH * LONG_IDS_MAX)) return WEIR_STEP_FAILED;
    }
    for (; m->taken < m->word_count; m->taken++) {
      const word *w = &m->words[m->taken];
      const uint32_t *found = recall(m, w);
      if (!found) {
        *start = w->start;
        *end = (size_t)w->start + w->size;
        return WEIR_STEP_WORD;
      }
      uint32_t count = found[0] >> COUNT_SHIFT;
      int32_t *out = m->ids + m->id_count;
      memcpy(out, found, SHORT_IDS_MAX * sizeof *out);
      if (count > SHORT_IDS_MAX) memcpy(out, found, LONG_IDS_MAX * sizeof *out);
      out[0] &= ID_MASK;
      m->id_count += count;
    }
  }
}

bool weir_word_memory_add(weir_word_memory *m, const int32_t *ids, size_t count) {
  // Room for the rest of the batch too.
  if (!reserve(m, count + BATCH * LONG_IDS_MAX)) return false;
  word *w = &m->words[m->taken++];
  w->ids_start = (uint32_t)m->id_count;
  w->ids_count = count <= LONG_IDS_MAX ? (uint32_t)count : 0;
  if (count) memcpy(m->ids + m->id_count, ids, count * sizeof *ids);
  m->id_count += count;
  return true;
}

void weir_word_memory_begin(weir_word_memory *m, const uint8_t *text, size_t count) {
  m->text = text;
  m->count = count;
  m->position = m->word_count = m->taken = m->id_count = 0;
}

const int32_t *weir_word_memory_ids(const weir_word_memory *m, size_t *count) {
  *count = m->id_count;
  return m->ids;
}

weir_word_memory *weir_word_memory_create(const uint8_t *kinds) {
  weir_word_memory *m = calloc(1, sizeof *m);
  if (!m) return NULL;
  m->kinds = kinds;
  // Zeroed by the system page by page when it is used, so that the first call need not wait for all of it.
  m->block = calloc((sizeof *m->lines << BITS) + (sizeof *m->longs << (BITS - 2)) + sizeof *m->lines, 1);
  if (!m->block) return free(m), NULL;
  m->lines = (line *)(((uintptr_t)m->block + sizeof *m->lines - 1) & ~(uintptr_t)(sizeof *m->lines - 1));
  m->longs = (long_entry *)(m->lines + (1 << BITS));
  return m;
}

void weir_word_memory_destroy(weir_word_memory *m) {
  if (!m) return;
  free(m->block), free(m->ids), free(m);
}
