// Cuts text into words whose tokens do not depend on the words beside them, and words of Unigram into parts.
#include "wordmemory.h"

typedef struct {
  size_t index, length;
  weir_scalar_kind kind;
  uint32_t scalar;
} reader;

// Reads the scalar at the reader's place. False where its kind is not known, or the text ends.
static inline bool read(weir_word_memory *m, reader *r) {
  if (r->index >= m->count) return false;
  r->kind = word_kind(m, r->index, &r->length, &r->scalar);
  if (r->kind == WEIR_SCALAR_UNASKED) m->asked = r->scalar;
  return r->kind != WEIR_SCALAR_UNASKED;
}

static inline bool is_joining(weir_scalar_kind kind) {
  return kind == WEIR_SCALAR_SAME || kind == WEIR_SCALAR_CHANGED || kind == WEIR_SCALAR_STEPWISE;
}

// From `start` to the next border between words with a scalar on each side that is not complex. Spaces stay together, and
// before the word that they part from this one.
static bool find_complex(weir_word_memory *m, size_t start) {
  reader r = {.index = start};
  weir_scalar_kind before = WEIR_SCALAR_COMPLEX;
  bool has_complex = false;
  for (; read(m, &r); r.index += r.length) {
    bool is_border = !(is_joining(before) && is_joining(r.kind)) && before != WEIR_SCALAR_SPACE;
    if (has_complex && is_border && before != WEIR_SCALAR_COMPLEX && r.kind != WEIR_SCALAR_COMPLEX) break;
    has_complex |= r.kind == WEIR_SCALAR_COMPLEX;
    before = r.kind;
  }
  if (r.index < m->count && r.kind == WEIR_SCALAR_UNASKED) return false;
  m->whole = (whole_word){(uint32_t)start, (uint32_t)r.index, true};
  return true;
}

static inline bool is_small(uint8_t byte) { return (uint8_t)(byte - 'a') < 26; }

// Bytes that stay as they are, as most of most words do.
static inline size_t skip_same(const weir_word_memory *m, size_t index) {
  while (index < m->count && m->text[index] < ASCII_COUNT && m->kinds[m->text[index]] == WEIR_SCALAR_SAME) index++;
  return index;
}

// Finds the next word behind `position`; an empty one where there is none. False where a scalar is to be asked for.
static bool find_word(weir_word_memory *m) {
  reader r = {.index = m->position};
  while (read(m, &r) && r.kind == WEIR_SCALAR_SPACE) r.index += r.length;
  size_t start = r.index;
  if (start == m->count) return m->whole = (whole_word){(uint32_t)start, (uint32_t)start, false}, true;
  if (r.kind == WEIR_SCALAR_UNASKED) return false;
  // Spaces before something complex belong to it.
  if (r.kind == WEIR_SCALAR_COMPLEX) return find_complex(m, m->position);
  bool is_alone = r.kind == WEIR_SCALAR_ALONE, is_stepwise = false;
  do {
    is_stepwise |= r.kind == WEIR_SCALAR_STEPWISE;
    r.index = is_alone ? r.index + r.length : skip_same(m, r.index + r.length);
  } while (read(m, &r) && !is_alone && is_joining(r.kind));
  if (r.index < m->count && r.kind == WEIR_SCALAR_UNASKED) return false;
  if (r.index < m->count && r.kind == WEIR_SCALAR_COMPLEX) return find_complex(m, start);
  m->whole = (whole_word){(uint32_t)start, (uint32_t)r.index, is_stepwise};
  return true;
}

// Whether no token reaches from one scalar to the next, both of which stay as they are.
static inline bool are_parted(const weir_bpe *neighbours, uint32_t left, uint32_t right) {
  if ((left | right) < ASCII_COUNT) return are_ascii_apart(neighbours, (uint8_t)left, (uint8_t)right);
  return left < BASIC_COUNT && right < BASIC_COUNT && are_apart(neighbours, left, right);
}

// Whether no token has the scalar, which stays as it is.
static inline bool is_unknown(const weir_word_memory *m, weir_scalar_kind kind, uint32_t scalar) {
  return kind == WEIR_SCALAR_SAME && scalar < BASIC_COUNT && !(m->tables->known[scalar / 64] >> scalar % 64 & 1);
}

// Where what is unknown from `index` on ends.
static size_t unknown_end(const weir_word_memory *m, size_t index) {
  size_t length;
  uint32_t scalar;
  while (index < m->whole.end && is_unknown(m, word_kind(m, index, &length, &scalar), scalar)) index += length;
  return index;
}

// Where the part of the word ends that starts at `position`, and the next starts. Of several scalars that are unknown, which
// become one token, the first is a part and the others are left out.
static size_t part_end(const weir_word_memory *m, size_t *next) {
  uint32_t before = 0, scalar;
  weir_scalar_kind kind_before = WEIR_SCALAR_UNASKED;
  size_t length;
  for (size_t index = m->position; index < m->whole.end; index += length) {
    weir_scalar_kind kind = word_kind(m, index, &length, &scalar);
    bool stay = kind == WEIR_SCALAR_SAME && kind_before == WEIR_SCALAR_SAME;
    bool starts_unknown = is_unknown(m, kind, scalar);
    if (starts_unknown && index == m->position) return *next = unknown_end(m, index + length), index + length;
    // Not behind a scalar that is changed: of it may be nothing left, which would be a word without its prefix.
    if (stay && (starts_unknown || are_parted(&m->tables->neighbours, before, scalar))) return *next = index;
    // Small letters nearly all have tokens together.
    if (scalar < ASCII_COUNT && is_small((uint8_t)scalar) && kind == WEIR_SCALAR_SAME) {
      while (index + 1 < m->whole.end && is_small(m->text[index + 1]) && m->kinds[m->text[index + 1]] == kind) index++;
      scalar = m->text[index];
    }
    before = scalar;
    kind_before = kind;
  }
  return *next = m->whole.end;
}

static inline void append(weir_word_memory *m, size_t start, size_t end, whole_word whole) {
  word *w = &m->words[m->word_count++];
  w->start = (uint32_t)start;
  w->size = (uint32_t)(end - start);
  w->whole = whole;
}

// Where words of ASCII and their parts start and end among 64 bytes; `word_starts` and `word_ends` are those of whole words.
typedef struct {
  uint64_t starts, ends, word_starts, word_ends;
} block_words;

// Between two bytes that no token has side by side. Small letters nearly all have tokens together.
static inline uint64_t cuts_between(const weir_bpe *neighbours, const uint8_t *p, uint64_t pairs) {
  uint64_t cuts = 0;
  for (; pairs; pairs &= pairs - 1) {
    int place = __builtin_ctzll(pairs);
    cuts |= (uint64_t)are_ascii_apart(neighbours, p[place - 1], p[place]) << place;
  }
  return cuts;
}

// The words that are sure to end among 64 bytes from the start of a word on, of which `count` are text.
static inline block_words words_of_block(const weir_word_memory *m, const uint8_t *p, size_t count) {
  byte_sets in = m->mark(&m->byte_tables, p);
  uint64_t inside = count < 64 ? (1ull << count) - 1 : ~0ull;
  uint64_t plain = in.plain & inside, alone = in.alone & inside, known = plain | alone | in.space | ~inside;
  uint64_t sure = known == ~0ull ? ~0ull : (1ull << __builtin_ctzll(~known)) - 1;
  block_words words = {.word_ends = ((~plain & plain << 1) | alone << 1) & sure};
  if (!words.word_ends) return words;
  uint64_t kept = ~0ull >> __builtin_clzll(words.word_ends), cuts = 0;
  words.word_starts = ((plain & ~(plain << 1)) | alone) & kept >> 1;
  uint64_t pairs = plain & plain << 1 & ~(in.small & in.small << 1) & kept;
  if (m->tables->parts_words) cuts = cuts_between(&m->tables->neighbours, p, pairs);
  words.starts = words.word_starts | cuts;
  words.ends = words.word_ends | cuts;
  return words;
}

// Cuts off the words of a block of ASCII; false where there is none that is sure.
static bool cut_block(weir_word_memory *m) {
  size_t base = m->position, count = m->count - base;
  uint8_t last[64] = {0};
  block_words words = words_of_block(m, count < 64 ? memcpy(last, m->text + base, count) : m->text + base, count);
  if (!words.word_ends) return false;
  bool has_parts = words.starts != words.word_starts;
  for (; words.starts; words.starts &= words.starts - 1, words.ends &= words.ends - 1) {
    uint64_t start = (uint64_t)__builtin_ctzll(words.starts), end = (uint64_t)__builtin_ctzll(words.ends);
    uint64_t before = (2ull << start) - 1, word_start = start, word_end = end;
    if (has_parts) word_start = 63 - (uint64_t)__builtin_clzll(words.word_starts & before);
    if (has_parts) word_end = (uint64_t)__builtin_ctzll(words.word_ends & ~before);
    append(m, base + start, base + end, (whole_word){(uint32_t)(base + word_start), (uint32_t)(base + word_end), false});
  }
  m->position = m->words[m->word_count - 1].whole.end;
  return true;
}

// Cuts off scalars that are words by themselves, as far as there is room; false if the next is none, or it is not sure.
static bool cut_alone(weir_word_memory *m) {
  size_t length, start = m->position, first = m->word_count;
  uint32_t scalar;
  weir_scalar_kind kind = word_kind(m, start, &length, &scalar);
  while (kind == WEIR_SCALAR_ALONE && m->word_count < WORD_BATCH) {
    size_t end = start + length;
    if (end < m->count) kind = word_kind(m, end, &length, &scalar);
    if (end < m->count && (kind == WEIR_SCALAR_UNASKED || kind == WEIR_SCALAR_COMPLEX)) break;
    append(m, start, end, (whole_word){(uint32_t)start, (uint32_t)end, false});
    m->position = start = end;
    if (end == m->count) break;
  }
  return m->word_count > first;
}

bool word_cut(weir_word_memory *m) {
  if (m->position >= m->whole.end) {
    bool is_ascii = m->text[m->position] < ASCII_COUNT;
    if (is_ascii ? cut_block(m) : cut_alone(m)) return true;
    if (!find_word(m)) return false;
    m->position = m->whole.start;
    if (m->whole.start == m->whole.end) return true;
  }
  size_t size = m->whole.end - m->whole.start;
  bool is_parted = m->tables->parts_words && !m->whole.is_stepwise && size <= WORD_PARTED_MAX;
  size_t next = m->whole.end, end = is_parted ? part_end(m, &next) : next;
  append(m, m->position, end, m->whole);
  m->position = next;
  return true;
}
