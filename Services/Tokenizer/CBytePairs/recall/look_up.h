// Words into tokens by way of the memory of words seen.
#pragma once
#include "missed.h"

// Words of a batch.
typedef struct {
  short_key keys[BATCH];
  uint32_t offsets[BATCH];
} asked_words;

// Asks for the cache lines of the words.
static inline void ask(const weir_bpe_workspace *ws, const word_list *words, size_t first, size_t count, asked_words *batch) {
  const uint32_t mask = offsets_mask(ws), *ends = words->ends + first;
  const uint8_t *text = words->text, *lines = (const uint8_t *)ws->shorts;
  size_t start = first ? ends[-1] : 0;
  for (size_t index = 0; index < count; index++) {
    uint32_t size = ends[index] - (uint32_t)start;
    const uint8_t *p = text + start;
    start = ends[index];
    if (__builtin_expect(size > SHORT_MAX, 0)) {
      batch->offsets[index] = no_offset(ws);
      if (size <= LONG_MAX) __builtin_prefetch(long_place(ws, make_long_key(p, size)));
      continue;
    }
#if defined(HAS_AVX2)
    __m128i key = read_key(p, size);
    uint32_t offset = (uint32_t)_mm_cvtsi128_si32(stirred(key)) & mask;
    memcpy(&batch->keys[index], &key, sizeof key);
#else
    batch->keys[index] = make_key(p, size);
    uint32_t offset = (uint32_t)hash(batch->keys[index]) & mask;
#endif
    batch->offsets[index] = offset;
    __builtin_prefetch(lines + offset);
  }
}

// The ids that the line has for the word; NULL for none.
static inline const uint32_t *ids_in(const short_line *line, const short_key *key) {
#if defined(HAS_AVX2)
  __m256i twice = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)key));
  __m256i equal = _mm256_cmpeq_epi64(twice, _mm256_load_si256((const __m256i *)line->keys));
  uint32_t same = (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(equal));
  uint32_t found = same & same >> 1 & 5;  // the first way or, two bits higher, the second
  return found ? line->ids[0] + (found & 4) : NULL;
#else
  int way = is_same_key(line->keys[0], *key) ? 0 : 1;
  return is_same_key(line->keys[way], *key) ? line->ids[way] : NULL;
#endif
}

typedef uint32_t four __attribute__((vector_size(16)));

// Copies four ids without the count that the first holds.
static inline void copy_four(int32_t *out, const uint32_t *ids, uint32_t first_mask) {
  four values;
  memcpy(&values, ids, sizeof values);
  values &= (four){first_mask, ~0u, ~0u, ~0u};
  memcpy(out, &values, sizeof values);
}

// Whether the bytes are a word of the text and no part of one; `cursor` says where the last one was found.
static bool is_whole(const word_list *words, size_t *cursor, uint32_t start, uint32_t end) {
  const uint32_t *ends = words->whole_ends;
  if (ends == words->ends) return true;
  while (ends[*cursor] < end) ++*cursor;
  return ends[*cursor] == end && (*cursor ? ends[*cursor - 1] : 0) == start;
}

static missed *add_missed(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, uint32_t size) {
  if (ws->missed_count == MISSED_MAX || ws->found_count + size > FOUND_MAX) fill_in(bpe, ws);
  missed *m = &ws->missed[ws->missed_count];
  *m = (missed){
      .bytes = p, .size = size, .place = (uint32_t)ws->count, .original = (uint32_t)ws->missed_count,
      .first = (uint32_t)ws->found_count, .whole = NONE};
  ws->missed_count++;
  ws->found_count += size;
  return m;
}

// Lets the word wait in the memory, so that it is searched for once, or finds it waiting there.
static void wait(weir_bpe_workspace *ws, missed *m) {
  short_key key = make_key(m->bytes, m->size);
  short_line *line = short_place(ws, key);
  for (int way = 0; way < WAYS; way++) {
    uint32_t index = line->ids[way][0];
    if (!is_same_key(line->keys[way], key) || index >= m->original) continue;
    const missed *other = &ws->missed[index];
    if (other->size != m->size || memcmp(other->bytes, m->bytes, m->size) != 0) continue;
    m->original = other->original;
    return;
  }
  if (!is_same_key(line->keys[0], key)) {
    line->keys[1] = line->keys[0];
    memcpy(line->ids[1], line->ids[0], sizeof line->ids[1]);
  }
  line->keys[0] = key;
  memset(line->ids[0], 0, sizeof line->ids[0]);
  line->ids[0][0] = m->original;
}

// Whether the ids of a short word are where those of long ones are.
static bool has_many(const weir_bpe_workspace *ws, const uint8_t *p, uint32_t size) {
  short_key key = make_key(p, size);
  const uint32_t *ids = ids_in(short_place(ws, key), &key);
  return ids && ids[0] == HAS_MANY;
}

// A word too long to wait. Those that wait give way to its chunks.
static int32_t *encode_long(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words, size_t *cursor, uint32_t start, uint32_t end,
    int32_t *out) {
  const uint8_t *p = words->text + start;
  uint32_t size = end - start, whole = NONE;
  if (bpe->ignores_merges && is_whole(words, cursor, start, end)) whole = bpe_whole(bpe, p, size);
  if (whole == NONE) {
    ws->count = (size_t)(out - ws->ids);
    fill_in(bpe, ws);
    out = ws->ids + ws->count;
    size_t count = bpe_encode_word(bpe, ws, p, size, out);
    if (size <= RULER_MAX) remember_ruler(ws, p, size, out, count);
    return out + count;
  }
  *out = (int32_t)whole;
  return out + 1;
}

// A word that is too long for the lines or not in its own. Appends its ids or lists it. Apart, so that the registers are left to
// the words that are remembered.
static __attribute__((noinline)) int32_t *look_further(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words, size_t *cursor, uint32_t start, uint32_t end,
    int32_t *out) {
  const uint8_t *p = words->text + start;
  uint32_t size = end - start;
  if (size > RULER_MAX) return encode_long(bpe, ws, words, cursor, start, end, out);
  if (size > LONG_MAX) {
    const ruler_entry *ruler = ruler_place(ws, p, size);
    if (ruler->size == size && memcmp(ruler->bytes, p, size) == 0) {
      memcpy(out, ruler->ids, ruler->count * sizeof *out);
      return out + ruler->count;
    }
  } else if (size > SHORT_MAX || has_many(ws, p, size)) {
    long_key key = make_long_key(p, size);
    const long_entry *entry = long_place(ws, key);
    uint32_t tokens = entry->ids[0] >> COUNT_SHIFT;
    if (tokens && has_long_key(entry, key)) {
      copy_four(out, entry->ids, ID_MASK);
      copy_four(out + 4, entry->ids + 4, ~0u);
      return out + tokens;
    }
  }
  if (size > WAITING_MAX) return encode_long(bpe, ws, words, cursor, start, end, out);
  ws->count = (size_t)(out - ws->ids);
  missed *m = add_missed(bpe, ws, p, size);
  m->is_word = !bpe->ignores_merges || is_whole(words, cursor, start, end);
  if (size <= SHORT_MAX) wait(ws, m);
  return ws->ids + ws->count;
}

static void look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) {
  asked_words batch;
  const uint8_t *lines = (const uint8_t *)ws->shorts;
  size_t cursor = 0;
  int32_t *out = ws->ids + ws->count;
  for (size_t first = 0; first < words->count; first += BATCH) {
    size_t count = words->count - first < BATCH ? words->count - first : BATCH;
    ask(ws, words, first, count, &batch);
    for (size_t index = 0; index < count; index++) {
      const uint32_t *ids = ids_in((const short_line *)(lines + batch.offsets[index]), &batch.keys[index]);
      if (__builtin_expect(ids && ids[0] >> COUNT_SHIFT, 1)) {
        copy_four(out, ids, ID_MASK);
        out += ids[0] >> COUNT_SHIFT;
        continue;
      }
      size_t word = first + index;
      out = look_further(bpe, ws, words, &cursor, word ? words->ends[word - 1] : 0, words->ends[word], out);
    }
  }
  ws->count = (size_t)(out - ws->ids);
}
