// Words into tokens by way of the memory of words seen.
#include <stdlib.h>

#include "workspace.h"

enum { BITS_MIN = 8, BITS_MAX = 16, TOUCHED = 4096 };

static size_t shorts_size(uint32_t bits) { return sizeof(short_line) << bits; }
static size_t longs_size(uint32_t bits) { return sizeof(long_entry) << (bits - 2); }
static size_t pairs_size(uint32_t bits) { return sizeof(uint64_t) << (bits - 1); }
static size_t memory_size(uint32_t bits) { return shorts_size(bits) + longs_size(bits) + pairs_size(bits); }

weir_bpe_workspace *weir_bpe_workspace_create(size_t memory) {
  weir_bpe_workspace *ws = calloc(1, sizeof *ws);
  if (!ws) return NULL;
  ws->bits = BITS_MAX;
  while (ws->bits > BITS_MIN && memory_size(ws->bits) > memory) ws->bits--;
  ws->memory_size = memory_size(ws->bits);
  uint8_t *start = large_alloc(ws->memory_size);
  if (!start) {
    free(ws);
    return NULL;
  }
  // The pages are made now and not during the first call.
  for (size_t place = 0; place < ws->memory_size; place += TOUCHED) *(volatile uint8_t *)(start + place) = 0;
  ws->shorts = (short_line *)start;
  ws->longs = (long_entry *)(start + shorts_size(ws->bits));
  ws->pairs = (uint64_t *)(start + shorts_size(ws->bits) + longs_size(ws->bits));
  return ws;
}

size_t weir_bpe_workspace_memory(const weir_bpe_workspace *ws) { return ws->memory_size; }

void weir_bpe_workspace_destroy(weir_bpe_workspace *ws) {
  if (!ws) return;
  large_free(ws->shorts, ws->memory_size);
  free(ws->ids), free(ws->blocks), free(ws->ends), free(ws->parted), free(ws->dead), free(ws->tail), free(ws->spaced), free(ws);
}

const int32_t *weir_bpe_ids(const weir_bpe_workspace *ws, size_t *count) {
  *count = ws->count;
  return ws->ids;
}

void weir_bpe_reset(weir_bpe_workspace *ws) { ws->count = 0; }

static bool reserve(weir_bpe_workspace *ws, size_t more) {
  if (ws->count + more <= ws->capacity) return true;
  size_t capacity = (ws->count + more) * 2;
  int32_t *ids = realloc(ws->ids, capacity * sizeof *ids);
  if (!ids) return false;
  ws->ids = ids;
  ws->capacity = capacity;
  return true;
}

bool weir_bpe_append(weir_bpe_workspace *ws, int32_t id) {
  if (!reserve(ws, 1)) return false;
  ws->ids[ws->count++] = id;
  return true;
}

// The bytes of `count` that are kept of eight at `offset`.
static inline uint64_t mask(size_t count, size_t offset) {
  static const uint64_t masks[9] = {
      0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, ~0ull};
  return masks[count <= offset ? 0 : count - offset < 8 ? count - offset : 8];
}

static inline uint64_t load_eight(const uint8_t *p) {
  uint64_t eight;
  memcpy(&eight, p, 8);
  return eight;
}

static inline uint64_t hash(uint64_t low, uint64_t high) {
  uint64_t mixed = (low * 0x9e3779b97f4a7c15u) ^ (high * 0xc2b2ae3d27d4eb4fu);
  return (mixed ^ mixed >> 32) * 0xbf58476d1ce4e5b9u;
}

typedef uint32_t four __attribute__((vector_size(16)));

// Copies four ids without the count that the first holds.
static inline void copy_four(int32_t *out, const uint32_t *ids, uint32_t first_mask) {
  four values;
  memcpy(&values, ids, sizeof values);
  values &= (four){first_mask, ~0u, ~0u, ~0u};
  memcpy(out, &values, sizeof values);
}

static void remember(uint32_t *ids, const int32_t *found, size_t count) {
  memcpy(ids, found, count * sizeof *found);
  ids[0] |= (uint32_t)count << COUNT_SHIFT;
}

// Asks for the cache line of a word. Reads up to 32 bytes from `p`, whatever the word's length.
static inline void locate(weir_bpe_workspace *ws, size_t index, const uint8_t *p, size_t count) {
  batch_keys *k = &ws->keys;
  uint64_t low = load_eight(p), high = load_eight(p + 8);
  if (count <= SHORT_MAX) {
    low &= mask(count, 0);
    high = (high & mask(count, 8)) | (uint64_t)count << 56;
    k->slots[index] = (uint32_t)(hash(low, high) >> (64 - ws->bits));
    __builtin_prefetch(&ws->shorts[k->slots[index]]);
  } else if (count <= LONG_MAX) {
    k->third[index] = load_eight(p + 16) & mask(count, 16);
    k->last[index] = (load_eight(p + 24) & mask(count, 24)) | (uint64_t)count << 56;
    k->slots[index] = (uint32_t)(hash(hash(low, high) ^ k->third[index], k->last[index]) >> (66 - ws->bits));
    __builtin_prefetch(&ws->longs[k->slots[index]]);
  }
  k->low[index] = low;
  k->high[index] = high;
}

static inline const uint32_t *recall(const weir_bpe_workspace *ws, size_t index, size_t count) {
  const batch_keys *k = &ws->keys;
  if (count <= SHORT_MAX) {
    const short_entry *ways = ws->shorts[k->slots[index]].ways;
    uint64_t low = k->low[index], high = k->high[index];
    if (((ways[0].key[0] ^ low) | (ways[0].key[1] ^ high)) == 0) return ways[0].ids;
    return ((ways[1].key[0] ^ low) | (ways[1].key[1] ^ high)) == 0 ? ways[1].ids : NULL;
  }
  if (count > LONG_MAX) return NULL;
  const long_entry *entry = &ws->longs[k->slots[index]];
  uint64_t first = (entry->key[0] ^ k->low[index]) | (entry->key[1] ^ k->high[index]);
  uint64_t second = (entry->key[2] ^ k->third[index]) | (entry->key[3] ^ k->last[index]);
  return (first | second) == 0 ? entry->ids : NULL;
}

static void store(weir_bpe_workspace *ws, size_t index, size_t count, const int32_t *ids, size_t tokens) {
  const batch_keys *k = &ws->keys;
  if (tokens == 0) return;
  if (count <= SHORT_MAX && tokens <= SHORT_IDS_MAX) {
    short_entry *ways = ws->shorts[k->slots[index]].ways;
    // A word that the batch has twice is stored once.
    if (ways[0].key[0] == k->low[index] && ways[0].key[1] == k->high[index]) return;
    ways[1] = ways[0];
    ways[0].key[0] = k->low[index];
    ways[0].key[1] = k->high[index];
    remember(ways[0].ids, ids, tokens);
  } else if (count > SHORT_MAX && count <= LONG_MAX && tokens <= LONG_IDS_MAX) {
    long_entry *entry = &ws->longs[k->slots[index]];
    memcpy(entry->key, (uint64_t[]){k->low[index], k->high[index], k->third[index], k->last[index]}, sizeof entry->key);
    remember(entry->ids, ids, tokens);
  }
}

// A word of the batch: its bytes are `text[start..<end]`.
typedef struct {
  const uint8_t *text;
  const uint32_t *ends;
  size_t words;
  uint32_t start;
} batch;

static inline uint32_t start_of(const batch *b, size_t index) { return index ? b->ends[index - 1] : b->start; }

// Looks all words up; those not remembered are cut into their longest tokens.
static void look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const batch *b) {
  uint32_t start = b->start;
  for (size_t index = 0; index < b->words; index++) {
    uint32_t end = b->ends[index];
    locate(ws, index, b->text + start, end - start);
    start = end;
  }
  size_t missed = 0, room = 0;
  start = b->start;
  for (size_t index = 0; index < b->words; index++) {
    uint32_t end = b->ends[index], size = end - start;
    ws->keys.ids[index] = recall(ws, index, size);
    if (!ws->keys.ids[index] && room + size <= WINDOW) {
      ws->missed[missed++] = (greedy){.word = b->text + start, .size = size, .tokens = ws->tokens + room, .whole = NONE};
      room += size;
    }
    start = end;
  }
  ws->missed_count = missed;
  if (missed == 0) return;
  bpe_cut_greedily(bpe, ws, ws->missed, missed);
  bpe_cross_neighbours(bpe, ws, ws->missed, missed);
}

static bool has_end(const weir_bpe_workspace *ws, uint32_t end) {
  size_t low = 0, high = ws->word_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (ws->ends[middle] < end) low = middle + 1;
    else high = middle;
  }
  return low < ws->word_count && ws->ends[low] == end;
}

// Whether the bytes are a word and no part of one.
static bool is_word(const weir_bpe_workspace *ws, uint32_t start, uint32_t end) {
  return (start == 0 || has_end(ws, start)) && has_end(ws, end);
}

// Appends the words' ids, and lists the words that were not remembered and where the ids of each begin and end.
static int32_t *append(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const batch *b, int32_t *out, int32_t **found, uint32_t *unremembered,
    size_t *unremembered_count) {
  size_t missed = 0;
  *unremembered_count = 0;
  for (size_t index = 0; index < b->words; index++) {
    const uint32_t *ids = ws->keys.ids[index];
    if (ids) {
      copy_four(out, ids, ID_MASK);
      uint32_t count = ids[0] >> COUNT_SHIFT;
      if (count > SHORT_IDS_MAX) copy_four(out + 4, ids + 4, ~0u);
      out += count;
      continue;
    }
    uint32_t start = start_of(b, index);
    const uint8_t *p = b->text + start;
    bool is_begun = missed < ws->missed_count && ws->missed[missed].word == p;
    const greedy *begun = is_begun ? &ws->missed[missed] : NULL;
    missed += is_begun;
    uint32_t token = bpe->ignores_merges ? begun ? begun->whole : bpe_whole(bpe, p, b->ends[index] - start) : NONE;
    if (token != NONE && !bpe->tokens[token].is_reachable && is_word(ws, start, b->ends[index])) {
      // Not remembered: the same bytes as a part of a word have another encoding.
      *out++ = (int32_t)token;
      continue;
    }
    found[index] = out;
    out += bpe_encode_word(bpe, ws, p, b->ends[index] - start, begun, out);
    found[index + 1] = out;
    unremembered[(*unremembered_count)++] = (uint32_t)index;
  }
  return out;
}

static int32_t *encode_batch(const weir_bpe *bpe, weir_bpe_workspace *ws, const batch *b, int32_t *out) {
  int32_t *found[BATCH + 1];
  uint32_t unremembered[BATCH];
  size_t count;
  look_up(bpe, ws, b);
  out = append(bpe, ws, b, out, found, unremembered, &count);
  // Only now, since an entry stored may take the place of one that a word of the batch was found in.
  for (size_t place = 0; place < count; place++) {
    uint32_t index = unremembered[place];
    store(ws, index, b->ends[index] - start_of(b, index), found[index], (size_t)(found[index + 1] - found[index]));
  }
  return out;
}

// `text` is followed by 32 readable bytes.
static void encode_words(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *text, const uint32_t *ends, size_t words) {
  int32_t *out = ws->ids + ws->count;
  for (size_t first = 0; first < words; first += BATCH) {
    size_t count = words - first < BATCH ? words - first : BATCH;
    batch b = {text, ends + first, count, first ? ends[first - 1] : 0};
    out = encode_batch(bpe, ws, &b, out);
  }
  ws->count = (size_t)(out - ws->ids);
}

static bool make_window(weir_bpe_workspace *ws, size_t bytes) {
  if (bytes <= ws->window) return true;
  free(ws->blocks), free(ws->ends);
  ws->blocks = malloc((bytes / 64 + 3) * sizeof *ws->blocks);
  ws->ends = malloc((bytes + 1) * sizeof *ws->ends);
  ws->window = ws->blocks && ws->ends ? bytes : 0;
  return ws->window != 0;
}

// Finds the words of the next window that has any whose end is sure. Returns how many; 0 when memory is out.
static size_t next_words(weir_bpe_workspace *ws, scanner *s) {
  for (size_t window = WINDOW;; window *= 2) {
    s->limit = s->count - s->base < window || s->words.kind == WEIR_WORDS_WHOLE ? s->count : s->base + window;
    if (!make_window(ws, window)) return 0;
    s->blocks = ws->blocks;
    size_t words = words_scan(s, ws->ends);
    if (words) return words;
  }
}

// Parts the words if that helps, and says where their ends are then. False when memory is out.
static bool part(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *text, size_t bytes, const uint32_t **ends, size_t *words) {
  *ends = ws->ends;
  ws->word_count = *words;
  // Unknown neighbours that become one token must stay together.
  bool joins_unknown = bpe->fuses_unknown && !bpe->has_byte_ids;
  if (joins_unknown || bytes > PARTED_MAX || !bpe_has_wide(text, bytes)) return true;
  if (bytes > ws->parted_size) {
    free(ws->parted);
    ws->parted = malloc(bytes * 2 * sizeof *ws->parted);
    ws->parted_size = ws->parted ? bytes * 2 : 0;
    if (!ws->parted) return false;
  }
  *words = bpe_part_words(bpe, text, ws->ends, *words, ws->parted);
  *ends = ws->parted;
  return true;
}

// The words' bytes; a copy where the text ends too soon after them to be read in eights.
static const uint8_t *readable(weir_bpe_workspace *ws, const scanner *s, size_t bytes) {
  if (s->base + bytes + READ_BEYOND <= s->count) return s->text + s->base;
  if (bytes + READ_BEYOND > ws->tail_size) {
    free(ws->tail);
    ws->tail = malloc(ws->tail_size = (bytes + READ_BEYOND) * 2);
    if (!ws->tail) return (ws->tail_size = 0), NULL;
  }
  memcpy(ws->tail, s->text + s->base, bytes);
  memset(ws->tail + bytes, 0, READ_BEYOND);
  return ws->tail;
}

bool weir_bpe_encode(
    const weir_bpe *bpe, weir_bpe_workspace *ws, weir_words words, const uint8_t *text, size_t count) {
  scanner s = {.words = words, .text = text, .count = count};
  while (s.base < count) {
    size_t found = next_words(ws, &s);
    if (!found) return false;
    size_t bytes = ws->ends[found - 1];
    const uint8_t *start = readable(ws, &s, bytes);
    if (!start || !reserve(ws, bytes + LONG_IDS_MAX)) return false;
    const uint32_t *ends;
    if (!part(bpe, ws, start, bytes, &ends, &found)) return false;
    encode_words(bpe, ws, start, ends, found);
    s.base += bytes;
  }
  return true;
}

size_t weir_words_ends(
    weir_bpe_workspace *ws, weir_words words, const uint8_t *text, size_t count, size_t *ends, size_t capacity) {
  scanner s = {.words = words, .text = text, .count = count};
  size_t total = 0;
  while (s.base < count) {
    size_t found = next_words(ws, &s);
    if (!found) return total;
    for (size_t index = 0; index < found && total < capacity; index++) ends[total++] = s.base + ws->ends[index];
    s.base += ws->ends[found - 1];
  }
  return total;
}
