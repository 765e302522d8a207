// Words into tokens by way of the memory of words seen.
#include "workspace.h"

static inline uint64_t load_eight(const uint8_t *p) {
  uint64_t eight;
  memcpy(&eight, p, 8);
  return eight;
}

// 0xff beyond the first `size` of sixteen bytes.
static const uint64_t beyond[SHORT_MAX + 1][2] = {
    {~0ull, ~0ull}, {~0ull << 8, ~0ull}, {~0ull << 16, ~0ull}, {~0ull << 24, ~0ull}, {~0ull << 32, ~0ull},
    {~0ull << 40, ~0ull}, {~0ull << 48, ~0ull}, {~0ull << 56, ~0ull}, {0, ~0ull}, {0, ~0ull << 8}, {0, ~0ull << 16},
    {0, ~0ull << 24}, {0, ~0ull << 32}, {0, ~0ull << 40}, {0, ~0ull << 48}, {0, ~0ull << 56}, {0, 0}};

static inline uint64_t hash(uint64_t low, uint64_t high) {
  unsigned __int128 product = (unsigned __int128)(low ^ 0x9e3779b97f4a7c15u) * (high ^ 0xc2b2ae3d27d4eb4fu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Asks for the cache line of a word. Reads 32 bytes from `p`, whatever the word's size.
static inline void locate(const weir_bpe_workspace *ws, word_key *k, const uint8_t *p, uint32_t size) {
  k->size = size;
  k->low = load_eight(p);
  k->high = load_eight(p + 8);
  if (size <= SHORT_MAX) {
    k->low |= beyond[size][0];
    k->high |= beyond[size][1];
    k->slot = (uint32_t)(hash(k->low, k->high) >> (64 - ws->bits));
    __builtin_prefetch(&ws->shorts[k->slot]);
  } else if (size <= LONG_MAX) {
    uint64_t third = load_eight(p + 16) | beyond[size - 16][0], last = load_eight(p + 24) | beyond[size - 16][1];
    k->slot = (uint32_t)(hash(hash(k->low, k->high) ^ third, last) >> (66 - ws->bits));
    __builtin_prefetch(&ws->longs[k->slot]);
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

static inline bool has_key(const short_entry *entry, const word_key *k) {
  return ((entry->key[0] ^ k->low) | (entry->key[1] ^ k->high)) == 0;
}

// Where the words of the text end, and which of them the words looked up have come to.
typedef struct {
  const uint32_t *ends;
  size_t index;
} cursor;

// Whether the bytes are a word of the text and no part of one.
static bool is_word(cursor *c, uint32_t start, uint32_t end) {
  while (c->ends[c->index] < end) c->index++;
  return c->ends[c->index] == end && (c->index == 0 ? 0 : c->ends[c->index - 1]) == start;
}

static missed *add_missed(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, const word_key *k) {
  if (ws->missed_count == MISSED_MAX || ws->found_count + k->size > FOUND_MAX) bpe_fill_in(bpe, ws);
  missed *m = &ws->missed[ws->missed_count];
  *m = (missed){
      .bytes = p, .size = k->size, .place = (uint32_t)ws->count, .original = (uint32_t)ws->missed_count,
      .first = (uint32_t)ws->found_count, .slot = k->slot, .whole = NONE};
  ws->missed_count++;
  ws->found_count += k->size;
  return m;
}

// The word missed that waits in the entry; NULL if the entry is another's.
static missed *waiting(weir_bpe_workspace *ws, uint32_t index, const missed *m) {
  if (index >= ws->missed_count || &ws->missed[index] == m) return NULL;
  missed *other = &ws->missed[index];
  return other->size == m->size && memcmp(other->bytes, m->bytes, m->size) == 0 ? other : NULL;
}

static void miss(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, const word_key *k, cursor *c, uint32_t start) {
  if (k->size > SEARCHED_MAX) {
    ws->count += bpe_encode_word(bpe, ws, p, k->size, ws->ids + ws->count);
    return;
  }
  missed *m = add_missed(bpe, ws, p, k);
  m->is_word = !bpe->ignores_merges || is_word(c, start, start + k->size);
  uint32_t index = (uint32_t)(m - ws->missed);
  if (k->size <= SHORT_MAX) {
    short_entry *ways = ws->shorts[k->slot].ways;
    for (int way = 0; way < 2; way++) {
      missed *same = has_key(&ways[way], k) ? waiting(ws, ways[way].ids[0], m) : NULL;
      if (same) m->original = same->original;
      if (same) return;
    }
    if (!has_key(&ways[0], k)) ways[1] = ways[0];
    ways[0] = (short_entry){{k->low, k->high}, {index}};
  } 
}

void bpe_look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) {
  cursor c = {words->whole_ends, 0};
  uint32_t start = 0, asked = 0;
  for (size_t first = 0; first < words->count; first += BATCH) {
    size_t count = words->count - first < BATCH ? words->count - first : BATCH;
    for (size_t index = 0; index < count; index++) {
      uint32_t end = words->ends[first + index];
      locate(ws, &ws->keys[index], words->text + asked, end - asked);
      asked = end;
    }
    int32_t *out = ws->ids + ws->count;
    for (size_t index = 0; index < count; index++) {
      const word_key *k = &ws->keys[index];
      const uint8_t *p = words->text + start;
      if (k->size <= SHORT_MAX) {
        const short_entry *entry = ws->shorts[k->slot].ways;
        entry += !has_key(entry, k);
        uint32_t tokens = entry->ids[0] >> COUNT_SHIFT;
        if (has_key(entry, k) && tokens) {
          copy_four(out, entry->ids, ID_MASK);
          out += tokens;
          start += k->size;
          continue;
        }
      } else if (k->size <= LONG_MAX) {
        const long_entry *entry = &ws->longs[k->slot];
        uint64_t first_half = (entry->key[0] ^ k->low) | (entry->key[1] ^ k->high);
        uint64_t third = load_eight(p + 16) | beyond[k->size - 16][0], last = load_eight(p + 24) | beyond[k->size - 16][1];
        uint32_t tokens = entry->ids[0] >> COUNT_SHIFT;
        if ((first_half | (entry->key[2] ^ third) | (entry->key[3] ^ last)) == 0 && tokens) {
          copy_four(out, entry->ids, ID_MASK);
          copy_four(out + 4, entry->ids + 4, ~0u);
          out += tokens;
          start += k->size;
          continue;
        }
      }
      ws->count = (size_t)(out - ws->ids);
      miss(bpe, ws, p, k, &c, start);
      out = ws->ids + ws->count;
      start += k->size;
    }
    ws->count = (size_t)(out - ws->ids);
  }
}

static void remember(weir_bpe_workspace *ws, const missed *m, const int32_t *ids) {
  uint32_t first = (uint32_t)ids[0] | m->count << COUNT_SHIFT;
  if (m->size <= SHORT_MAX && m->count <= SHORT_IDS_MAX) {
    // Where the word waits, unless others have taken its place.
    short_entry *entry = ws->shorts[m->slot].ways;
    entry += entry->ids[0] != m->original;
    if (entry->ids[0] != m->original) return;
    memcpy(entry->ids, ids, m->count * sizeof *ids);
    entry->ids[0] = first;
  } else if (m->size > SHORT_MAX && m->size <= LONG_MAX && m->count <= LONG_IDS_MAX) {
    long_entry *entry = &ws->longs[m->slot];
    entry->key[0] = load_eight(m->bytes);
    entry->key[1] = load_eight(m->bytes + 8);
    entry->key[2] = load_eight(m->bytes + 16) | beyond[m->size - 16][0];
    entry->key[3] = load_eight(m->bytes + 24) | beyond[m->size - 16][1];
    memcpy(entry->ids, ids, m->count * sizeof *ids);
    entry->ids[0] = first;
  }
}

static void resolve(const weir_bpe *bpe, weir_bpe_workspace *ws, missed *m) {
  const missed *original = &ws->missed[m->original];
  bool is_repeated = original != m;
  if (is_repeated) {
    m->first = original->first;
    m->count = original->count;
    m->whole = original->whole;
  } else if (!m->is_found) {
    m->count = (uint32_t)bpe_encode_word(bpe, ws, m->bytes, m->size, ws->found + m->first);
    m->whole = bpe->ignores_merges ? bpe_whole(bpe, m->bytes, m->size) : NONE;
  }
}

void bpe_fill_in(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  if (ws->missed_count == 0) return;
  bpe_search(bpe, ws);
  size_t total = 0;
  for (size_t index = 0; index < ws->missed_count; index++) {
    missed *m = &ws->missed[index];
    resolve(bpe, ws, m);
    // Such a token is the word's and not remembered: the same bytes as a part of a word have another encoding.
    bool is_whole = bpe->ignores_merges && m->whole != NONE && !bpe->tokens[m->whole].is_reachable;
    if (m->original == index && m->count && !is_whole) remember(ws, m, ws->found + m->first);
    m->is_whole = is_whole & m->is_word;
    total += m->is_whole ? 1 : m->count;
  }
  size_t end = ws->count;
  ws->count += total;
  int32_t *out = ws->ids + ws->count;
  for (size_t index = ws->missed_count; index-- > 0;) {
    const missed *m = &ws->missed[index];
    size_t between = end - m->place;
    out -= between;
    memmove(out, ws->ids + m->place, between * sizeof *out);
    end = m->place;
    if (m->is_whole) *--out = (int32_t)m->whole;
    else out -= m->count, memcpy(out, ws->found + m->first, m->count * sizeof *out);
  }
  ws->missed_count = ws->found_count = 0;
}
