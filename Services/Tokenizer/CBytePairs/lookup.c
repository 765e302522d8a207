// Words into tokens by way of the memory of words seen.
#include "remembered.h"

// A word of a batch.
typedef struct {
  short_key key;
  const short_line *line;
} asked;

// The line of words that have none: it holds no word.
static const short_line no_line;

// Asks for the cache lines of the words.
static inline void ask(const weir_bpe_workspace *ws, const word_list *words, size_t first, size_t count, asked *batch) {
  const short_line *lines = ws->shorts;
  uint32_t shift = 64 - ws->bits, start = first ? words->ends[first - 1] : 0;
  for (size_t index = 0; index < count; index++) {
    uint32_t end = words->ends[first + index], size = end - start;
    const uint8_t *p = words->text + start;
    start = end;
    if (size > SHORT_MAX) {
      batch[index].line = &no_line;
      if (size <= LONG_MAX) __builtin_prefetch(long_place(ws, make_long_key(p, size)));
      continue;
    }
    batch[index].key = make_key(p, size);
    batch[index].line = &lines[hash(batch[index].key) >> shift];
    __builtin_prefetch(batch[index].line);
  }
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

// Marks of ids that may not be those of these words. Where words are parted those of a word are merged once more, which
// tells whether they are those of a part too.
static inline uint32_t doubtful_marks(const word_list *words) { return words->ends == words->whole_ends ? 0 : OF_WORD; }

static missed *add_missed(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, uint32_t size) {
  if (ws->missed_count == MISSED_MAX || ws->found_count + size > FOUND_MAX) bpe_fill_in(bpe, ws);
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
  short_entry *ways = short_place(ws, key)->ways;
  for (int way = 0; way < 2; way++) {
    uint32_t index = ways[way].ids[0];
    if (!has_key(&ways[way], key) || index >= m->original) continue;
    const missed *other = &ws->missed[index];
    bool is_same = other->size == m->size && other->is_by_bytes == m->is_by_bytes;
    if (!is_same || memcmp(other->bytes, m->bytes, m->size) != 0) continue;
    m->original = other->original;
    return;
  }
  if (!has_key(&ways[0], key)) ways[1] = ways[0];
  ways[0] = (short_entry){{key.low, key.high}, {m->original}};
}

// Whether the ids of a short word are where those of long ones are.
static bool has_many(const weir_bpe_workspace *ws, const uint8_t *p, uint32_t size) {
  short_key key = make_key(p, size);
  const short_entry *entry = short_place(ws, key)->ways;
  entry += !has_key(entry, key);
  return has_key(entry, key) && entry->ids[0] == HAS_MANY;
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
    bpe_fill_in(bpe, ws);
    out = ws->ids + ws->count;
    size_t count = bpe_encode_word(bpe, ws, p, size, out);
    if (size <= RULER_MAX) bpe_remember_ruler(ws, p, size, out, count);
    return out + count;
  }
  *out = (int32_t)whole;
  return out + 1;
}

// A word that is too long for the lines or not in its own. Appends its ids or lists it.
static int32_t *look_further(
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
    if (tokens && !(entry->ids[0] & doubtful_marks(words)) && has_long_key(entry, key)) {
      copy_four(out, entry->ids, ID_MASK);
      copy_four(out + 4, entry->ids + 4, ~0u);
      return out + tokens;
    }
  }
  if (size > WAITING_MAX) return encode_long(bpe, ws, words, cursor, start, end, out);
  ws->count = (size_t)(out - ws->ids);
  missed *m = add_missed(bpe, ws, p, size);
  m->is_word = !bpe->ignores_merges || is_whole(words, cursor, start, end);
  m->is_by_bytes = bpe->ignores_merges && ws->unparted_count >= UNPARTED_MIN;
  if (size <= SHORT_MAX) wait(ws, m);
  return ws->ids + ws->count;
}

// `doubtful` are the doubtful marks.
static inline __attribute__((always_inline)) void look_up(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words, uint32_t doubtful) {
  asked batch[BATCH];
  size_t cursor = 0;
  int32_t *out = ws->ids + ws->count;
  for (size_t first = 0; first < words->count; first += BATCH) {
    size_t count = words->count - first < BATCH ? words->count - first : BATCH;
    ask(ws, words, first, count, batch);
    for (size_t index = 0; index < count; index++) {
      short_key key = batch[index].key;
      const short_entry *entry = batch[index].line->ways;
      entry += !has_key(entry, key);
      uint32_t tokens = entry->ids[0] >> COUNT_SHIFT;
      if (__builtin_expect(has_key(entry, key) & (tokens != 0) & !(entry->ids[0] & doubtful), 1)) {
        copy_four(out, entry->ids, ID_MASK);
        out += tokens;
        continue;
      }
      size_t word = first + index;
      out = look_further(bpe, ws, words, &cursor, word ? words->ends[word - 1] : 0, words->ends[word], out);
    }
  }
  ws->count = (size_t)(out - ws->ids);
}

// One for each case, since the test costs a fiftieth of the time.
void bpe_look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) {
  if (bpe->ignores_merges && doubtful_marks(words)) look_up(bpe, ws, words, OF_WORD);
  else look_up(bpe, ws, words, 0);
}
