// Where the memory of words of WordPiece and Unigram keeps a word, and how it is told from others.
#pragma once
#include "../wordmemory.h"

static inline bool goes_on(const word *w) { return w->start > w->whole.start; }

enum { GOES_ON = 0x80, READ_AT_ONCE = 32 };

// What the last byte of a word's key says.
static inline uint8_t last_byte(const word *w) { return (uint8_t)(w->size | (goes_on(w) ? GOES_ON : 0)); }

#if defined(HAS_AVX2)
// Two rounds of AES, by which each bit depends on all.
static inline uint64_t hash(word_key key) {
  const __m128i first = _mm_set_epi64x((long long)0x9e3779b97f4a7c15, (long long)0xc2b2ae3d27d4eb4f);
  __m128i stirred = _mm_aesenc_si128(_mm_loadu_si128((const __m128i *)&key), first);
  return (uint64_t)_mm_cvtsi128_si64(_mm_aesenc_si128(stirred, _mm_setzero_si128()));
}
#else
static inline uint64_t hash(word_key key) {
  unsigned __int128 product = (unsigned __int128)(key.low ^ 0x9e3779b97f4a7c15u) * (key.high ^ 0xc2b2ae3d27d4eb4fu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}
#endif

// The first `count` of sixteen bytes, and the last.
static inline word_key read_key(const uint8_t *p, uint32_t count, uint8_t last) {
  static const uint8_t kept[32] __attribute__((aligned(32))) = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  word_key key;
#if defined(HAS_AVX2)
  __m128i mask = _mm_loadu_si128((const __m128i *)(kept + 16 - count));
  __m128i bytes = _mm_and_si128(_mm_loadu_si128((const __m128i *)p), mask);
  _mm_storeu_si128((__m128i *)&key, _mm_insert_epi8(bytes, last, 15));
  return key;
#else
  word_key mask;
  memcpy(&key, p, sizeof key);
  memcpy(&mask, kept + 16 - count, sizeof mask);
  return (word_key){key.low & mask.low, (key.high & mask.high) | (uint64_t)last << 56};
#endif
}

static inline bool is_same_key(word_key a, word_key b) { return ((a.low ^ b.low) | (a.high ^ b.high)) == 0; }

// Lines of short words, as their offsets find them.
static inline word_line *line_of(const word_line *lines, const word *w) { return (word_line *)((uint8_t *)lines + w->offset); }

// The line of what is kept with the long ones.
static inline word_long_entry *long_place(const weir_word_memory *m, const word *w) {
  word_key second = w->size > WORD_SHORT_MAX ? w->key[1] : (word_key){0, 0};
  second.low ^= hash(w->key[0]);
  return &m->longs[hash(second) >> 8 & m->line_mask / 4];
}

static inline bool is_of(const word_long_entry *entry, const word *w) {
  word_key second = w->size > WORD_SHORT_MAX ? w->key[1] : (word_key){0, 0};
  return is_same_key(entry->key[0], w->key[0]) && is_same_key(entry->key[1], second);
}

// Finds the key of a word whose bytes are at `p`, and asks for its line. Up to READ_AT_ONCE bytes are read.
static inline void locate_word(const weir_word_memory *m, word *w, const uint8_t *p, const uint8_t *lines, uint32_t mask) {
  if (w->size > WORD_LONG_MAX) return;
  if (__builtin_expect(w->size > WORD_SHORT_MAX, 0)) {
    w->key[0] = read_key(p, 15, p[15]);
    w->key[1] = read_key(p + 16, w->size - 16, last_byte(w));
    __builtin_prefetch(long_place(m, w));
    return;
  }
  word_key key = read_key(p, w->size, last_byte(w));
  uint32_t offset = (uint32_t)hash(key) & mask;
  w->key[0] = key;
  w->offset = offset;
  __builtin_prefetch(lines + offset);
}

// The same of words of which the last ends too soon before the text does.
static __attribute__((noinline)) void locate_last(
    const weir_word_memory *m, word *words, const word *end, const uint8_t *lines, uint32_t mask) {
  for (word *w = words; w < end; w++) {
    uint8_t copy[READ_AT_ONCE] = {0};
    memcpy(copy, m->text + w->start, w->size < sizeof copy ? w->size : sizeof copy);
    locate_word(m, w, copy, lines, mask);
  }
}

static inline void locate(const weir_word_memory *m, word *words, const word *end) {
  const uint8_t *text = m->text, *lines = (const uint8_t *)m->lines;
  const uint32_t mask = (uint32_t)(m->line_mask * sizeof(word_line));
  if (words == end) return;
  if (m->count - end[-1].start < READ_AT_ONCE) return locate_last(m, words, end, lines, mask);
  for (word *w = words; w < end; w++) locate_word(m, w, text + w->start, lines, mask);
}

// The ids that the line of a short word has for it; NULL for none.
static inline const uint32_t *ids_in(const word_line *line, const word *w) {
#if defined(HAS_AVX2)
  __m256i twice = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)w->key));
  __m256i equal = _mm256_cmpeq_epi64(twice, _mm256_load_si256((const __m256i *)line->keys));
  uint32_t same = (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(equal));
  uint32_t found = same & same >> 1 & 5;  // the first way or, two bits higher, the second
  return found ? line->ids[0] + (found & 4) : NULL;
#else
  int way = is_same_key(line->keys[0], w->key[0]) ? 0 : 1;
  return is_same_key(line->keys[way], w->key[0]) ? line->ids[way] : NULL;
#endif
}
